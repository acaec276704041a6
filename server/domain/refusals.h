#pragma once

#include "base/errors.h"
#include "text/names.h"

/// The reasons why a store does not do something.
namespace parlance {

Error noRoom();
Error noRoomNamed(const RoomName& name);
Error joinFirst();
Error noMessage();
Error notTheAuthor();
Error notTheMaker();
Error roomExists(const RoomName& name);
Error isCalledSo(const RoomName& name);

} // namespace parlance
