#pragma once

#include "protocol/events.h"

#include <vector>

/// A room's log as clients read it. A client may be older than the server.
namespace parlance {

/// A durable event of a type that this client is too old to know: it only moves the position on. No server has any.
struct UnknownEvent {
    RoomId room;
    qint64 seq = 0;
    qint64 n = 0;

    friend bool operator==(const UnknownEvent&, const UnknownEvent&) = default;

    static constexpr auto fields()
    {
        using json::field;
        return std::tuple{
            field("room", &UnknownEvent::room, "where"),
            field("seq", &UnknownEvent::seq, "its place in the room's log", {1}),
            field("n", &UnknownEvent::n, "how many messages there are"),
        };
    }
};

/// An event as a client gets it.
using LogEntry = std::variant<MessagePosted, MessageEdited, MessageDeleted, TopicChanged, RoomChanged, UnknownEvent>;

inline LogEntry entryOf(DurableEvent event)
{
    return std::visit([](auto& e) { return LogEntry(std::move(e)); }, event);
}

} // namespace parlance
