#include "base/deadlines.h"

#include <algorithm>
#include <utility>

namespace parlance {

Deadline::Deadline(Deadline&& other) noexcept
    : m_wheel(std::exchange(other.m_wheel, nullptr))
    , m_id(other.m_id)
{}

Deadline& Deadline::operator=(Deadline&& other) noexcept
{
    if (this != &other) {
        cancel();
        m_wheel = std::exchange(other.m_wheel, nullptr);
        m_id = other.m_id;
    }
    return *this;
}

void Deadline::cancel()
{
    if (m_wheel)
        m_wheel->m_actions.erase(m_id);
    m_wheel = nullptr;
}

bool Deadline::isPending() const
{
    return m_wheel && m_wheel->m_actions.contains(m_id);
}

Deadline DeadlineWheel::after(qint64 delay, std::function<void()> action)
{
    const qint64 due = m_clock.steady() + std::max<qint64>(delay, 0);
    const qint64 slot = (due + slotLength - 1) / slotLength;
    const bool earlier = m_slots.empty() || slot < m_slots.begin()->first;
    const quint64 id = ++m_lastId;
    m_slots[slot].push_back(id);
    m_actions.emplace(id, std::move(action));
    if (earlier && m_wake)
        m_wake();
    return Deadline(this, id);
}

int DeadlineWheel::run()
{
    const auto end = m_slots.upper_bound(m_clock.steady() / slotLength);
    std::vector<quint64> due;
    for (auto slot = m_slots.begin(); slot != end; ++slot)
        due.insert(due.end(), slot->second.begin(), slot->second.end());
    m_slots.erase(m_slots.begin(), end);
    int calls = 0;
    for (const quint64 id : due) {
        auto node = m_actions.extract(id);
        if (node.empty())
            continue; // cancelled
        node.mapped()();
        ++calls;
    }
    return calls;
}

std::optional<qint64> DeadlineWheel::next() const
{
    if (m_slots.empty())
        return std::nullopt;
    return m_slots.begin()->first * slotLength;
}

} // namespace parlance
