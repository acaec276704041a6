#pragma once

#include "ports/done.h"

namespace parlance {

/// The part of a Store that admins use.
///
/// Deleting ends a room for good. Answers with the room as it was, and NotFound if there is none.
class RoomCare {
  public:
    virtual ~RoomCare() = default;

    virtual void roomSizes(const RoomQuery& query, Done<RoomSizes> done) = 0;
    virtual void deleteRoom(const RoomId& room, Done<RoomSize> done) = 0;
};

} // namespace parlance
