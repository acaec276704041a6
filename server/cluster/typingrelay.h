#pragma once

#include "cluster/peoplenews.h"
#include "domain/identities.h"
#include "domain/rooms.h"

#include <map>

namespace parlance {

/// Tells the other nodes who types on this one, and brings theirs into its rooms. Each node reminds its own clients and
/// ends what has expired. What is lost is made good by the next request, or expires. Owned by PeopleRelay.
class TypingRelay {
  public:
    TypingRelay(Rooms& rooms, const Identities& identities)
        : m_rooms(rooms)
        , m_identities(identities)
    {}

    /// See PeopleFollower. More than TypingNews::maxEntries that wait are not told.
    void changed(const RoomId& room, const UserId& user, int believedFor);

    /// Takes what waits, as it is now: somebody whose message has come meanwhile does not type any more.
    TypingNews take();

    void heard(const TypingNews& news);

  private:
    Rooms& m_rooms;
    const Identities& m_identities;
    std::map<RoomPerson, int> m_waiting; // for how long it is believed
};

} // namespace parlance
