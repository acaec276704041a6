#pragma once

#include "base/errors.h"
#include "text/names.h"

/// The reasons why a store does not append.
namespace parlance {

Error noRoom(const RoomName& room);
Error joinFirst(const RoomName& room);
Error noMessage(const RoomName& room);
Error notTheAuthor();
Error roomExists(const RoomName& room);

} // namespace parlance
