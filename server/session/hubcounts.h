#pragma once

#include "metrics/histogram.h"

#include <QtGlobal>

namespace parlance {

/// What the rooms' members were told since the start. Plain numbers of the one thread.
struct DeliveryCounts {
    quint64 delivered = 0;       ///< events, each once for each connection that it was written to
    quint64 leftOutPresence = 0; ///< for connections that read too slowly; made up for
    quint64 leftOutTyping = 0;   ///< for those, too
};

struct HubCounts {
    Histogram acknowledged; ///< from the request to its answer's being written
    quint64 evicted = 0;    ///< connections that had not said hello and made room for others
};

} // namespace parlance
