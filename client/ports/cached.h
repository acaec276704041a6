#pragma once

#include "base/errors.h"
#include "protocol/records.h"

#include <map>

namespace parlance::client {

/// What was written and is not known to be in the room yet: a message, or a change to one.
struct Written {
    enum class Kind { Message, Edit, Deletion };

    Nonce nonce;
    RoomId room;   ///< empty while it is not known
    RoomName name; ///< where it is not: what version 0.1 called the room, which had not been joined yet
    Kind kind = Kind::Message;
    MessageId target; ///< the message that is changed; of Edit and Deletion
    QString text;     ///< of Message and Edit
    std::optional<QString> style;
    UserId userId;                ///< who wrote it; empty while that is not known
    bool wasSent = false;         ///< on some connection: the server may have it
    std::optional<Error> problem; ///< why it failed; while it is at work, also why it waits

    friend bool operator==(const Written&, const Written&) = default;
};

/// An edit that somebody has begun and not sent yet.
struct EditDraft {
    MessageId message;
    QString before; ///< what the message said
    QString text;   ///< what it is to say

    friend bool operator==(const EditDraft&, const EditDraft&) = default;
};

struct CachedRoom {
    RoomId room;
    RoomName name;
    bool isOwner = false;
    LogId log;
    qint64 head = 0;
    qint64 n = 0;
    qint64 read = 0;
    QString topic;
    std::vector<MessageState> messages; ///< the newest, by `seq`, none missing between them

    friend bool operator==(const CachedRoom&, const CachedRoom&) = default;
};

struct CachedState {
    UserId userId; ///< empty: nobody has used it yet
    QString username;
    QString serverName;
    std::vector<CachedRoom> rooms;
    std::vector<Written> outbox; ///< in the order written
    std::map<RoomId, QString> drafts;
    std::map<RoomId, EditDraft> edits;
    std::map<RoomName, QString> namedDrafts; ///< of version 0.1, in rooms of which only that name is known
};

} // namespace parlance::client
