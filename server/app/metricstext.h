#pragma once

#include "app/clusternode.h"
#include "app/logsink.h"
#include "domain/rooms.h"
#include "net/frontdoor.h"
#include "ports/store.h"
#include "session/hub.h"

namespace parlance {

/// What the metrics are about.
struct Observed {
    const FrontDoor& door;
    const Hub& hub;
    const Rooms& rooms;
    const Store& store;
    const ClusterNode* cluster = nullptr; ///< null: the server is alone
    qint64 uptime = 0;                    ///< milliseconds
    qint64 now = 0;                       ///< milliseconds since 1970
    LogCounts log;
};

/// All metrics, as Prometheus reads them. Counting happens where things happen, in plain numbers; what can be counted
/// now is counted here: with ten thousand connections that takes a few milliseconds.
QByteArray metricsText(const Observed& observed);

} // namespace parlance
