#include "domain/refusals.h"
#include "storage/eventkind.h"
#include "storage/logwriter.h"

/// The part of LogWriter that admins ask for: how large rooms are, and their ends.
namespace parlance {

namespace {

// A few milliseconds of work.
constexpr qint64 sweptAtOnce = 1'000; // events
constexpr int sweptStrangers = 200;   // memberships, and as many rooms

} // namespace

RoomSize LogWriter::sizeOf(const RoomId& id, const RoomTable::Row& room)
{
    const auto lastAt = room.head > 0 ? std::optional(room.lastTime) : std::nullopt;
    return {id, room.name, room.head, room.n, m_people.countIn(room.number), lastAt};
}

RoomSizes LogWriter::roomSizes(const RoomQuery& query)
{
    m_rooms.flush();
    const RoomSlice slice = m_directory.page(query);
    RoomSizes sizes{{}, slice.next.has_value()};
    for (const RoomSummary& summary : slice.rooms) {
        if (const RoomTable::Row* room = m_rooms.find(summary.room))
            sizes.rooms.push_back(sizeOf(summary.room, *room));
    }
    return sizes;
}

Result<RoomSize> LogWriter::deleteRoom(const RoomId& room)
{
    const RoomTable::Row* row = m_rooms.find(room);
    if (!row)
        return noRoom();
    begin();
    const qint64 number = row->number;
    const RoomSize size = sizeOf(room, *row);
    m_people.empty(number);
    m_rooms.erase(number);
    m_emptyRooms.removeAll(number);
    m_end(number).run();
    return size;
}

bool LogWriter::hasLeftovers()
{
    return m_people.hasTooMany() || m_emptyRooms.next() || (!m_refusal && m_leftover().next());
}

bool LogWriter::sweep()
{
    return sweepSurplus() || (!m_refusal && sweepDeleted());
}

bool LogWriter::sweepSurplus()
{
    if (!m_people.hasTooMany() && !m_emptyRooms.next())
        return false;
    begin();
    m_swept.members = m_people.sweep(sweptStrangers);
    for (int i = 0; i < sweptStrangers; ++i) {
        const auto room = m_emptyRooms.next();
        if (!room)
            break;
        if (auto id = m_rooms.roomOf(room->first))
            m_swept.rooms.push_back(*std::move(id));
        m_people.empty(room->first);
        m_rooms.erase(room->first);
        m_emptyRooms.removeAll(room->first);
    }
    return true;
}

bool LogWriter::sweepDeleted()
{
    std::optional<qint64> room;
    if (Cursor row = m_leftover(); row.next())
        room = row.number(0);
    if (!room)
        return false;
    begin();
    const qint64 first = placeOf(*room, 0);
    qint64 last = 0;
    if (Cursor row = m_lastLeftover(first, placeOf(*room + 1, 0) - 1, sweptAtOnce); row.next())
        last = row.number(0); // null, and so 0, if there are none
    m_sweepEvents(first, last).run();
    m_sweepChanges(first, last).run();
    m_hasBlanked = true;
    if (last == 0)
        m_allSwept(*room).run();
    return true;
}

} // namespace parlance
