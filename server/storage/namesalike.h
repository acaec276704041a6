#pragma once

#include "sqlite/database.h"

namespace parlance {

/// Gives each room a name that RoomName::parse() accepts, and of rooms whose names have the same folded form all but
/// the oldest a number at the end. The log tells the admin which rooms those are. For the step of the schema that makes
/// folded names unique.
void renameAlike(Database& database);

} // namespace parlance
