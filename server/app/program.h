#pragma once

#include "ports/eventsink.h"
#include "ports/store.h"

namespace parlance {

/// What a program puts around what stands behind the seams; the real one nothing.
struct Seams {
    std::function<std::unique_ptr<Store>(std::unique_ptr<Store>)> store;
    std::function<std::unique_ptr<EventSink>(EventSink&)> sink;
};

/// The server from its command line to its exit code: 0, 1 if it cannot start, 2 for a mistake in the settings, 70 if
/// the log was lost (see SqliteStore).
int runServer(int argc, char** argv, const Seams& seams = {});

} // namespace parlance
