#pragma once

#include <chrono>
#include <cstdint>
#include <limits>

namespace parlance::bench {

/// Nanoseconds of the steady clock; in texts, too, for the program that sends is the one that receives.
using Nanos = std::int64_t;

constexpr Nanos never = std::numeric_limits<Nanos>::max();
constexpr Nanos perMillisecond = 1'000'000;
constexpr Nanos perSecond = 1'000'000'000;

inline Nanos clockNow()
{
    return std::chrono::steady_clock::now().time_since_epoch() / std::chrono::nanoseconds(1);
}

} // namespace parlance::bench
