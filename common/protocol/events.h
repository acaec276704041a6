#pragma once

#include "base/ids.h"
#include "json/fields.h"
#include "protocol/roomevents.h"

#include <QByteArray>
#include <QString>

#include <optional>
#include <variant>
#include <vector>

/// What a room's log consists of. Every event has a `seq`, dense from 1; `n` counts the messages up to it. A text that
/// was deleted or superseded is in no event any more: the event that had it is `gone`, and keeps its place.
namespace parlance {

struct MessagePosted {
    RoomId room;
    qint64 seq = 0;
    qint64 n = 0;
    MessageId id;
    UserId userId;
    QString username;
    std::optional<QString> text;
    qint64 timestamp = 0;
    Nonce nonce;
    std::optional<QString> style;
    std::optional<std::vector<UserId>> mentions;
    std::optional<bool> gone;

    friend bool operator==(const MessagePosted&, const MessagePosted&) = default;

    static constexpr std::string_view type = "message";
    static constexpr auto fields()
    {
        using json::field;
        using M = MessagePosted;
        return std::tuple{
            field("room", &M::room, "where"),
            field("seq", &M::seq, "its place in the room's log", {1}),
            field("n", &M::n, "the message's ordinal number, counting from 1", {1}),
            field("id", &M::id, "the message's name, a UUID"),
            field("userId", &M::userId, "who wrote it"),
            field("username", &M::username, "their name at that time"),
            field("text", &M::text, "untrusted: show it as plain text; absent where `gone`"),
            field("timestamp", &M::timestamp, "ms since 1970"),
            field("nonce", &M::nonce, "the author's reference; to the author this event is the acknowledgement"),
            field("style", &M::style, "`me` for an action; unknown ones are shown as none"),
            field("mentions", &M::mentions, "ids of who is meant, found by the server; `all` for everybody"),
            field("gone", &M::gone, "`true`: the text was edited or deleted since; the event that did it follows"),
        };
    }
};

struct MessageEdited {
    RoomId room;
    qint64 seq = 0;
    qint64 n = 0;
    MessageId id;
    UserId userId;
    std::optional<QString> text;
    qint64 timestamp = 0;
    Nonce nonce;
    std::optional<std::vector<UserId>> mentions;
    std::optional<bool> gone;

    friend bool operator==(const MessageEdited&, const MessageEdited&) = default;

    static constexpr std::string_view type = "edited";
    static constexpr auto fields()
    {
        using json::field;
        using M = MessageEdited;
        return std::tuple{
            field("room", &M::room, "where"),
            field("seq", &M::seq, "its place in the room's log", {1}),
            field("n", &M::n, "how many messages there are; an edit adds none"),
            field("id", &M::id, "the message that was edited"),
            field("userId", &M::userId, "its author"),
            field("text", &M::text, "what it says now; absent where `gone`"),
            field("timestamp", &M::timestamp, "ms since 1970"),
            field("nonce", &M::nonce, "the author's reference"),
            field("mentions", &M::mentions, "who is meant now"),
            field("gone", &M::gone,
                  "`true`: the text was edited again or deleted since; the event that did it follows"),
        };
    }
};

struct MessageDeleted {
    RoomId room;
    qint64 seq = 0;
    qint64 n = 0;
    MessageId id;
    UserId userId;
    qint64 timestamp = 0;
    Nonce nonce;

    friend bool operator==(const MessageDeleted&, const MessageDeleted&) = default;

    static constexpr std::string_view type = "deleted";
    static constexpr auto fields()
    {
        using json::field;
        using M = MessageDeleted;
        return std::tuple{
            field("room", &M::room, "where"),
            field("seq", &M::seq, "its place in the room's log", {1}),
            field("n", &M::n, "how many messages there are; a tombstone still counts"),
            field("id", &M::id, "the message that was deleted"),
            field("userId", &M::userId, "its author"),
            field("timestamp", &M::timestamp, "ms since 1970"),
            field("nonce", &M::nonce, "the author's reference"),
        };
    }
};

/// An event of a room's log.
using DurableEvent = std::variant<MessagePosted, MessageEdited, MessageDeleted, TopicChanged, RoomChanged>;

// These take a DurableEvent or a LogEntry.

template <class... Events>
qint64 seqOf(const std::variant<Events...>& event)
{
    return std::visit([](const auto& e) { return e.seq; }, event);
}

template <class... Events>
qint64 countOf(const std::variant<Events...>& event)
{
    return std::visit([](const auto& e) { return e.n; }, event);
}

template <class... Events>
const RoomId& roomOf(const std::variant<Events...>& event)
{
    return std::visit([](const auto& e) -> const RoomId& { return e.room; }, event);
}

} // namespace parlance
