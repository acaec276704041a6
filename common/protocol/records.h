#pragma once

#include "base/ids.h"
#include "json/fields.h"
#include "text/names.h"

#include <QString>

#include <optional>
#include <vector>

/// The parts that several messages have in common.
namespace parlance {

/// Somebody who is present in a room.
struct Present {
    UserId id;
    QString username;

    friend bool operator==(const Present&, const Present&) = default;

    static constexpr auto fields()
    {
        using json::field;
        return std::tuple{
            field("id", &Present::id, "the identity"),
            field("username", &Present::username, "its present name"),
        };
    }
};

/// Somebody who did something.
struct Actor {
    UserId id;
    QString username;

    friend bool operator==(const Actor&, const Actor&) = default;

    static constexpr auto fields()
    {
        using json::field;
        return std::tuple{
            field("id", &Actor::id, "the identity"),
            field("username", &Actor::username, "its name at that time"),
        };
    }
};

/// A room that one is a member of.
struct Membership {
    RoomId room;
    LogId log;
    RoomName name;
    QString topic;
    std::optional<QString> role;
    qint64 head = 0;
    qint64 n = 0;
    qint64 read = 0;

    friend bool operator==(const Membership&, const Membership&) = default;

    static constexpr auto fields()
    {
        using json::field;
        return std::tuple{
            field("room", &Membership::room, "the room, for ever"),
            field("log", &Membership::log, "which log it is; another one means: drop what is cached of the room"),
            field("name", &Membership::name, "what the room is called now"),
            field("topic", &Membership::topic, "empty if none was set"),
            field("role", &Membership::role, "`owner`: made the room and may rename it; absent for everybody else"),
            field("head", &Membership::head, "`seq` of the newest event, 0 while there is none"),
            field("n", &Membership::n, "how many messages there are"),
            field("read", &Membership::read, "how many of them are read; unread = n - read"),
        };
    }
};

/// A message as it is now, edits and deletion applied.
struct MessageState {
    qint64 seq = 0;
    qint64 n = 0;
    MessageId id;
    UserId userId;
    QString username;
    std::optional<QString> text;
    qint64 timestamp = 0;
    std::optional<Nonce> nonce;
    std::optional<QString> style;
    std::optional<std::vector<UserId>> mentions;
    std::optional<qint64> editedAt;
    std::optional<bool> deleted;
    qint64 rev = 0;

    friend bool operator==(const MessageState&, const MessageState&) = default;

    static constexpr auto fields()
    {
        using json::field;
        using M = MessageState;
        return std::tuple{
            field("seq", &M::seq, "where it stands in the room's log", {1}),
            field("n", &M::n, "the message's ordinal number, counting from 1", {1}),
            field("id", &M::id, "its name, a UUID"),
            field("userId", &M::userId, "who wrote it"),
            field("username", &M::username, "their name at that time"),
            field("text", &M::text, "absent once deleted"),
            field("timestamp", &M::timestamp, "ms since 1970"),
            field("nonce", &M::nonce, "the author's reference"),
            field("style", &M::style, "`me` for an action; unknown ones are shown as none"),
            field("mentions", &M::mentions, "ids of who is meant; `all` for everybody"),
            field("editedAt", &M::editedAt, "ms since 1970; absent if never"),
            field("deleted", &M::deleted, "true: only this tombstone is left"),
            field("rev", &M::rev, "`seq` of the last event that changed it", {1}),
        };
    }
};

/// A room as the directory shows it.
struct RoomSummary {
    RoomId room;
    LogId log;
    RoomName name;
    QString topic;
    qint64 n = 0;
    qint64 userCount = 0;
    std::optional<qint64> lastAt;

    friend bool operator==(const RoomSummary&, const RoomSummary&) = default;

    static constexpr auto fields()
    {
        using json::field;
        return std::tuple{
            field("room", &RoomSummary::room, "the room, for ever"),
            field("log", &RoomSummary::log, "which log it has"),
            field("name", &RoomSummary::name, "what it is called now"),
            field("topic", &RoomSummary::topic, "empty if none was set"),
            field("n", &RoomSummary::n, "how many messages there are"),
            field("userCount", &RoomSummary::userCount, "how many people are present"),
            field("lastAt", &RoomSummary::lastAt, "when the newest message came, ms since 1970"),
        };
    }
};

/// A member of a room, present or not.
struct Member {
    UserId id;
    QString username;
    bool present = false;
    std::optional<qint64> lastSeen;

    friend bool operator==(const Member&, const Member&) = default;

    static constexpr auto fields()
    {
        using json::field;
        return std::tuple{
            field("id", &Member::id, "the identity"),
            field("username", &Member::username, "its present name"),
            field("present", &Member::present, "whether one of its connections is in the room"),
            field("lastSeen", &Member::lastSeen, "ms since 1970; absent while present or if unknown"),
        };
    }
};

} // namespace parlance
