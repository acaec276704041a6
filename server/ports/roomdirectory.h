#pragma once

#include "ports/done.h"

namespace parlance {

/// The part of a Store that knows which rooms there are.
class RoomDirectory {
  public:
    virtual ~RoomDirectory() = default;

    /// The room with its members. NotFound if there is none.
    virtual void openRoom(const RoomId& room, Done<RoomRecord> done) = 0;

    // No two rooms have names with the same folded form (text/folding.h).

    /// The room that has this name, however it is spelt. NotFound if there is none.
    virtual void roomNamed(const RoomName& name, Done<RoomId> done) = 0;
    /// The same, and a room that does not exist is made.
    virtual void makeRoom(const NewRoom& room, Done<RoomId> done) = 0;

    /// In the order of the UTF-8 bytes of their folded names. A slice of a search may be short, as it looks at
    /// limits::directoryScan names at most.
    virtual void rooms(const RoomQuery& query, Done<RoomSlice> done) = 0;
};

} // namespace parlance
