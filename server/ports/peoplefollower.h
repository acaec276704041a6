#pragma once

#include "base/ids.h"
#include "text/names.h"

namespace parlance {

/// Hears who is present and types by the connections to this node, so that other nodes can be told. Implementation:
/// cluster/PeopleRelay.
class PeopleFollower {
  public:
    virtual ~PeopleFollower() = default;

    /// One more connection of the user's is in the room, or one less.
    virtual void entered(const RoomId& room, const UserId& user) = 0;
    virtual void left(const RoomId& room, const UserId& user) = 0;

    /// The user, of whatever node, is called that from now on.
    virtual void renamed(const UserId& user, const UserName& name) = 0;

    /// The user types in the room, for at most `believedFor` ms; 0: not any more. A message ends it, too.
    virtual void typing(const RoomId& room, const UserId& user, int believedFor) = 0;
};

} // namespace parlance
