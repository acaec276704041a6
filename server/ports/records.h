#pragma once

#include "base/ids.h"
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

struct NewEvent {
    RoomName room;
    LogId log; ///< of the room, for a store that has forgotten a room without events
    UserId author;
    QString authorName;
    Nonce nonce;
    qint64 timestamp = 0; ///< ms since 1970; the log never goes back in time, so the stored one may be later
    bool admitted = true; ///< false: only a repeat may be answered
    std::variant<NewMessage, NewEdit, NewDeletion, NewTopic> what;
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

struct RoomRecord {
    RoomName name;
    LogId log;
    qint64 head = 0;
    qint64 n = 0;
    QString topic;
    std::vector<MemberRecord> members;
};

struct EventSlice {
    std::vector<DurableEvent> events;
    qint64 head = 0; ///< of the log as it was read
    qint64 n = 0;
};

/// At most one bound; without one the newest messages.
struct MessageQuery {
    std::optional<qint64> before;
    std::optional<qint64> after;
    std::optional<qint64> around;
    qint64 limit = 50;
    bool withDeleted = true;
};

struct MessageSlice {
    std::vector<MessageState> messages; ///< oldest first
    bool moreBefore = false;
    bool moreAfter = false;
    qint64 head = 0; ///< of the log as it was read
    qint64 n = 0;
};

struct RoomQuery {
    QString prefix; ///< letter case ignored
    std::optional<RoomName> after;
    qint64 limit = 50;
};

struct RoomSlice {
    std::vector<RoomSummary> rooms; ///< userCount is not the store's to know
    bool more = false;
};

struct IdentityRecord {
    std::optional<UserName> name;
    std::vector<Membership> rooms;
};

} // namespace parlance
