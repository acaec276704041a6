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
    /// somebody else's -> Forbidden; else the event gets the next seq, which a repeat or a refusal does not take. The
    /// author's read mark moves in the same step.
    virtual void append(NewEvent event, Done<Appended> done) = 0;

    /// The room with its members; made with a new log if `create` and there is none. NotFound otherwise.
    virtual void openRoom(const RoomName& room, bool create, Done<RoomRecord> done) = 0;
    /// The events after `since`, oldest first, at most `count`, and none behind those that fill a reply: whose texts
    /// have limits::pageBytes UTF-16 units. None if it is beyond the head.
    virtual void eventsAfter(const RoomName& room, qint64 since, qint64 count, Done<EventSlice> done) = 0;
    virtual void messages(const RoomName& room, const MessageQuery& query, Done<MessageSlice> done) = 0;
    /// By their folded names. A slice of a search may be short, as it looks at limits::directoryScan names at most.
    virtual void rooms(const RoomQuery& query, Done<RoomSlice> done) = 0;

    /// With the first limits::membershipsPage memberships. An unknown identity has neither a name nor rooms.
    virtual void identity(const UserId& user, Done<IdentityRecord> done) = 0;
    /// The memberships behind that of the room `after`. NotFound if there is no such room.
    virtual void memberships(const UserId& user, const RoomName& after, Done<MembershipSlice> done) = 0;
    /// One membership, without loading the room. NotJoined if there is none.
    virtual void membership(const UserId& user, const RoomName& room, Done<Membership> done) = 0;
    // For admins. Deleting and renaming end a log for good, answer with the room as it was, and NotFound if there is
    // none. What is renamed, members and read marks too, goes on in a new log; NameTaken if there is such a room.
    virtual void roomSizes(const RoomQuery& query, Done<RoomSizes> done) = 0;
    virtual void deleteRoom(const RoomName& room, Done<RoomSize> done) = 0;
    virtual void renameRoom(const RoomName& room, const RoomName& to, Done<RoomSize> done) = 0;
    /// Whether this log has ended in one of these ways.
    virtual void wasEnded(const LogId& log, Done<bool> done) = 0;
    virtual StoreState state() const = 0; ///< at once

    // Written in the order of the calls, after the appends before them; nobody waits. An identity is stored with its
    // first event. Of those who never wrote, a store may forget the newest of the address that has the most of them, so
    // that strangers fill nothing and push out nobody. For an unknown identity a name or a time has no effect.
    virtual void saveMember(const RoomName& room, const MemberRecord& member, const QString& address) = 0;
    /// Moves a member's read mark forward. Has no effect on anybody else: they may have left since this was decided.
    virtual void moveRead(const RoomName& room, const UserId& user, qint64 n) = 0;
    virtual void removeMember(const RoomName& room, const UserId& user) = 0;
    virtual void saveName(const UserId& user, const UserName& name) = 0;
    virtual void saveSeen(const UserId& user, qint64 when) = 0;
};

} // namespace parlance
