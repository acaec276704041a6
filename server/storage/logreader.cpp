#include "storage/logreader.h"

#include "domain/refusals.h"
#include "domain/rights.h"

#include <algorithm>

namespace parlance {

namespace {

/// Everything that is read while it lives is of the moment of the first read.
class Snapshot {
  public:
    explicit Snapshot(Database& database)
        : m_database(database)
    {
        m_database.execute("BEGIN");
    }
    ~Snapshot() { m_database.execute("COMMIT"); }
    Snapshot(const Snapshot&) = delete;
    Snapshot& operator=(const Snapshot&) = delete;

  private:
    Database& m_database;
};

std::string select(std::string_view columns, std::string_view rest)
{
    return std::string("SELECT ").append(columns).append(rest);
}

} // namespace

LogReader::LogReader(Database& database)
    : m_database(database)
    , m_room(database, "SELECT id, head, n FROM rooms WHERE room = ?1")
    , m_log(database, "SELECT log, head FROM rooms WHERE room = ?1")
    , m_member(database, "SELECT 1 FROM members AS m JOIN users AS u ON u.id = m.user"
                         " WHERE m.room = ?1 AND u.user = ?2")
    , m_events(database, select(eventColumns, " FROM events AS e LEFT JOIN users AS u ON u.id = e.author"
                                              " WHERE e.place > ?1 AND e.place <= ?2 ORDER BY e.place"))
    , m_count(database, "SELECT n FROM events WHERE place >= ?1 AND place <= ?2 ORDER BY place DESC LIMIT 1")
    , m_messages(database, select(messageColumns, " FROM events AS e JOIN users AS u ON u.id = e.author"
                                                  " LEFT JOIN changes AS c ON c.place = e.place"
                                                  " WHERE e.kind = 1 AND e.room = ?1 AND e.n > ?2 AND e.n <= ?3"
                                                  " ORDER BY e.n DESC"))
    , m_shown(database, select(messageColumns, " FROM events AS e INDEXED BY events_shown"
                                               " JOIN users AS u ON u.id = e.author"
                                               " LEFT JOIN changes AS c ON c.place = e.place"
                                               " WHERE e.kind = 1 AND e.deleted = 0 AND e.room = ?1"
                                               " AND e.n > ?2 AND e.n <= ?3 ORDER BY e.n DESC"))
    , m_directory(database)
{}

LogHead LogReader::headOf(const RoomId& room)
{
    Cursor row = m_room(room.text());
    return row.next() ? LogHead{row.number(0), row.number(1), row.number(2)} : LogHead{};
}

std::vector<RoomHead> LogReader::headsOf(const std::vector<RoomId>& rooms)
{
    std::vector<RoomHead> heads;
    for (const RoomId& room : rooms) {
        if (Cursor row = m_log(room.text()); row.next())
            heads.push_back({room, LogId(row.bytes(0)), row.number(1)});
    }
    return heads;
}

/// How many messages there are with a seq of at most `seq`.
qint64 LogReader::messagesUpTo(qint64 room, qint64 seq)
{
    if (seq <= 0)
        return 0;
    Cursor row = m_count(placeOf(room, 1), placeOf(room, seq));
    return row.next() ? row.number(0) : 0;
}

bool LogReader::mayRead(const UserId& reader, qint64 room)
{
    return may({.isMember = m_member(room, reader.text()).next()}, Action::Read);
}

Result<EventSlice> LogReader::eventsAfter(const UserId& reader, const RoomId& room, qint64 since, qint64 count)
{
    const Snapshot snapshot(m_database);
    const LogHead head = headOf(room);
    return mayRead(reader, head.room) ? slice(head, room, since, count) : joinFirst();
}

Result<EventSlice> LogReader::missedEvents(const RoomId& room, qint64 since, qint64 count)
{
    const Snapshot snapshot(m_database);
    const LogHead head = headOf(room);
    return head.room == 0 ? noRoom() : slice(head, room, since, count);
}

Result<EventSlice> LogReader::slice(const LogHead& head, const RoomId& room, qint64 since, qint64 count)
{
    const qint64 first = std::clamp<qint64>(since, 0, head.head);
    const qint64 last = std::min(head.head, first + count);
    Cursor row = m_events(placeOf(head.room, first), placeOf(head.room, last));
    return eventSlice(head, room, row);
}

Result<MessageSlice> LogReader::messages(const UserId& reader, const RoomId& room, const MessageQuery& query)
{
    const Snapshot snapshot(m_database);
    const LogHead head = headOf(room);
    if (!mayRead(reader, head.room))
        return joinFirst();
    const MessageRange range = rangeFor(head, query, [&](qint64 seq) { return messagesUpTo(head.room, seq); });
    Cursor row = (query.withDeleted ? m_messages : m_shown)(head.room, range.first, range.last);
    return messageSlice(head, query, range, row);
}

} // namespace parlance
