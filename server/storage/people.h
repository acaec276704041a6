#pragma once

#include "ports/accountbook.h"
#include "ports/records.h"
#include "sqlite/database.h"
#include "storage/surplus.h"

namespace parlance {

/// The writer's half that knows who is who and who is in which room: the tables `users` and `members`. A person who has
/// never written is silent: kept for as long as there is room for strangers. Used by one thread, within its
/// transaction.
class People final : public PersonRows {
  public:
    /// reload() comes before everything else.
    explicit People(Database& database);

    /// The row's number; 0 if the person is not stored.
    qint64 idOf(const UserId& user);
    /// The number of the author of an event, who is stored by it if they were not before.
    qint64 author(const UserId& user, const QString& name);
    /// The author of a message has read it. By the rows' numbers.
    void wrote(qint64 room, qint64 user, qint64 n);

    qint64 countIn(qint64 room);
    /// Takes all members out of a room.
    void empty(qint64 room);

    /// By the rows' numbers.
    bool isMember(qint64 room, qint64 user);
    void enter(qint64 room, qint64 user, qint64 read);

    /// No effect if there is no such room. `address`: where somebody new comes from.
    void enter(const RoomId& room, const MemberRecord& member, const QString& address);
    void moveRead(const RoomId& room, const UserId& user, qint64 n);
    void leave(const RoomId& room, const UserId& user);
    /// Stores who is not stored yet. `address`: where they come from.
    void rename(const UserId& user, const UserName& name, const QString& address);
    void seen(const UserId& user, qint64 when);

    std::optional<QString> nameOf(const UserId& user) override;
    void keep(const UserId& user, const QString& name) override;

    std::vector<MemberRecord> membersOf(qint64 room);
    IdentityRecord identity(const UserId& user) override;
    /// By the rooms' numbers.
    Result<MembershipSlice> memberships(const UserId& user, const RoomId& after);
    Result<Membership> membership(const UserId& user, const RoomId& room);

    bool hasTooMany() const { return m_silent.next().has_value(); }
    /// Takes silent people out of rooms, and forgets those who are in none, at most `count` times, until there are not
    /// too many. Returns the memberships that ended.
    std::vector<SweptMember> sweep(int count);

    /// Reads who is silent; again after a rollback.
    void reload();

  private:
    struct Person {
        qint64 id = 0;
        bool isSilent = false;
    };

    Person find(const UserId& user);
    Person findOrStore(const UserId& user, const QString& name, bool isSilent, const std::optional<QString>& address);
    qint64 roomId(const RoomId& room);
    void leave(qint64 room, const Person& person);
    void addMemberships(MembershipSlice& slice, qint64 user, qint64 afterRoom);

    Surplus<qint64, qint64> m_silent{mostSilentMemberships}; // (person, room)
    Statement m_find;
    Statement m_hasAccount;
    Statement m_insert;
    Statement m_speak;
    Statement m_forget;
    Statement m_room;
    Statement m_isMember;
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
    Statement m_ids;
    Statement m_names;
    Statement m_stranger;
    Statement m_allSilent;
};

} // namespace parlance
