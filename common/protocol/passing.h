#pragma once

#include "base/ids.h"
#include "json/fields.h"
#include "protocol/records.h"
#include "protocol/requests.h"
#include "text/names.h"

#include <QString>

#include <map>
#include <vector>

/// What a full client is told besides the events of a room's log and the replies to its requests: what passes and is
/// not kept.
namespace parlance {

struct TypingChanged {
    RoomId room;
    UserId userId;
    QString username;
    bool isTyping = false;

    static constexpr std::string_view type = "typing";
    static constexpr auto fields()
    {
        using json::field;
        return std::tuple{
            field("room", &TypingChanged::room, "where"),
            field("userId", &TypingChanged::userId, "who; never the receiver"),
            field("username", &TypingChanged::username, "their name"),
            field("isTyping", &TypingChanged::isTyping, "end it by yourself after 8 s without a repeat"),
        };
    }
};

struct PresenceChanged {
    RoomId room;
    std::vector<Present> joined;
    std::vector<UserId> left;
    qint64 userCount = 0;

    static constexpr std::string_view type = "presence";
    static constexpr auto fields()
    {
        using json::field;
        return std::tuple{
            field("room", &PresenceChanged::room, "where"),
            field("joined", &PresenceChanged::joined,
                  "who came; may be known already; everybody if there are `userCount` or 200 of them"),
            field("left", &PresenceChanged::left, "who went; may be unknown"),
            field("userCount", &PresenceChanged::userCount, "how many are present; over 200 only this is told"),
        };
    }
};

struct UserRenamed {
    UserId userId;
    UserName username;
    Ref ref;

    static constexpr std::string_view type = "renamed";
    static constexpr auto fields()
    {
        using json::field;
        return std::tuple{
            field("userId", &UserRenamed::userId, "who; oneself too"),
            field("username", &UserRenamed::username, "the new name, in every room shared"),
            refField(&UserRenamed::ref),
        };
    }
};

struct RoomJoined {
    Membership membership;

    static constexpr std::string_view type = "room_joined";
    static constexpr auto fields()
    {
        return std::tuple{json::field("membership", &RoomJoined::membership,
                                      "made on another connection of the same identity; not live here until joined")};
    }
};

struct RoomLeft {
    RoomId room;
    QString reason;

    static constexpr std::string_view type = "room_left";
    static constexpr auto fields()
    {
        using json::field;
        return std::tuple{
            field("room", &RoomLeft::room, "of which nothing comes any more"),
            field("reason", &RoomLeft::reason,
                  "`left`: on another connection of the same identity; `deleted`: the room is no more. Treat others as "
                  "`deleted`"),
        };
    }
};

struct ReadMoved {
    RoomId room;
    qint64 read = 0;

    static constexpr std::string_view type = "read_moved";
    static constexpr auto fields()
    {
        using json::field;
        return std::tuple{
            field("room", &ReadMoved::room, "where"),
            field("read", &ReadMoved::read, "how many messages are read now, on any connection of the identity"),
        };
    }
};

struct Heartbeat {
    std::map<RoomId, qint64> heads;
    Ref ref;

    static constexpr std::string_view type = "heartbeat";
    static constexpr auto fields()
    {
        using json::field;
        return std::tuple{
            field("heads", &Heartbeat::heads,
                  "per live room the `seq` written to this connection; a larger one than handled is a hole: join with "
                  "since"),
            refField(&Heartbeat::ref),
        };
    }
};

} // namespace parlance
