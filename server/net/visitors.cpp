#include "net/visitors.h"

#include <QObject>

namespace parlance {

Visitors::Visitors(Reception& reception, DeadlineWheel& wheel, const VisitorTimes& times)
    : m_reception(reception)
    , m_wheel(wheel)
    , m_times(times)
{}

Visitors::~Visitors() = default;

void Visitors::admit(std::unique_ptr<Wire> wire, const QString& address, qint64 most)
{
    const quint64 id = ++m_last;
    m_visitors.emplace(id, std::make_unique<Visitor>(id, std::move(wire), m_reception, m_wheel, m_times));
    m_shares.add(id, address);
    while (most > 0 && count() > most) {
        ++m_evicted;
        drop(*m_shares.next());
    }
}

void Visitors::drop(quint64 id)
{
    m_shares.remove(id);
    m_visitors.erase(id);
}

void Visitors::left(quint64 id)
{
    QMetaObject::invokeMethod(
        &m_context, [this, id] { drop(id); }, Qt::QueuedConnection);
}

void Visitors::concludeAll()
{
    for (const auto& [id, visitor] : m_visitors)
        visitor->conclude();
}

void Visitors::dropSilent()
{
    std::erase_if(m_visitors, [this](const auto& entry) {
        const bool isSilent = !entry.second->hasBegun();
        if (isSilent)
            m_shares.remove(entry.first);
        return isSilent;
    });
}

} // namespace parlance
