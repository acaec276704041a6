#pragma once

#include "protocol/passing.h"

#include <map>
#include <optional>

namespace parlance {

class Presence;

/// Where the full clients of a room may be wrong about who is present: the people who came, went or did both since the
/// clients were last told names. Owned by FullRoom. Remembers at most limits::users people; with more, the whole list
/// is told instead, so that what is told never has more entries than people who changed.
class PresenceDifference {
  public:
    /// Clients will be given lists of those who are present already; if these are too many for one list, nobody knows
    /// which of them a client was given.
    explicit PresenceDifference(const Presence& presence);

    /// The user has come or gone. `before` is the name under which the user was present until now, if so.
    void changed(const UserId& user, const std::optional<QString>& before);

    /// The user has another name, and clients are told of that name by itself.
    void renamed(const UserId& user);

    /// A client of `reader` was given the list of who is present, `isCut` if some did not fit into it. From now on
    /// clients differ in what they know, so whatever is not as it was before has to be told even if it becomes so
    /// again.
    void listGiven(const UserId& reader, bool isCut);

    /// A client was not told that the user is present.
    void leftOut(const UserId& user);

    /// Says in `change` what makes every client's list right, and starts anew. At most limits::users may be present.
    void moveTo(PresenceChanged& change);

  private:
    struct Person {
        std::optional<QString> before; ///< the name known to clients; nothing if they know the person as absent
        bool mustBeTold = false;       ///< clients may know something else than `before`
    };

    bool isAsBefore(const UserId& user, const Person& person) const;
    void add(const UserId& user, const Person& person);

    const Presence& m_presence;
    std::map<UserId, Person> m_people;
    bool m_isTooLong; // the whole list is shorter
};

} // namespace parlance
