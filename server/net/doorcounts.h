#pragma once

#include "base/closecodes.h"

#include <map>

namespace parlance {

/// What has come to the front door since the start, and how it ended. Plain numbers of the one thread.
struct DoorCounts {
    quint64 accepted = 0;                ///< connections, of whatever kind
    quint64 upgraded = 0;                ///< those that became WebSockets
    std::map<int, quint64> refused;      ///< by HTTP status: what may not become a WebSocket, and what is no request
    std::map<CloseCode, quint64> closed; ///< WebSockets that the server closed
    quint64 left = 0;                    ///< WebSockets whose peer closed or went away
};

} // namespace parlance
