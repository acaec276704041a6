#pragma once

#include "ports/done.h"

namespace parlance {

/// The part of a Store that admins use.
///
/// Deleting and renaming end a log for good, answer with the room as it was, and NotFound if there is none. What is
/// renamed, members and read marks too, goes on in a new log; NameTaken if there is such a room.
class RoomCare {
  public:
    virtual ~RoomCare() = default;

    virtual void roomSizes(const RoomQuery& query, Done<RoomSizes> done) = 0;
    virtual void deleteRoom(const RoomName& room, Done<RoomSize> done) = 0;
    virtual void renameRoom(const RoomName& room, const RoomName& to, Done<RoomSize> done) = 0;
};

} // namespace parlance
