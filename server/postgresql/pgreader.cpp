#include "postgresql/pgreader.h"

#include "domain/refusals.h"
#include "domain/rights.h"
#include "postgresql/pgrooms.h"

namespace parlance {

namespace {

constexpr PgStatement beginSnapshot{"BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"};

// The first statement of the transaction: what comes after it sees the same moment.
constexpr PgStatement findHead{
    "SELECT r.id, r.head, r.n, (SELECT count(*) FROM members AS m JOIN users AS u ON u.id = m.user"
    " WHERE m.room = r.id AND u.user = $2) FROM rooms AS r WHERE r.room = $1"};

// Rows behind those that fill a reply stay where they are: characters are counted, which are no more than UTF-16
// units.
constexpr PgStatement findEvents{
    "SELECT e.place, e.n, e.kind, u.user, e.time, e.nonce, e.message, e.name, e.text, e.style, e.mentions, e.gone"
    " FROM (SELECT *, sum(coalesce(length(text), 0)) OVER (ORDER BY place) - coalesce(length(text), 0) AS before"
    " FROM events WHERE place > $1 AND place <= $2) AS e LEFT JOIN users AS u ON u.id = e.author"
    " WHERE e.before <= $3 ORDER BY e.place"};
constexpr PgStatement countMessages{"SELECT n FROM events WHERE place >= $1 AND place <= $2"
                                    " ORDER BY place DESC LIMIT 1"};
constexpr PgStatement findMessages{
    "SELECT e.place, e.n, e.message, u.user, e.time, e.nonce, e.name, e.text, e.style, e.mentions,"
    " c.rev, c.deleted, c.edited, c.text, c.mentions FROM events AS e JOIN users AS u ON u.id = e.author"
    " LEFT JOIN changes AS c ON c.place = e.place"
    " WHERE e.kind = 1 AND e.room = $1 AND e.n > $2 AND e.n <= $3 ORDER BY e.n DESC LIMIT $4"};
constexpr PgStatement findShown{
    "SELECT e.place, e.n, e.message, u.user, e.time, e.nonce, e.name, e.text, e.style, e.mentions,"
    " c.rev, c.deleted, c.edited, c.text, c.mentions FROM events AS e JOIN users AS u ON u.id = e.author"
    " LEFT JOIN changes AS c ON c.place = e.place"
    " WHERE e.kind = 1 AND e.deleted = 0 AND e.room = $1 AND e.n > $2 AND e.n <= $3 ORDER BY e.n DESC LIMIT $4"};

constexpr PgStatement findHeads{"SELECT room, log, head FROM rooms WHERE room = ANY($1::text[])"};

/// A transaction that sees one moment.
class Snapshot {
  public:
    Snapshot(PgConnection& connection, const UserId& reader, const RoomId& room)
        : m_connection(connection)
    {
        m_connection.send(beginSnapshot);
        PgRows row = m_connection.ask(findHead, room.text(), reader.text());
        if (row.next()) {
            head = {row.number(0), row.number(1), row.number(2)};
            m_isMember = row.number(3) != 0;
        }
    }
    ~Snapshot()
    {
        if (m_isOpen)
            m_connection.ask(commitTransaction);
    }
    Snapshot(const Snapshot&) = delete;
    Snapshot& operator=(const Snapshot&) = delete;

    /// The rows of the last statement, which ends the transaction without another round trip.
    template <class... Values>
    PgRows last(const PgStatement& statement, const Values&... values)
    {
        m_isOpen = false;
        m_connection.send(statement, values...);
        m_connection.send(commitTransaction);
        return std::move(m_connection.receive().front());
    }

    bool mayRead() const { return may({.isMember = m_isMember}, Action::Read); }

    LogHead head;

  private:
    PgConnection& m_connection;
    bool m_isMember = false;
    bool m_isOpen = true;
};

Result<EventSlice> sliceOf(Snapshot& snapshot, const RoomId& room, qint64 since, qint64 count)
{
    const LogHead& head = snapshot.head;
    const qint64 first = std::clamp<qint64>(since, 0, head.head);
    const qint64 last = std::min(head.head, first + count);
    PgRows rows;
    if (first < last)
        rows = snapshot.last(findEvents, placeOf(head.room, first), placeOf(head.room, last), limits::pageBytes);
    return eventSlice(head, room, rows);
}

} // namespace

Result<EventSlice> PgReader::eventsAfter(const UserId& reader, const RoomId& room, qint64 since, qint64 count)
{
    Snapshot snapshot(m_connection, reader, room);
    return snapshot.mayRead() ? sliceOf(snapshot, room, since, count) : joinFirst();
}

Result<EventSlice> PgReader::missedEvents(const RoomId& room, qint64 since, qint64 count)
{
    Snapshot snapshot(m_connection, {}, room);
    return snapshot.head.room == 0 ? noRoom() : sliceOf(snapshot, room, since, count);
}

/// How many messages there are with a seq of at most `seq`.
qint64 PgReader::messagesUpTo(qint64 room, qint64 seq)
{
    if (seq <= 0)
        return 0;
    PgRows row = m_connection.ask(countMessages, placeOf(room, 1), placeOf(room, seq));
    return row.next() ? row.number(0) : 0;
}

Result<MessageSlice> PgReader::messages(const UserId& reader, const RoomId& room, const MessageQuery& query)
{
    Snapshot snapshot(m_connection, reader, room);
    if (!snapshot.mayRead())
        return joinFirst();
    const LogHead& head = snapshot.head;
    const MessageRange range = rangeFor(head, query, [&](qint64 seq) { return messagesUpTo(head.room, seq); });
    const PgStatement& find = query.withDeleted ? findMessages : findShown;
    PgRows rows = snapshot.last(find, head.room, range.first, range.last, query.limit);
    return messageSlice(head, query, range, rows);
}

std::vector<RoomHead> PgReader::headsOf(const std::vector<RoomId>& rooms)
{
    PgArray wanted;
    for (const RoomId& room : rooms)
        wanted.add(room.text());
    std::vector<RoomHead> heads;
    for (PgRows row = m_connection.ask(findHeads, wanted); row.next();)
        heads.push_back({RoomId(row.bytes(0)), LogId(row.bytes(1)), row.number(2)});
    return heads;
}

RoomSlice PgReader::rooms(const RoomQuery& query)
{
    return PgRooms(m_connection).page(query);
}

} // namespace parlance
