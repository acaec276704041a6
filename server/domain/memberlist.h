#pragma once

#include "domain/namesbyword.h"
#include "ports/records.h"

#include <map>
#include <optional>
#include <vector>

namespace parlance {

/// The members of one room and the store's record of each. Membership outlasts connections. Owned by the Room.
class MemberList {
  public:
    bool contains(const UserId& user) const { return m_records.contains(user); }

    /// Null for anybody else.
    const MemberRecord* find(const UserId& user) const;

    size_t size() const { return m_records.size(); }

    /// By id.
    const std::map<UserId, MemberRecord>& all() const { return m_records; }
    std::vector<UserId> ids() const;

    /// No effect if they are a member. Returns their record.
    const MemberRecord& add(MemberRecord record);
    void remove(const UserId& user);

    // These have no effect on people who are not members.
    void rename(const UserId& user, const QString& name);
    void seen(const UserId& user, qint64 when);

    /// Moves the read mark forward. The new record, if that moved it.
    const MemberRecord* moveRead(const UserId& user, qint64 n);

    /// At most `limit` members with larger ids than `after`, by id.
    std::vector<const MemberRecord*> page(const UserId& after, int limit) const;

    /// At most `limit` members of whose names a word begins with `prefix`. The first call costs a step for each member.
    std::vector<const MemberRecord*> byPrefix(const QString& prefix, int limit);

  private:
    std::map<UserId, MemberRecord> m_records;
    std::optional<NamesByWord> m_words; // made when somebody asks for it
};

} // namespace parlance
