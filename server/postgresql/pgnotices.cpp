#include "postgresql/pgnotices.h"

namespace parlance {

namespace {

constexpr PgStatement addNotices{
    R"(INSERT INTO notices (node, kind, room, "user", name, n) SELECT $1, q.* FROM unnest($2::smallint[], $3::text[],)"
    " $4::text[], $5::text[], $6::bigint[]) AS q"};
constexpr PgStatement addLosses{
    R"(INSERT INTO notices (node, kind, room, "user") SELECT $1, $2::smallint, r.room, u.user)"
    " FROM rooms AS r JOIN members AS m ON m.room = r.id JOIN users AS u ON u.id = m.user"
    " WHERE r.id = $3"};
constexpr PgStatement addEnd{
    "INSERT INTO notices (node, kind, room) SELECT $1, $2::smallint, room FROM rooms WHERE id = $3"};
// A transaction that is older than all that go on has ended, and so have its notices been seen.
constexpr PgStatement findPosition{"SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint"};
constexpr PgStatement findNotices{
    R"(SELECT s.oldest::text::bigint, x.id, x.node, x.kind, x.room, x."user", x.name, x.n)"
    " FROM (SELECT pg_snapshot_xmin(pg_current_snapshot()) AS oldest) AS s"
    " LEFT JOIN notices AS x ON x.xid >= $1::text::xid8 ORDER BY x.id"};
constexpr PgStatement trimNotices{
    "DELETE FROM notices WHERE at < clock_timestamp() - $1::bigint * interval '1 millisecond'"};

bool isKnown(qint64 kind)
{
    return kind >= qint64(Notice::Kind::Entered) && kind <= qint64(Notice::Kind::Registered);
}

} // namespace

void PgNotices::add(const Notice& notice)
{
    if (m_node.isEmpty())
        return;
    m_columns[0].add(int(notice.kind));
    m_columns[1].add(notice.room.text());
    m_columns[2].add(notice.user.text());
    m_columns[3].add(notice.name);
    m_columns[4].add(notice.n);
}

void PgNotices::send(PgConnection& connection)
{
    if (m_columns[0].isEmpty())
        return;
    std::apply([&](const auto&... columns) { connection.send(addNotices, m_node.text(), columns...); }, m_columns);
    m_columns = {};
    m_hasPosted = true;
}

void PgNotices::sendEnd(PgConnection& connection, qint64 room)
{
    if (m_node.isEmpty())
        return;
    connection.send(addLosses, m_node.text(), int(Notice::Kind::Lost), room);
    connection.send(addEnd, m_node.text(), int(Notice::Kind::Ended), room);
    m_hasPosted = true;
}

NoticeSlice PgNotices::since(PgConnection& connection, const NoticePosition& position)
{
    NoticeSlice slice;
    if (position.oldest == 0) {
        slice.position.oldest = connection.number(findPosition);
        return slice;
    }
    PgRows row = connection.ask(findNotices, QByteArray::number(position.oldest));
    while (row.next()) {
        slice.position.oldest = row.number(0);
        if (row.isNull(1))
            continue;
        const qint64 id = row.number(1);
        slice.position.seen.insert(id);
        if (!position.seen.contains(id) && isKnown(row.number(3)))
            slice.notices.push_back({.node = NodeId(row.bytes(2)),
                                     .kind = Notice::Kind(row.number(3)),
                                     .room = RoomId(row.bytes(4)),
                                     .user = UserId(row.bytes(5)),
                                     .name = row.text(6),
                                     .n = row.number(7)});
    }
    return slice;
}

void PgNotices::trim(PgConnection& connection)
{
    connection.send(trimNotices, NoticeBoard::keptFor);
}

} // namespace parlance
