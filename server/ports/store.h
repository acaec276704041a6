#pragma once

#include "base/callback.h"
#include "base/result.h"
#include "ports/records.h"

namespace parlance {

template <class T>
using Done = Callback<void(Result<T>)>;

/// The rooms' logs and what belongs to them for good: memberships, read marks, names.
///
/// Every call returns at once; its callback comes later, in the thread of the event loop, never from within the call.
/// Appends take effect in the order of the calls, and their callbacks come in that order. A read sees at
/// least every append whose callback had come when it was asked for. Errors: Busy (try again), NotFound, Forbidden,
/// NotJoined. Implementations: storage/SqliteStore, storage/MemoryStore. All pass tests/storage/store_contract.h.
class Store {
  public:
    virtual ~Store() = default;

    /// Decides in this order: the nonce was seen before -> the first result, repeated; the log that the event names is
    /// not the room's any more -> NotFound; not admitted -> NotJoined; the target does not exist -> NotFound, is
    /// somebody else's -> Forbidden; else the event gets the next seq.
    /// A repeat or a refusal takes no seq. The author's read mark moves in the same step.
    virtual void append(NewEvent event, Done<Appended> done) = 0;

    /// The room with its members; made with a new log if `create` and there is none. NotFound otherwise.
    virtual void openRoom(const RoomName& room, bool create, Done<RoomRecord> done) = 0;

    /// The events after `since`, oldest first, at most `count`; none if it is beyond the head.
    virtual void eventsAfter(const RoomName& room, qint64 since, qint64 count, Done<EventSlice> done) = 0;
    virtual void messages(const RoomName& room, const MessageQuery& query, Done<MessageSlice> done) = 0;
    virtual void rooms(const RoomQuery& query, Done<RoomSlice> done) = 0;
    /// Never NotFound: an identity that nothing is known of has no name and no rooms.
    virtual void identity(const UserId& user, Done<IdentityRecord> done) = 0;

    // For admins. Deleting and renaming end a log for good, answer with the room as it was, and NotFound if there is
    // none. What is renamed, members and read marks too, goes on in a new log; NameTaken if there is such a room.
    virtual void roomSizes(const RoomQuery& query, Done<RoomSizes> done) = 0;
    virtual void deleteRoom(const RoomName& room, Done<RoomSize> done) = 0;
    virtual void renameRoom(const RoomName& room, const RoomName& to, Done<RoomSize> done) = 0;
    /// Whether that is how this log ended: then nobody comes back to it by its former name.
    virtual void wasEnded(const LogId& log, Done<bool> done) = 0;
    /// At once.
    virtual StoreState state() const = 0;

    // Written in the order of the calls, after the appends before them. Nobody waits for these. An identity is stored
    // with its first event: until then a store may forget the memberships of the oldest of those who never wrote, so
    // that strangers cannot fill it, and saving a name or a time has no effect for an identity that it does not know.
    virtual void saveMember(const RoomName& room, const MemberRecord& member) = 0;
    virtual void removeMember(const RoomName& room, const UserId& user) = 0;
    virtual void saveName(const UserId& user, const UserName& name) = 0;
    virtual void saveSeen(const UserId& user, qint64 when) = 0;
};

} // namespace parlance
