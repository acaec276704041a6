#pragma once

#include <functional>

namespace parlance {

/// Gives the thread the best event loop that there is on this platform. Before the application is made, which owns it.
void prepareLoop();

/// What happens on the descriptor is seen to after everything else that is ready, and only within a share of each pass:
/// for work that is expensive and that strangers can cause. Off again before the descriptor is closed. With a loop of
/// another kind nothing happens.
void setLowPriority(int descriptor, bool on);

/// Has the thread's loop call `action` where each of its passes ends; empty: nothing any more. False if it cannot.
bool tellAtEndOfPass(std::function<void()> action);

} // namespace parlance
