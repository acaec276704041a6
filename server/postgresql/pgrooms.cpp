#include "postgresql/pgrooms.h"

#include "domain/refusals.h"
#include "storage/directorypage.h"

namespace parlance {

namespace {

constexpr PgStatement findRoom{"SELECT id, log, name, topic, maker, head, n FROM rooms WHERE room = $1"};
constexpr PgStatement findMembers{"SELECT u.user, u.name, m.read, u.last_seen FROM rooms AS r"
                                  " JOIN members AS m ON m.room = r.id JOIN users AS u ON u.id = m.user"
                                  " WHERE r.room = $1"};
constexpr PgStatement findNamed{"SELECT room FROM rooms WHERE folded = $1"};
constexpr PgStatement addRoom{"INSERT INTO rooms (room, log, name, folded, maker, address)"
                              " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (folded) DO NOTHING"};
constexpr PgStatement findPage{"SELECT folded, room, log, name, topic, n, last_message FROM rooms WHERE folded > $1"
                               " ORDER BY folded LIMIT $2"};

// readSize()
#define PARLANCE_SIZES                                                                                                 \
    "SELECT room, name, head, n, (SELECT count(*) FROM members AS m WHERE m.room = r.id), last_time, id"               \
    " FROM rooms AS r WHERE room "
constexpr PgStatement findSizes{PARLANCE_SIZES "= ANY($1::text[]) ORDER BY folded"};
constexpr PgStatement lockSize{PARLANCE_SIZES "= $1 FOR UPDATE"};
#undef PARLANCE_SIZES

constexpr PgStatement removeMembers{"DELETE FROM members WHERE room = $1"};
constexpr PgStatement removeRoom{"DELETE FROM rooms WHERE id = $1"};
constexpr PgStatement addLeftover{"INSERT INTO leftovers (room) VALUES ($1)"};

RoomSize readSize(const PgRows& row)
{
    const qint64 events = row.number(2);
    return {.room = RoomId(row.bytes(0)),
            .name = nameIn(row, 1),
            .events = events,
            .messages = row.number(3),
            .members = row.number(4),
            .lastAt = events > 0 ? std::optional(row.number(5)) : std::nullopt};
}

} // namespace

Result<RoomRecord> PgRooms::openRoom(const RoomId& room)
{
    m_connection.send(findRoom, room.text());
    m_connection.send(findMembers, room.text());
    std::vector<PgRows> found = m_connection.receive();
    PgRows& members = found.back();
    PgRows& row = found[found.size() - 2];
    if (!row.next())
        return noRoom();
    RoomRecord record{.room = room,
                      .log = LogId(row.bytes(1)),
                      .name = nameIn(row, 2),
                      .topic = row.text(3),
                      .maker = UserId(row.bytes(4)),
                      .head = row.number(5),
                      .n = row.number(6),
                      .members = {}};
    while (members.next()) {
        // Another node may have gone on between the two statements.
        const qint64 read = std::min(members.number(2), record.n);
        record.members.push_back({UserId(members.bytes(0)), members.text(1), read, members.number(3)});
    }
    return record;
}

Result<RoomId> PgRooms::named(const RoomName& name)
{
    PgRows row = m_connection.ask(findNamed, directoryKey(name));
    return row.next() ? Result(RoomId(row.bytes(0))) : noRoomNamed(name);
}

Result<RoomId> PgRooms::make(const NewRoom& room)
{
    const auto maker = room.maker.isEmpty() ? std::nullopt : std::optional(room.maker.text());
    m_connection.send(addRoom, room.room.text(), LogId::random().text(), room.name.text(), directoryKey(room.name),
                      maker, room.address);
    return named(room.name);
}

Result<RoomSize> PgRooms::end(const RoomId& room, PgNotices& notices)
{
    PgRows row = m_connection.ask(lockSize, room.text());
    if (!row.next())
        return noRoom();
    const qint64 number = row.number(6);
    notices.sendEnd(m_connection, number);
    m_connection.send(removeMembers, number);
    m_connection.send(removeRoom, number);
    m_connection.send(addLeftover, number);
    return readSize(row);
}

RoomSlice PgRooms::page(const RoomQuery& query)
{
    const QByteArray after = query.after ? directoryKey(*query.after) : QByteArray("");
    PgRows row = m_connection.ask(findPage, after, directoryReach(query));
    return directoryPage(query, directoryEntries(row));
}

RoomSizes PgRooms::sizes(const RoomQuery& query)
{
    const RoomSlice slice = page(query);
    PgArray rooms;
    for (const RoomSummary& summary : slice.rooms)
        rooms.add(summary.room.text());
    RoomSizes sizes{{}, slice.next.has_value()};
    PgRows row = m_connection.ask(findSizes, rooms);
    while (row.next())
        sizes.rooms.push_back(readSize(row));
    return sizes;
}

} // namespace parlance
