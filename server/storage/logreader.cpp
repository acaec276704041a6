#include "storage/logreader.h"

#include "domain/refusals.h"
#include "domain/rights.h"
#include "protocol/limits.h"
#include "storage/eventrows.h"
#include "storage/eventtext.h"

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
    , m_member(database, "SELECT 1 FROM members AS m JOIN users AS u ON u.id = m.user"
                         " WHERE m.room = ?1 AND u.user = ?2")
    , m_events(database, select(eventColumns, " FROM events AS e LEFT JOIN users AS u ON u.id = e.author"
                                              " WHERE e.place > ?1 AND e.place <= ?2 ORDER BY e.place"))
    , m_count(database, "SELECT n FROM events WHERE place >= ?1 AND place <= ?2 ORDER BY place DESC LIMIT 1")
    , m_messages(database, select(messageColumns, " FROM events AS e JOIN users AS u ON u.id = e.author"
                                                  " LEFT JOIN changes AS c ON c.place = e.place"
                                                  " WHERE e.kind = 1 AND e.room = ?1 AND e.n > ?2 AND e.n <= ?3"
                                                  " ORDER BY e.n DESC"))
    , m_directory(database)
{}

LogReader::Head LogReader::headOf(const RoomId& room)
{
    Cursor row = m_room(room.text());
    return row.next() ? Head{row.number(0), row.number(1), row.number(2)} : Head{};
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
    const Head head = headOf(room);
    if (!mayRead(reader, head.id))
        return joinFirst();
    EventSlice slice;
    slice.head = head.head;
    slice.n = head.n;
    const qint64 first = std::clamp<qint64>(since, 0, head.head);
    const qint64 last = std::min(head.head, first + count);
    Cursor row = m_events(placeOf(head.id, first), placeOf(head.id, last));
    qint64 units = 0;
    while (units <= limits::pageBytes && row.next()) {
        slice.events.push_back(readEvent(row, room));
        units += textOf(slice.events.back()).size();
    }
    return slice;
}

LogReader::Range LogReader::rangeFor(const Head& head, const MessageQuery& query)
{
    const auto upTo = [&](qint64 seq) { return messagesUpTo(head.id, std::clamp<qint64>(seq, 0, head.head)); };
    if (query.before)
        return {0, upTo(*query.before - 1)};
    if (query.after) {
        const qint64 first = upTo(*query.after);
        return {first, std::min(head.n, first + query.limit)};
    }
    if (query.around) {
        const qint64 middle = upTo(*query.around - 1);
        const qint64 before = std::min(query.limit / 2, middle);
        return {middle - before, std::min(head.n, middle + query.limit - query.limit / 2)};
    }
    return {0, head.n};
}

Result<MessageSlice> LogReader::messages(const UserId& reader, const RoomId& room, const MessageQuery& query)
{
    const Snapshot snapshot(m_database);
    const Head head = headOf(room);
    if (!mayRead(reader, head.id))
        return joinFirst();
    const Range range = rangeFor(head, query);
    MessageSlice slice;
    slice.head = head.head;
    slice.n = head.n;
    slice.moreAfter = range.last < head.n;
    // Backwards, because deleted messages may have to be skipped without counting.
    qint64 reached = range.last;
    qint64 left = query.limit + limits::skippedMessages;
    Cursor row = m_messages(head.id, range.first, range.last);
    for (; std::ssize(slice.messages) < query.limit && left > 0 && row.next(); --left) {
        MessageState message = readMessage(row);
        reached = message.n - 1;
        if (query.withDeleted || !message.deleted)
            slice.messages.push_back(std::move(message));
    }
    slice.moreBefore = reached > 0;
    std::ranges::reverse(slice.messages);
    return slice;
}

} // namespace parlance
