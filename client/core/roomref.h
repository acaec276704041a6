#pragma once

#include "base/ids.h"
#include "text/names.h"

#include <variant>

namespace parlance::client {

/// A room as whoever wants to be in it knows it: by its id, or only by a name that a person typed.
using RoomRef = std::variant<RoomId, RoomName>;

} // namespace parlance::client
