#pragma once

#include "ports/accountbook.h"
#include "ports/records.h"
#include "postgresql/pgconnection.h"

#include <map>

namespace parlance {

/// The tables `users` and `members`: who is who, and who is in which room. What writes does not wait. A person who has
/// never written is silent, see Surplus.
class PgPeople final : public PersonRows {
  public:
    explicit PgPeople(PgConnection& connection)
        : m_connection(connection)
    {}

    /// No effect if there is no such room. `address`: where somebody new comes from.
    void enter(const RoomId& room, const MemberRecord& member, const QString& address);
    void leave(const RoomId& room, const UserId& user);
    /// Stores who is not stored yet. `address`: where they come from.
    void rename(const UserId& user, const UserName& name, const QString& address);
    void sendSeen(const std::map<UserId, qint64>& when);

    std::optional<QString> nameOf(const UserId& user) override;
    void keep(const UserId& user, const QString& name) override;

    IdentityRecord identity(const UserId& user) override;
    /// By the rooms' numbers.
    Result<MembershipSlice> memberships(const UserId& user, const RoomId& after);
    Result<Membership> membership(const UserId& user, const RoomId& room);

  private:
    static MembershipSlice sliceOf(PgRows rows);

    PgConnection& m_connection;
};

} // namespace parlance
