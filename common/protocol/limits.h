#pragma once

#include "json/fields.h"
#include "text/names.h"

namespace parlance {

/// The version of the full protocol that hello and welcome speak of.
constexpr qint64 protocolVersion = 2;

/// Limits that are part of the protocol: no setting changes them.
namespace limits {
constexpr int ref = 64;                            ///< characters of a request's ref
constexpr int topic = 300;                         ///< UTF-16 units
constexpr int plainHistory = 100;                  ///< messages in a plain client's joined
constexpr int users = 200;                         ///< entries in a list of who is present
constexpr int historyPage = 100;                   ///< messages in one reply
constexpr int eventsPage = 1'000;                  ///< events in one reply
constexpr int pageBytes = 256 * 1024;              ///< of one reply, encoded
constexpr int eventBytes = 16 * 1024;              ///< of one event, without its text
constexpr int presenceBytes = 40 * 1024;           ///< of one list of who is present
constexpr int directoryPage = 100;                 ///< rooms or members in one reply
constexpr int directoryScan = 1'000;               ///< rooms that a search of the directory looks at for one reply
constexpr int membershipsPage = 200;               ///< memberships in one reply
constexpr qint64 resumable = 10'000;               ///< events behind the head; further back is a reset
constexpr int waitingRequests = 64;                ///< per connection, before the server stops reading from it
constexpr qint64 refusals = 3'000;                 ///< in a window; a connection that is refused more often is closed
constexpr qint64 openRefusals = 20;                ///< the same before hello or join
constexpr qint64 refusalsWindow = 10'000;          ///< ms
constexpr qint64 replyBytes = 32 * 1024 * 1024;    ///< of replies that an identity gets at once, in all
constexpr qint64 replyBytesPerSecond = 512 * 1024; ///< that it gets beyond that
constexpr qint64 loads = 100'000;         ///< members of rooms not in memory that are loaded for an identity at once
constexpr qint64 loadsPerSecond = 5'000;  ///< and beyond that
constexpr int presenceWindow = 100;       ///< ms for which presence is gathered
constexpr int crowd = 200;                ///< present people above which only their number is live
constexpr int crowdWindow = 1'000;        ///< ms between two such numbers
constexpr int plainPresence = 512 * 1024; ///< bytes a second that a room's plain clients are told of joins and leaves
constexpr int plainPresenceWait = 5'000;  ///< ms that a join or leave waits for that at the most
constexpr int typingExpiry = 6'000;       ///< ms after which a full client's typing ends by itself
constexpr int plainTypingExpiry = 60'000; ///< ms; a plain client says it only once
constexpr int typingRepeat = 3'000;       ///< ms between two typing requests of a full client
constexpr int password = 400;             ///< UTF-16 units of a password on the wire
constexpr int code = 64;                  ///< UTF-16 units of a code, or of what stands for one
constexpr int device = 64;                ///< UTF-16 units of a device's name
constexpr qint64 inviteUses = 1'000;      ///< people who may come by one invite
constexpr qint64 inviteAge = 365LL * 24 * 3'600'000; ///< ms for which an invite may be valid
constexpr int typingForgotten = 8'000;               ///< ms after which a receiver ends it by itself
constexpr int silence = 45'000; ///< ms without a frame after which a client calls its connection dead
} // namespace limits

/// The limits that an admin can set, as welcome announces them.
struct Limits {
    qint64 text = 2'000;
    qint64 frame = 64 * 1024;
    qint64 rooms = 100;
    qint64 messages = 20;
    qint64 messagesWindow = 10'000;
    qint64 name = maxUserName;
    qint64 room = maxRoomName;
    qint64 topic = limits::topic;

    friend bool operator==(const Limits&, const Limits&) = default;

    static constexpr auto fields()
    {
        using json::field;
        return std::tuple{
            field("text", &Limits::text, "longest message, UTF-16 units"),
            field("frame", &Limits::frame, "largest frame and message from a client, bytes"),
            field("rooms", &Limits::rooms, "rooms joined at a time on one connection"),
            field("messages", &Limits::messages,
                  "messages in a window, over all connections of an identity; 0: no limit"),
            field("messagesWindow", &Limits::messagesWindow, "length of that window, ms"),
            field("name", &Limits::name, "longest name of a person, code points"),
            field("room", &Limits::room, "longest name of a room, code points"),
            field("topic", &Limits::topic, "longest topic, UTF-16 units"),
        };
    }
};

} // namespace parlance
