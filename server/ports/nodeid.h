#pragma once

#include "base/ids.h"

namespace parlance {

/// One start of a server that shares its logs with others.
using NodeId = Id<struct NodeTag>;

} // namespace parlance
