#pragma once

#include "handlers/services.h"

namespace parlance {

/// Proof that the asker is a member of the request's room. The room is pinned if it was in memory. Otherwise it is not
/// loaded, since loading takes a step for each of its members and most requests can do without.
struct Standing {
    RoomPin room; ///< empty: not in memory
    Membership membership;
};

} // namespace parlance
