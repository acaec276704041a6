#pragma once

#include "base/callback.h"
#include "base/result.h"
#include "ports/records.h"

namespace parlance {

/// Hears what a store answers: once, later, in the thread of the event loop.
template <class T>
using Done = Callback<void(Result<T>)>;

/// The answer where all that matters is that it was done.
struct Nothing {};

} // namespace parlance
