#include "cluster/gapreader.h"

namespace parlance {

void GapReader::missing(const RoomId& room, LogFollower::Haste haste)
{
    Gap& gap = m_gaps[room];
    if (gap.isReading) {
        gap.isWider = true;
        return;
    }
    if (haste == LogFollower::Haste::Now)
        return read(room);
    if (!gap.due.isPending())
        gap.due = m_wheel.after(grace, [this, room] { read(room); });
}

void GapReader::read(const RoomId& id)
{
    const Room* room = m_rooms.find(id);
    if (!room) {
        m_gaps.erase(id);
        return;
    }
    Gap& gap = m_gaps[id];
    gap.due.cancel();
    gap.isReading = true;
    gap.isWider = false;
    ++m_reads;
    const LogId log = room->log();
    m_log.missedEvents(id, room->head(), page,
                       [this, id, log](const Result<EventSlice>& slice) { answered(id, log, slice); });
}

void GapReader::answered(const RoomId& id, const LogId& log, const Result<EventSlice>& slice)
{
    Gap& gap = m_gaps[id];
    gap.isReading = false;
    if (!slice) {
        if (slice.error().code == ErrorCode::NotFound)
            m_gaps.erase(id); // whoever deleted the room tells of it
        else
            gap.due = m_wheel.after(retryAfter, [this, id] { read(id); });
        return;
    }
    for (const DurableEvent& event : slice->events)
        m_rooms.found(log, event);
    const Room* room = m_rooms.find(id);
    if (room && (m_gaps[id].isWider || room->head() < slice->head))
        return read(id);
    m_gaps.erase(id);
}

} // namespace parlance
