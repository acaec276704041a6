#pragma once

#include "bench/load/report.h"
#include "bench/load/traffic.h"

namespace parlance::bench {

/// What one run of the generator does; times in milliseconds.
struct Plan {
    std::vector<std::string> urls; ///< ws://ADDRESS:PORT/PATH, or wss:, of each server
    std::vector<pid_t> servers;    ///< their processes; resident memory is the first's
    Dialect dialect = Dialect::Plain;
    size_t rooms = 1;
    size_t members = 10; ///< of each room
    Manner manner;
    size_t idle = 0;    ///< clients that come in for the second part, in rooms of ten
    size_t stopped = 0; ///< members of each room that stop reading for the second part
    int warmUp = 1'000;
    int window = 3'000;
    size_t atOnce = 40;
};

/// Does it: those who speak come in and are measured; then, where others come in or stop reading, all is measured
/// again. Of those who stop, each has much waiting at the server while it is measured, and is then sent more than the
/// server may keep. Everything that went wrong is in the report.
Report carryOut(const Plan& plan);

} // namespace parlance::bench
