#pragma once

#include "base/ids.h"
#include "text/names.h"

#include <variant>

namespace parlance::client {

/// A room as whoever wants to be in it knows it: by its id, or only by a name that a person typed.
using RoomRef = std::variant<RoomId, RoomName>;

/// What is to become of a name that no room has.
enum class IfMissing {
    Make,  ///< a room of that name: a person typed it and meant it
    Refuse ///< an error: a link says so
};

} // namespace parlance::client
