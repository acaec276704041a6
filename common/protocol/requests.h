#pragma once

#include "base/ids.h"
#include "json/fields.h"
#include "protocol/limits.h"
#include "text/names.h"

#include <QString>

#include <optional>
#include <vector>

/// What a full client can ask. `ref` comes back with the reply or error; a request without a reply of its own gets
/// `ok`. What goes into a room's log carries a nonce instead.
namespace parlance {

using Ref = std::optional<QString>;

template <class S>
constexpr auto refField(Ref S::*member)
{
    return json::field("ref", member, "comes back with the reply", {1, limits::ref});
}

struct Hello {
    qint64 protocol = protocolVersion;
    QString client;
    std::optional<QString> token;
    std::optional<UserName> name;
    std::optional<QString> password;
    std::optional<std::vector<QString>> capabilities;
    Ref ref;

    static constexpr std::string_view type = "hello";
    static constexpr auto fields()
    {
        using json::field;
        return std::tuple{
            field("protocol", &Hello::protocol, "2", {1}),
            field("client", &Hello::client, "program and version, for the server's log", {1, 100}),
            field("token", &Hello::token, "from an earlier welcome; without it a new guest is made", {1, 400}),
            field("name", &Hello::name, "what to be called; with a token it renames"),
            field("password", &Hello::password, "where the server asks for one", {1, 400}),
            field("capabilities", &Hello::capabilities, "what the client can do; none are defined yet"),
            refField(&Hello::ref),
        };
    }
};

/// Exactly one of `room` and `name`.
struct JoinRoom {
    std::optional<RoomId> room;
    std::optional<RoomName> name;
    std::optional<bool> make;
    std::optional<qint64> since;
    std::optional<LogId> log;
    Ref ref;

    static constexpr std::string_view type = "join";
    static constexpr auto fields()
    {
        using json::field;
        return std::tuple{
            field("room", &JoinRoom::room, "the room to join; exactly one of `room` and `name`"),
            field("name", &JoinRoom::name, "the name of the room to join; a room that does not exist is made"),
            field("make", &JoinRoom::make, "`false`: a `name` that no room has is refused with `not_found` instead"),
            field("since", &JoinRoom::since, "`seq` of the last event handled: asks for what came after",
                  {-json::maxSafeInteger}),
            field("log", &JoinRoom::log,
                  "the log that `since` belongs to; if the room has another one by now, the answer is a reset"),
            refField(&JoinRoom::ref),
        };
    }
};

struct LeaveRoom {
    RoomId room;
    Ref ref;

    static constexpr std::string_view type = "leave";
    static constexpr auto fields()
    {
        return std::tuple{json::field("room", &LeaveRoom::room, "membership ends, on all connections"),
                          refField(&LeaveRoom::ref)};
    }
};

struct SetTyping {
    RoomId room;
    bool isTyping = false;
    Ref ref;

    static constexpr std::string_view type = "typing";
    static constexpr auto fields()
    {
        using json::field;
        return std::tuple{
            field("room", &SetTyping::room, "where"),
            field("isTyping", &SetTyping::isTyping, "repeat true every 3 s; it ends by itself after 6 s"),
            refField(&SetTyping::ref),
        };
    }
};

struct MarkRead {
    RoomId room;
    qint64 n = 0;
    Ref ref;

    static constexpr std::string_view type = "read";
    static constexpr auto fields()
    {
        using json::field;
        return std::tuple{
            field("room", &MarkRead::room, "where"),
            field("n", &MarkRead::n, "`n` of the last message read; a mark only grows"),
            refField(&MarkRead::ref),
        };
    }
};

struct Rename {
    UserName name;
    Ref ref;

    static constexpr std::string_view type = "rename";
    static constexpr auto fields()
    {
        return std::tuple{json::field("name", &Rename::name, "what to be called from now on"), refField(&Rename::ref)};
    }
};

struct Ping {
    Ref ref;

    static constexpr std::string_view type = "ping";
    static constexpr auto fields() { return std::tuple{refField(&Ping::ref)}; }
};

} // namespace parlance
