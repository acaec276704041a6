#pragma once

#include "base/callback.h"
#include "protocol/events.h"

#include <map>
#include <optional>

namespace parlance {

/// What one room knows beyond its head: events that came ahead of their turn, and those who wait until it has gone on.
/// Where one node writes the logs it stays empty.
class RoomTail {
  public:
    /// More events than this are not held: they will be read from the store.
    static constexpr size_t maxHeld = 1'000;

    bool isEmpty() const { return m_held.empty() && m_waiters.empty(); }

    /// Keeps an event until its turn comes.
    void hold(const DurableEvent& event)
    {
        if (m_held.size() < maxHeld)
            m_held.emplace(seqOf(event), event);
    }

    /// Takes out the event that comes next, if it is here. Forgets what is not beyond the head.
    std::optional<DurableEvent> next(qint64 head)
    {
        m_held.erase(m_held.begin(), m_held.upper_bound(head));
        if (m_held.empty() || m_held.begin()->first != head + 1)
            return std::nullopt;
        return std::move(m_held.extract(m_held.begin()).mapped());
    }

    /// Calls back from reached() once the room has got to that seq.
    void await(qint64 head, Callback<void()> done) { m_waiters.emplace(head, std::move(done)); }

    /// Whether anything cannot go on.
    bool isMissing(qint64 head) const
    {
        return !m_held.empty() || (!m_waiters.empty() && m_waiters.rbegin()->first > head);
    }

    /// Those who waited for no more than that.
    std::vector<Callback<void()>> reached(qint64 head)
    {
        std::vector<Callback<void()>> all;
        while (!m_waiters.empty() && m_waiters.begin()->first <= head)
            all.push_back(std::move(m_waiters.extract(m_waiters.begin()).mapped()));
        return all;
    }

  private:
    std::map<qint64, DurableEvent> m_held;             // by seq
    std::multimap<qint64, Callback<void()>> m_waiters; // by the seq that they wait for
};

} // namespace parlance
