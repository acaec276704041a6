#include "storage/logschema.h"
#include "storage/logwriter.h"
#include "storage/refusals.h"

/// The part of LogWriter that admins ask for: how large rooms are, and their ends.
namespace parlance {

namespace {

constexpr qint64 sweptAtOnce = 1'000; // events; a few ms

} // namespace

std::optional<LogId> LogWriter::logOf(const RoomName& name)
{
    if (const RoomTable::Row* room = m_rooms.find(name))
        return room->log;
    const LogId* made = m_newcomers.rooms.find(name);
    return made ? std::optional(*made) : std::nullopt;
}

/// Whether the author has the room as it was before it was deleted or renamed.
bool LogWriter::isStale(const NewEvent& event, const RoomTable::Row* room)
{
    if (event.log.isEmpty() || (room && room->log == event.log))
        return false;
    // One without events may just have been forgotten: then it is made anew, with the log that its people know.
    return logOf(event.room).value_or(event.log) != event.log || wasEnded(event.log);
}

bool LogWriter::wasEnded(const LogId& log)
{
    return m_ended(log.text()).next();
}

RoomSize LogWriter::sizeOf(const RoomName& name)
{
    RoomSize size;
    size.room = name;
    size.members = m_people.countIn(name);
    if (const RoomTable::Row* room = m_rooms.find(name)) {
        size.events = room->head;
        size.messages = room->n;
        if (room->head > 0)
            size.lastAt = room->lastTime;
    }
    return size;
}

RoomSizes LogWriter::roomSizes(const RoomQuery& query)
{
    const RoomSlice slice = rooms(query);
    RoomSizes sizes{{}, slice.next.has_value()};
    for (const RoomSummary& summary : slice.rooms)
        sizes.rooms.push_back(sizeOf(summary.room));
    return sizes;
}

/// What stands in no table goes to another name, or nowhere.
void LogWriter::moveNewcomers(const RoomName& room, const std::optional<RoomName>& to, const LogId& log)
{
    if (m_newcomers.rooms.find(room)) {
        m_newcomers.rooms.erase(room);
        if (to)
            m_newcomers.rooms.insert(*to, log);
    }
    m_newcomers.people.move(room, to);
}

Result<RoomSize> LogWriter::deleteRoom(const RoomName& name)
{
    const auto log = logOf(name);
    if (!log)
        return noRoom(name);
    begin();
    const RoomSize size = sizeOf(name);
    const RoomTable::Row* row = m_rooms.find(name);
    const auto room = row ? std::optional(row->id) : std::nullopt;
    if (room) {
        m_people.removeAll(*room);
        m_rooms.erase(*room);
    }
    m_end(log->text(), room).run();
    m_committed = [this, name] { moveNewcomers(name, {}, {}); };
    return size;
}

Result<RoomSize> LogWriter::renameRoom(const RoomName& name, const RoomName& to)
{
    const auto log = logOf(name);
    if (!log)
        return noRoom(name);
    if (logOf(to))
        return roomExists(to);
    begin();
    const RoomSize size = sizeOf(name);
    const LogId fresh = LogId::random();
    if (const RoomTable::Row* room = m_rooms.find(name))
        m_rooms.rename(room->id, to, fresh);
    m_end(log->text(), std::optional<qint64>()).run();
    m_committed = [this, name, to, fresh] { moveNewcomers(name, to, fresh); };
    return size;
}

bool LogWriter::hasLeftovers()
{
    return m_leftover().next();
}

bool LogWriter::sweep()
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
    if (last == 0)
        m_swept(*room).run();
    return true;
}

} // namespace parlance
