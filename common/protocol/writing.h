#pragma once

#include "base/ids.h"
#include "json/fields.h"
#include "protocol/limits.h"
#include "text/names.h"

#include <QString>

#include <optional>

/// What a full client adds to a room's log. A nonce is the request's reference, for ever.
namespace parlance {

struct SendMessage {
    RoomId room;
    QString text;
    Nonce nonce;
    std::optional<QString> style;

    static constexpr std::string_view type = "message";
    static constexpr auto fields()
    {
        using json::field;
        return std::tuple{
            field("room", &SendMessage::room, "where to"),
            field("text", &SendMessage::text, "at most limits.text UTF-16 units", {1}),
            field("nonce", &SendMessage::nonce,
                  "made up by the client, unique for it; the same again gives the first result"),
            field("style", &SendMessage::style, "`me` for an action", {1, 16}),
        };
    }
};

struct EditMessage {
    RoomId room;
    MessageId id;
    QString text;
    Nonce nonce;

    static constexpr std::string_view type = "edit";
    static constexpr auto fields()
    {
        using json::field;
        return std::tuple{
            field("room", &EditMessage::room, "where it is"),
            field("id", &EditMessage::id, "one's own message"),
            field("text", &EditMessage::text, "what it says from now on", {1}),
            field("nonce", &EditMessage::nonce, "as with message"),
        };
    }
};

struct DeleteMessage {
    RoomId room;
    MessageId id;
    Nonce nonce;

    static constexpr std::string_view type = "delete";
    static constexpr auto fields()
    {
        using json::field;
        return std::tuple{
            field("room", &DeleteMessage::room, "where it is"),
            field("id", &DeleteMessage::id, "one's own message"),
            field("nonce", &DeleteMessage::nonce, "as with message"),
        };
    }
};

struct SetTopic {
    RoomId room;
    QString text;
    Nonce nonce;

    static constexpr std::string_view type = "topic";
    static constexpr auto fields()
    {
        using json::field;
        return std::tuple{
            field("room", &SetTopic::room, "whose"),
            field("text", &SetTopic::text, "one line; empty takes it away", {0, limits::topic}),
            field("nonce", &SetTopic::nonce, "as with message"),
        };
    }
};

struct SetRoom {
    RoomId room;
    RoomName name;
    Nonce nonce;

    static constexpr std::string_view type = "set_room";
    static constexpr auto fields()
    {
        using json::field;
        return std::tuple{
            field("room", &SetRoom::room, "which room; only its owner may"),
            field("name", &SetRoom::name, "what it is called from now on"),
            field("nonce", &SetRoom::nonce, "as with message"),
        };
    }
};

} // namespace parlance
