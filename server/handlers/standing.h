#pragma once

#include "handlers/services.h"

namespace parlance {

/// Proof that the asker is a member of the request's room. The room is pinned if it was in memory; a request that can
/// do without it does not load it, because a room has as many members as it likes.
struct Standing {
    RoomPin room; ///< empty: not in memory
    Membership membership;
};

} // namespace parlance
