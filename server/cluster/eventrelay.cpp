#include "cluster/eventrelay.h"

#include <utility>

namespace parlance {

EventRelay::EventRelay(NodeStream& stream, EventLog& log, Rooms& rooms, DeadlineWheel& wheel)
    : m_stream(stream)
    , m_log(log)
    , m_rooms(rooms)
    , m_clock(wheel.clock())
    , m_gaps(log, rooms, wheel)
{
    m_rooms.setFollower(this);
    m_stream.add(*this);
}

EventRelay::~EventRelay()
{
    m_stream.remove(*this);
    m_rooms.setFollower(nullptr);
}

void EventRelay::committed(const LogId& log, const DurableEvent& event)
{
    m_waiting.push_back({log, event});
    m_stream.wake();
}

void EventRelay::collect(NodeMessage& message)
{
    message.events = std::exchange(m_waiting, {});
}

/// The rooms put events in order and drop those that they have, so it does not matter how late one is.
void EventRelay::heard(const NodeMessage& message, Turn)
{
    for (const auto& [log, event] : message.events)
        m_rooms.found(log, event);
}

void EventRelay::poll()
{
    if (!m_isReconciling) // what is under way will do
        reconcile();
}

/// Compares how far the rooms have got with the store.
void EventRelay::reconcile()
{
    if (std::exchange(m_isReconciling, true)) {
        m_hasToReconcile = true;
        return;
    }
    m_hasToReconcile = false;
    ++m_reconciled;
    std::vector<RoomId> rooms;
    for (RoomHead& head : m_rooms.heads())
        rooms.push_back(std::move(head.room));
    m_log.headsOf(rooms, [this, begun = m_clock.steady()](const Result<std::vector<RoomHead>>& heads) {
        m_isReconciling = false;
        if (heads) {
            m_stream.pollTook(m_clock.steady() - begun);
            compare(*heads);
        }
        if (m_hasToReconcile)
            reconcile();
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
