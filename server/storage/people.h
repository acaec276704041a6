#pragma once

#include "ports/records.h"
#include "sqlite/database.h"
#include "storage/newcomers.h"

namespace parlance {

/// The writer's half that knows who is who and who is in which room: the tables `users` and `members`, and beside them
/// the newcomers. A person moves to the tables with the first event, a membership when both its room and its person
/// stand there. Used by one thread, within its transaction.
class People {
  public:
    People(Database& database, Newcomers& newcomers);

    /// The row's number; 0 if the person stands in no table.
    qint64 idOf(const UserId& user);
    /// The same, and the person is put there.
    qint64 store(const UserId& user, const QString& name);
    /// A room got its row: its members that stand in the table are moved there.
    void roomStored(qint64 room, const RoomName& name);
    /// Who writes has read. By the rows' numbers.
    void wrote(qint64 room, qint64 user, qint64 n);

    /// After the commit: what was moved to the tables goes from among the newcomers.
    void settle();
    /// After a rollback: it stays.
    void unsettle();

    /// How many membersOf() there are.
    qint64 countIn(const RoomName& room);
    /// Of a stored room, from the table.
    void removeAll(qint64 room);

    /// `address`: where a newcomer comes from.
    void enter(const RoomName& room, const MemberRecord& member, const QString& address);
    void moveRead(const RoomName& room, const UserId& user, qint64 n);
    void leave(const RoomName& room, const UserId& user);
    void rename(const UserId& user, const UserName& name);
    void seen(const UserId& user, qint64 when);

    std::vector<MemberRecord> membersOf(const RoomName& room);
    IdentityRecord identity(const UserId& user);
    /// Those in the tables by the rooms' numbers, then the others by the rooms' names.
    Result<MembershipSlice> memberships(const UserId& user, const RoomName& after);
    Result<Membership> membership(const UserId& user, const RoomName& room);

  private:
    void addStored(MembershipSlice& slice, qint64 user, qint64 afterRoom);
    void addUnstored(MembershipSlice& slice, const UserId& user, const std::optional<RoomName>& after);
    qint64 roomId(const RoomName& room);
    bool isMoved(const UserId& user, const RoomName& room) const;
    Membership unstored(const RoomName& room, qint64 read);

    Newcomers& m_newcomers;
    std::vector<std::pair<UserId, RoomName>> m_moved;
    std::vector<UserId> m_stored;

    Statement m_find;
    Statement m_insert;
    Statement m_room;
    Statement m_enter;
    Statement m_leave;
    Statement m_wrote;
    Statement m_moveRead;
    Statement m_rename;
    Statement m_seen;
    Statement m_members;
    Statement m_memberships;
    Statement m_membership;
    Statement m_count;
    Statement m_removeAll;
};

} // namespace parlance
