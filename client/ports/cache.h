#pragma once

#include "ports/cached.h"

namespace parlance::client {

/// A step of a search, from newer to older.
struct Searched {
    std::vector<qint64> found; ///< the `seq` of each
    qint64 rest = 0;           ///< what is older than this was not looked at; 0: all was
};

/// What one identity on one server finds again after a restart, of whatever kind that was. What is saved takes effect
/// in the order of the calls; after a crash all of it up to some commit() is there, and nothing of what came later.
/// Saving never fails for the caller: see fault(). Single-threaded.
class Cache {
  public:
    virtual ~Cache() = default;

    /// Of each room the newest `messages`, or those that are unread where that is more, up to a page of history.
    virtual CachedState load(qint64 messages) = 0;
    /// Directly before the n-th, which stands at `seq`; the oldest first: as many as are here without a gap, and
    /// `count` at most.
    virtual std::vector<MessageState> messagesBefore(const RoomId& room, qint64 seq, qint64 n, qint64 count) = 0;
    /// Directly after it, in the same way.
    virtual std::vector<MessageState> messagesAfter(const RoomId& room, qint64 seq, qint64 n, qint64 count) = 0;
    virtual std::optional<MessageState> message(const RoomId& room, const MessageId& id) = 0;
    virtual std::optional<MessageState> messageAt(const RoomId& room, qint64 seq) = 0;
    /// Looks for `text`, whatever the case of its letters, in `most` messages older than the one at `seq`.
    virtual Searched search(const RoomId& room, const QString& text, qint64 seq, qint64 most) = 0;

    virtual void saveIdentity(const UserId& userId, const QString& username, const QString& serverName) = 0;
    virtual void saveRoom(const CachedRoom& room) = 0; ///< but for its messages
    virtual void removeRoom(const RoomId& room) = 0;   ///< with its messages
    virtual void saveMessage(const RoomId& room, const MessageState& message) = 0;
    virtual void removeMessages(const RoomId& room) = 0;
    virtual void saveWritten(const Written& written) = 0; ///< a new one comes behind all others
    virtual void removeWritten(const Nonce& nonce) = 0;
    virtual void saveDraft(const RoomId& room, const QString& text) = 0; ///< empty: there is none
    virtual void removeNamedDraft(const RoomName& name) = 0;             ///< see CachedState::namedDrafts
    virtual void saveEdit(const RoomId& room, const std::optional<EditDraft>& edit) = 0; ///< absent: there is none
    virtual void commit() = 0;
    /// Takes what was overwritten or removed off the disk entirely. Waits for the disk, some ten milliseconds; outside
    /// of what is not committed yet.
    virtual void scrub() = 0;

    /// The room that version 0.1 knew by this name; empty if there was none.
    virtual RoomId roomOnceCalled(const RoomName& name) = 0;

    /// The first thing that went wrong. From then on nothing is saved, so that what is there stays sound.
    virtual std::optional<Error> fault() const = 0;
};

} // namespace parlance::client
