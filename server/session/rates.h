#pragma once

#include "protocol/limits.h"
#include "session/ratelimiter.h"

namespace parlance {

/// How often an identity may do what; its address may do ten times as much.
Rate rateOf(RateClass what, const Limits& limits);

} // namespace parlance
