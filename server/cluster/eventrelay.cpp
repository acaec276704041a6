#include "cluster/eventrelay.h"

#include "base/logging.h"

#include <utility>

namespace parlance {

EventRelay::EventRelay(EventBus& bus, EventLog& log, Rooms& rooms, DeadlineWheel& wheel)
    : m_bus(bus)
    , m_log(log)
    , m_rooms(rooms)
    , m_wheel(wheel)
    , m_gaps(log, rooms, wheel)
    , m_heardSelfAt(now())
{
    m_rooms.setFollower(this);
    m_bus.attach(*this);
    beat();
    reconcileLater(pollEvery);
}

EventRelay::~EventRelay()
{
    m_rooms.setFollower(nullptr);
}

void EventRelay::committed(const LogId& log, const DurableEvent& event)
{
    m_waiting.push_back({log, event});
}

void EventRelay::flush()
{
    if (m_waiting.empty())
        return;
    ++m_counts.published;
    m_bus.publish(encode(EventsMessage{m_node, ++m_number, std::exchange(m_waiting, {})}));
}

/// A sign of life for the others and, because it comes back, for this node.
void EventRelay::beat()
{
    m_beat = m_wheel.after(beatEvery, [this] { beat(); });
    listen();
    m_bus.publish(encode(EventsMessage{m_node, m_number, {}}));
    std::erase_if(m_peers, [this](const auto& peer) { return now() - peer.second.heardAt > forgetAfter; });
}

void EventRelay::listen()
{
    if (m_isDeaf || now() - m_heardSelfAt <= deafAfter)
        return;
    qCWarning(logApp) << "the bus between the nodes is away; the store is asked instead";
    m_isDeaf = true;
    m_bus.reconnect();
    reconcile();
}

void EventRelay::attached()
{
    m_heardSelfAt = now();
    if (std::exchange(m_isDeaf, false))
        qCInfo(logApp) << "the bus between the nodes is there";
    reconcile();
}

void EventRelay::heard(const QByteArray& bytes)
{
    const auto message = decodeEventsMessage(bytes);
    if (!message) {
        ++m_counts.refused;
        return;
    }
    if (message->node == m_node) {
        if (m_isDeaf)
            attached();
        m_heardSelfAt = now();
        return;
    }
    ++m_counts.heard;
    follow(*message);
}

/// A number that is not the next says that something was missed: before the first message of a node, too.
void EventRelay::follow(const EventsMessage& message)
{
    const auto [found, isNew] = m_peers.try_emplace(message.node);
    Peer& peer = found->second;
    const qint64 expected = peer.number + (message.events.empty() ? 0 : 1);
    if (isNew || message.number > expected) {
        m_counts.holes += isNew ? 0 : 1;
        reconcile();
    }
    peer.number = std::max(peer.number, message.number);
    peer.heardAt = now();
    for (const auto& [log, event] : message.events)
        m_rooms.found(log, event);
}

void EventRelay::reconcileLater(qint64 delay)
{
    m_reconcile = m_wheel.after(delay, [this] {
        m_counts.polls += m_isDeaf ? 1 : 0;
        reconcile();
    });
}

/// Compares how far the rooms have got with the store.
void EventRelay::reconcile()
{
    if (std::exchange(m_isReconciling, true)) {
        m_hasToReconcile = true;
        return;
    }
    m_hasToReconcile = false;
    ++m_counts.reconciled;
    std::vector<RoomId> rooms;
    for (RoomHead& head : m_rooms.heads())
        rooms.push_back(std::move(head.room));
    m_log.headsOf(rooms, [this](const Result<std::vector<RoomHead>>& heads) {
        m_isReconciling = false;
        if (heads)
            compare(*heads);
        if (m_hasToReconcile)
            return reconcile();
        reconcileLater(m_isDeaf ? pollEvery : reconcileEvery);
    });
}

void EventRelay::compare(const std::vector<RoomHead>& heads)
{
    for (const RoomHead& stored : heads) {
        const Room* room = m_rooms.find(stored.room);
        if (room && room->log() == stored.log && room->head() < stored.head)
            m_gaps.missing(stored.room, Haste::Now);
    }
}

} // namespace parlance
