#pragma once

#include "app/configuration.h"
#include "ports/eventbus.h"
#include "ports/eventsink.h"
#include "ports/store.h"

namespace parlance {

/// What a program puts around what stands behind the seams; the real one nothing.
struct Seams {
    std::function<std::unique_ptr<Store>(std::unique_ptr<Store>)> store;
    std::function<std::unique_ptr<EventSink>(EventSink&)> sink;
    std::function<std::unique_ptr<EventBus>(std::unique_ptr<EventBus>)> bus = {}; ///< in front of what seals it
};

/// The server from its settings, which come from `sources`, to its exit code: 0, 1 if it cannot start, 2 for a mistake
/// in the settings, 70 if the log was lost (see SqliteStore). Needs a QCoreApplication.
int serve(Configuration configuration, const Sources& sources, const Seams& seams = {});

} // namespace parlance
