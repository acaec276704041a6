#include "storage/roomtable.h"

#include "storage/directorykey.h"
#include "storage/roomname.h"

namespace parlance {

namespace {

constexpr size_t maxRows = 4'096; // copies that are kept from batch to batch

} // namespace

RoomTable::RoomTable(Database& database)
    : m_find(database, "SELECT id, log, name, maker, head, n, topic, last_time, last_message FROM rooms"
                       " WHERE room = ?1")
    , m_named(database, "SELECT room FROM rooms WHERE folded = ?1")
    , m_room(database, "SELECT room FROM rooms WHERE id = ?1")
    , m_insert(database, // A number is not given anew while events of a deleted room still have it.
               "INSERT INTO rooms (id, room, log, name, folded, maker, address, head, n, topic, last_time)"
               " VALUES (max(ifnull((SELECT max(id) FROM rooms), 0), ifnull((SELECT max(room) FROM leftovers), 0))"
               " + 1, ?1, ?2, ?3, ?4, ?5, ?6, 0, 0, '', 0) RETURNING id")
    , m_update(database, "UPDATE rooms SET head = ?2, n = ?3, topic = ?4, last_time = ?5, last_message = ?6,"
                         " address = NULL WHERE id = ?1")
    , m_erase(database, "DELETE FROM rooms WHERE id = ?1")
    , m_rename(database, "UPDATE rooms SET name = ?2, folded = ?3 WHERE room = ?1")
{}

const RoomTable::Row* RoomTable::find(const RoomId& room)
{
    if (const auto known = m_rows.find(room); known != m_rows.end())
        return &known->second;
    Cursor row = m_find(room.text());
    if (!row.next())
        return nullptr;
    Row copy{row.number(0),        LogId(row.bytes(1)), nameIn(row, 2),
             UserId(row.bytes(3)), row.number(4),       row.number(5),
             row.text(6),          row.number(7),       {}};
    if (!row.isNull(8))
        copy.lastMessage = row.number(8);
    return &m_rows.emplace(room, std::move(copy)).first->second;
}

std::optional<RoomId> RoomTable::named(const RoomName& name)
{
    Cursor row = m_named(directoryKey(name));
    return row.next() ? std::optional(RoomId(row.bytes(0))) : std::nullopt;
}

std::optional<RoomId> RoomTable::roomOf(qint64 number)
{
    Cursor row = m_room(number);
    return row.next() ? std::optional(RoomId(row.bytes(0))) : std::nullopt;
}

const RoomTable::Row& RoomTable::insert(const NewRoom& room)
{
    Row fresh;
    fresh.log = LogId::random();
    fresh.name = room.name;
    fresh.maker = room.maker;
    const auto maker = room.maker.isEmpty() ? std::nullopt : std::optional(room.maker.text());
    {
        Cursor row = m_insert(room.room.text(), fresh.log.text(), room.name.text(), directoryKey(room.name), maker,
                              room.address);
        if (row.next())
            fresh.number = row.number(0);
        row.run();
    }
    return m_rows.insert_or_assign(room.room, std::move(fresh)).first->second;
}

void RoomTable::erase(qint64 number)
{
    flush();
    forget();
    m_erase(number).run();
}

void RoomTable::rename(const RoomId& room, const RoomName& to)
{
    m_rows.at(room).name = to;
    m_rename(room.text(), to.text(), directoryKey(to)).run();
}

RoomTable::Row& RoomTable::change(const RoomId& room)
{
    m_changed.insert(room);
    return m_rows.at(room);
}

void RoomTable::flush()
{
    for (const RoomId& room : m_changed) {
        const Row& row = m_rows.at(room);
        m_update(row.number, row.head, row.n, row.topic, row.lastTime, row.lastMessage).run();
    }
    m_changed.clear();
    if (m_rows.size() > maxRows)
        m_rows.clear();
}

void RoomTable::forget()
{
    m_changed.clear();
    m_rows.clear();
}

} // namespace parlance
