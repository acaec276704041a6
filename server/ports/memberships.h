#pragma once

#include "ports/done.h"

namespace parlance {

/// The part of a Store that knows who is who and who is in which room.
class Memberships {
  public:
    virtual ~Memberships() = default;

    /// With the first limits::membershipsPage memberships. An unknown identity has neither a name nor rooms.
    virtual void identity(const UserId& user, Done<IdentityRecord> done) = 0;
    /// The memberships behind that of the room `after`. NotFound if there is no such room.
    virtual void memberships(const UserId& user, const RoomId& after, Done<MembershipSlice> done) = 0;
    /// One membership, without loading the room. NotJoined if there is none.
    virtual void membership(const UserId& user, const RoomId& room, Done<Membership> done) = 0;

    // Written in the order of the calls, after the appends before them. An identity is stored with its name, its first
    // membership or its first event, whichever comes first. A time has no effect for an unknown identity, nor a
    // membership for an unknown room. `address`: where somebody new comes from.
    virtual void saveMember(const RoomId& room, const MemberRecord& member, const QString& address) = 0;
    /// Moves a member's read mark forward. Has no effect on anybody else: they may have left since this was decided.
    virtual void moveRead(const RoomId& room, const UserId& user, qint64 n) = 0;
    virtual void removeMember(const RoomId& room, const UserId& user) = 0;
    /// Calls back once the name is committed.
    virtual void saveName(const UserId& user, const UserName& name, const QString& address, Done<Nothing> done) = 0;
    virtual void saveSeen(const UserId& user, qint64 when) = 0;
};

} // namespace parlance
