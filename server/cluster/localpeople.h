#pragma once

#include "cluster/peoplenews.h"
#include "domain/identities.h"

#include <map>
#include <optional>
#include <set>

namespace parlance {

/// Who is present in which room by connections to this node, and what of it the other nodes have not been told yet.
/// What is told is always what is true then: somebody who has come and gone again meanwhile is told as gone. Owned by
/// PeopleRelay.
class LocalPeople {
  public:
    explicit LocalPeople(const Identities& identities)
        : m_identities(identities)
    {}

    /// One more connection, or one less.
    void entered(const RoomId& room, const UserId& user);
    void left(const RoomId& room, const UserId& user);

    /// The user's name is to be told again.
    void renamed(const UserId& user);

    bool hasChanges() const { return !m_changed.empty(); }

    /// Adds what has changed, at most so many entries.
    void takeChanges(PresenceNews& news, size_t most);

    /// From now on takeList() tells everybody, from the beginning.
    void beginList();
    bool isListing() const { return m_isListing; }

    /// Adds the next people of the list, at most so many entries. Changes may be told before, after and between: what
    /// was listed before a change is corrected by it, and what is listed later has it already.
    void takeList(PresenceNews& news, size_t most);

  private:
    std::optional<PresentPerson> find(const RoomPerson& person) const;

    const Identities& m_identities;
    std::map<RoomPerson, int> m_connections;
    std::set<RoomPerson> m_changed;
    bool m_isListing = false;
    std::optional<RoomPerson> m_listed; // the last one; nobody: the list has not begun
};

} // namespace parlance
