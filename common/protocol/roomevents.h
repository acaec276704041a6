#pragma once

#include "base/ids.h"
#include "json/fields.h"
#include "protocol/records.h"
#include "text/names.h"

#include <QString>

#include <optional>

/// The entries of a room's log that change the room itself; see events.h.
namespace parlance {

struct TopicChanged {
    RoomId room;
    qint64 seq = 0;
    qint64 n = 0;
    UserId userId;
    QString username;
    QString text;
    qint64 timestamp = 0;
    Nonce nonce;

    friend bool operator==(const TopicChanged&, const TopicChanged&) = default;

    static constexpr std::string_view type = "topic_changed";
    static constexpr auto fields()
    {
        using json::field;
        using M = TopicChanged;
        return std::tuple{
            field("room", &M::room, "where"),
            field("seq", &M::seq, "its place in the room's log", {1}),
            field("n", &M::n, "how many messages there are"),
            field("userId", &M::userId, "who changed it"),
            field("username", &M::username, "their name at that time"),
            field("text", &M::text, "the topic; empty: none"),
            field("timestamp", &M::timestamp, "ms since 1970"),
            field("nonce", &M::nonce, "the author's reference"),
        };
    }
};

struct RoomChanged {
    RoomId room;
    qint64 seq = 0;
    qint64 n = 0;
    std::optional<Actor> by;
    RoomName name;
    qint64 timestamp = 0;
    Nonce nonce;

    friend bool operator==(const RoomChanged&, const RoomChanged&) = default;

    static constexpr std::string_view type = "room_changed";
    static constexpr auto fields()
    {
        using json::field;
        using M = RoomChanged;
        return std::tuple{
            field("room", &M::room, "where"),
            field("seq", &M::seq, "its place in the room's log", {1}),
            field("n", &M::n, "how many messages there are"),
            field("by", &M::by, "who changed it; absent: an admin of the server"),
            field("name", &M::name, "what the room is called now"),
            field("timestamp", &M::timestamp, "ms since 1970"),
            field("nonce", &M::nonce, "the author's reference"),
        };
    }
};

} // namespace parlance
