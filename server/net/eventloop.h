#pragma once

#include <functional>

namespace parlance {

/// Gives the thread the best event loop that there is on this platform. Before the application is made, which owns it.
void prepareLoop();

/// Has the thread's loop call `action` where each of its passes ends; empty: nothing any more. False if it cannot.
bool tellAtEndOfPass(std::function<void()> action);

} // namespace parlance
