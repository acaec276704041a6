#pragma once

#include "base/ids.h"
#include "ports/roomsize.h"
#include "protocol/events.h"
#include "protocol/records.h"
#include "text/names.h"

#include <optional>
#include <variant>
#include <vector>

/// What goes into a Store and what comes out.
namespace parlance {

/// What is published of who is meant: nothing if it is nobody.
inline std::optional<std::vector<UserId>> published(const std::vector<UserId>& mentions)
{
    return mentions.empty() ? std::nullopt : std::optional(mentions);
}

/// What is published of who made the room.
inline std::optional<QString> roleOf(bool isMaker)
{
    return isMaker ? std::optional(QStringLiteral("owner")) : std::nullopt;
}

struct NewMessage {
    MessageId id;
    QString text;
    std::optional<QString> style;
    std::vector<UserId> mentions;
};

struct NewEdit {
    MessageId target;
    QString text;
    std::vector<UserId> mentions;
};

struct NewDeletion {
    MessageId target;
};

struct NewTopic {
    QString text;
};

/// A room gets another name.
struct NewRoomName {
    RoomName name;
};

/// Where the author of a new event is.
enum class Authorship {
    Absent,   ///< not in the room, and may write as a member only
    Present,  ///< in the room, and becomes a member if they are none any more
    Unlisted, ///< in the room without being a member, and stays that way
    Admin,    ///< at the server's command line, without an identity
    Former,   ///< known not to be a member: only asks what the nonce has made before, and makes nothing new
};

struct NewEvent {
    RoomId room;
    UserId author; ///< empty for an admin
    QString authorName;
    Nonce nonce;
    qint64 timestamp = 0; ///< ms since 1970; the log never goes back in time, so the stored one may be later
    Authorship authorship = Authorship::Absent;
    std::variant<NewMessage, NewEdit, NewDeletion, NewTopic, NewRoomName> what;
};

struct Appended {
    DurableEvent event;
    bool repeated = false;
};

struct MemberRecord {
    UserId user;
    QString name;
    qint64 read = 0;     ///< how many messages are read
    qint64 lastSeen = 0; ///< ms since 1970, 0: unknown
};

struct NewRoom {
    RoomId room; ///< new
    RoomName name;
    UserId maker;    ///< who may rename it; empty: nobody but admins
    QString address; ///< where the maker comes from
};

struct RoomRecord {
    RoomId room;
    LogId log;
    RoomName name;
    QString topic;
    UserId maker; ///< empty: unknown
    qint64 head = 0;
    qint64 n = 0;
    std::vector<MemberRecord> members;
};

struct EventSlice {
    std::vector<DurableEvent> events;
    qint64 head = 0; ///< of the log as it was read
    qint64 n = 0;
};

/// How far a room's log goes.
struct RoomHead {
    RoomId room;
    LogId log;
    qint64 head = 0;

    friend bool operator==(const RoomHead&, const RoomHead&) = default;
};

/// At most one bound; without one the newest messages.
struct MessageQuery {
    std::optional<qint64> before;
    std::optional<qint64> after;
    std::optional<qint64> around;
    qint64 limit = 50;
    bool withDeleted = true; ///< false: they are passed over, however many there are
};

struct MessageSlice {
    std::vector<MessageState> messages; ///< oldest first
    bool moreBefore = false;
    bool moreAfter = false;
    qint64 head = 0; ///< of the log as it was read
    qint64 n = 0;
};

struct RoomQuery {
    QString contains; ///< letter case ignored
    std::optional<RoomName> after;
    qint64 limit = 50;
};

struct RoomSlice {
    std::vector<RoomSummary> rooms;    ///< userCount is not the store's to know
    std::optional<RoomName> next = {}; ///< where to go on, as `after`; none at the end
};

/// How a store is, for whoever watches over the server.
struct StoreState {
    qint64 waiting = 0; ///< calls that are not answered yet
    qint64 commits = 0; ///< transactions since the start
    qint64 retries = 0; ///< transactions that were begun again
    QString obstacle;   ///< why new events are refused, in a few words; empty: they are not
};

/// A membership that was taken away.
struct SweptMember {
    RoomId room;
    UserId user;
};

/// What a store took away because strangers had made too much: see Store::onSwept().
struct Swept {
    std::vector<SweptMember> members;
    std::vector<RoomId> rooms; ///< whose members are not in `members`
};

struct MembershipSlice {
    std::vector<Membership> rooms; ///< in an order that stays the same
    bool more = false;
};

struct IdentityRecord {
    std::optional<UserName> name;
    bool hasAccount = false;
    MembershipSlice memberships; ///< the first of them
};

} // namespace parlance
