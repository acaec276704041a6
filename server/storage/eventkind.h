#pragma once

#include <QtGlobal>

#include <optional>

namespace parlance {

/// An event's row is found under its room and its seq in one number, so that one B-tree orders all logs, room by room,
/// and grows at the rooms' ends only.
constexpr qint64 placeOf(qint64 room, qint64 seq)
{
    return room << 32 | seq;
}

constexpr qint64 seqAt(qint64 place)
{
    return place & 0xffffffff;
}

/// What a row of `events` is. Written to disk: numbers are never given anew. `kind = 1` stands in the schema.
enum class EventKind { Message = 1, Edit = 2, Deletion = 3, Topic = 4, RoomChange = 5 };

/// What a row says; nothing if this program does not know it.
constexpr std::optional<EventKind> readKind(qint64 number)
{
    return number >= int(EventKind::Message) && number <= int(EventKind::RoomChange) ? std::optional(EventKind(number))
                                                                                     : std::nullopt;
}

/// What is written where events up to that feature level may be (see LiveNodes).
constexpr int writtenKind(EventKind kind, int /*level*/)
{
    return int(kind);
}

} // namespace parlance
