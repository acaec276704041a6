#pragma once

#include "protocol/limits.h"
#include "storage/eventrows.h"
#include "storage/eventtext.h"

#include <algorithm>

/// Pages of a room's log, the same from every database.
namespace parlance {

/// A room as a page finds it.
struct LogHead {
    qint64 room = 0; ///< its number; 0: there is none, and its log is empty
    qint64 head = 0;
    qint64 n = 0;
};

/// Messages first + 1 to last of a room, counted from 1.
struct MessageRange {
    qint64 first = 0;
    qint64 last = 0;
};

/// The messages that a query is about. `upTo` tells how many messages have at most that seq.
template <class UpTo>
MessageRange rangeFor(const LogHead& room, const MessageQuery& query, UpTo upTo)
{
    const auto count = [&](qint64 seq) { return upTo(std::clamp<qint64>(seq, 0, room.head)); };
    if (query.before)
        return {0, count(*query.before - 1)};
    if (query.after) {
        const qint64 first = count(*query.after);
        return {first, std::min(room.n, first + query.limit)};
    }
    if (query.around) {
        const qint64 middle = count(*query.around - 1);
        const qint64 before = std::min(query.limit / 2, middle);
        return {middle - before, std::min(room.n, middle + query.limit - query.limit / 2)};
    }
    return {0, room.n};
}

/// The rows, oldest first, until they fill a reply. An event that this program cannot read is an error: without it the
/// others would stand for a log that is not the room's.
template <class Row>
Result<EventSlice> eventSlice(const LogHead& head, const RoomId& room, Row& row)
{
    EventSlice slice;
    slice.head = head.head;
    slice.n = head.n;
    qint64 units = 0;
    while (units <= limits::pageBytes && row.next()) {
        auto event = readEvent(row, room);
        if (!event)
            return Error{ErrorCode::Internal, QStringLiteral("The log holds events of a newer Parlance"), {}};
        slice.events.push_back(*std::move(event));
        units += textOf(slice.events.back()).size();
    }
    return slice;
}

/// The rows of the range that the query wants, newest first: without deleted messages if it does not want these.
template <class Row>
MessageSlice messageSlice(const LogHead& head, const MessageQuery& query, const MessageRange& range, Row& row)
{
    MessageSlice slice;
    slice.head = head.head;
    slice.n = head.n;
    slice.moreAfter = range.last < head.n;
    while (std::ssize(slice.messages) < query.limit && row.next())
        slice.messages.push_back(readMessage(row));
    if (std::ssize(slice.messages) < query.limit)
        slice.moreBefore = range.first > 0;
    else
        slice.moreBefore = (slice.messages.empty() ? range.last : slice.messages.back().n - 1) > 0;
    std::ranges::reverse(slice.messages);
    return slice;
}

} // namespace parlance
