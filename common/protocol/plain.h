#pragma once

#include "base/ids.h"
#include "json/fields.h"
#include "protocol/records.h"

#include <QString>

#include <optional>
#include <vector>

/// The tutorial's protocol: a guest, in one room at a time. Nothing in it may change, but for fields that are added.
/// Names and texts are plain strings here because what is too long is cut, not refused.
namespace parlance::plain {

struct Join {
    QString username;
    QString room;
    std::optional<QString> password;

    static constexpr std::string_view type = "join";
    static constexpr auto fields()
    {
        using json::field;
        return std::tuple{
            field("username", &Join::username, "what the guest wants to be called; cut to 32 code points"),
            field("room", &Join::room, "joined, or made; the previous room is left; cut to 64 code points"),
            field("password", &Join::password, "where the server asks for one"),
        };
    }
};

struct Say {
    QString text;

    static constexpr std::string_view type = "message";
    static constexpr auto fields()
    {
        return std::tuple{json::field("text", &Say::text, "cut to the limit; must not be empty")};
    }
};

struct SetTyping {
    bool isTyping = false;

    static constexpr std::string_view type = "typing";
    static constexpr auto fields()
    {
        return std::tuple{
            json::field("isTyping", &SetTyping::isTyping, "ends by itself with a message, on leaving, and after 60 s")};
    }
};

struct Message {
    MessageId id;
    UserId userId;
    QString username;
    QString text;
    qint64 timestamp = 0;

    static constexpr std::string_view type = "message";
    static constexpr auto fields()
    {
        using json::field;
        return std::tuple{
            field("id", &Message::id, "the message's own, a UUID"),
            field("userId", &Message::userId, "equals the sender's `clientId`"),
            field("username", &Message::username, "as it was when the message was sent"),
            field("text", &Message::text, "untrusted: show it as plain text"),
            field("timestamp", &Message::timestamp, "ms since 1970"),
        };
    }
};

struct Joined {
    UserId clientId;
    QString room;
    std::vector<Message> history;
    std::vector<Present> users;

    static constexpr std::string_view type = "joined";
    static constexpr auto fields()
    {
        using json::field;
        return std::tuple{
            field("clientId", &Joined::clientId, "who one is for the time of the connection"),
            field("room", &Joined::room, "the room's name in its normal form"),
            field("history", &Joined::history, "the last 100 messages, oldest first"),
            field("users", &Joined::users, "who is present, the joiner included; at most 200"),
        };
    }
};

struct UserJoined {
    UserId userId;
    QString username;
    std::vector<Present> users;

    static constexpr std::string_view type = "user_joined";
    static constexpr auto fields()
    {
        using json::field;
        return std::tuple{
            field("userId", &UserJoined::userId, "who came"),
            field("username", &UserJoined::username, "their name"),
            field("users", &UserJoined::users, "who is present now; at most 200, and what fits into 15 KiB"),
        };
    }
};

struct UserLeft {
    UserId userId;
    QString username;
    std::vector<Present> users;

    static constexpr std::string_view type = "user_left";
    static constexpr auto fields()
    {
        using json::field;
        return std::tuple{
            field("userId", &UserLeft::userId, "who left, changed the room or lost the connection"),
            field("username", &UserLeft::username, "their name"),
            field("users", &UserLeft::users, "who is present now; at most 200, and what fits into 15 KiB"),
        };
    }
};

struct Typing {
    UserId userId;
    QString username;
    bool isTyping = false;

    static constexpr std::string_view type = "typing";
    static constexpr auto fields()
    {
        using json::field;
        return std::tuple{
            field("userId", &Typing::userId, "who types; never the receiver"),
            field("username", &Typing::username, "their name"),
            field("isTyping", &Typing::isTyping, "whether they do"),
        };
    }
};

} // namespace parlance::plain
