#pragma once

#include "bench/load/crowd.h"
#include "bench/load/serverprocess.h"

namespace parlance::bench {

/// One stretch that was measured.
struct Measured {
    std::string name;
    double seconds = 0;
    std::uint64_t deliveries = 0;
    Histogram latencies;
    Histogram own;                   ///< see Window
    Histogram elsewhere;             ///< the same
    std::vector<ThreadTime> threads; ///< the servers', in that time
    std::uint64_t residentAfter = 0; ///< KiB
    std::uint64_t heartbeats = 0;
    std::uint64_t pings = 0;
};

struct Report {
    std::uint64_t residentAtFirst = 0;    ///< KiB, before anybody came
    double entrySeconds = 0;              ///< of those who came first
    std::uint64_t entryBytes = 0;         ///< that they received
    std::uint64_t residentBeforeStop = 0; ///< KiB, before some stopped reading
    std::uint64_t residentMostAfterStop = 0;
    size_t clients = 0;
    std::vector<Measured> measured;
    Account account;
    std::vector<std::string> problems;
};

/// As one JSON object.
std::string toJson(const Report& report);

} // namespace parlance::bench
