#pragma once

#include "handlers/services.h"
#include "ports/notice.h"

#include <functional>

namespace parlance::handlers {

/// Another node has changed something that both share: the rooms in memory follow, and the connections of whom it
/// concerns are told. Where the person is connected to this node, too, and may have changed the same at the same time,
/// the store says what holds; `unsettled` is called if it cannot be asked now.
void noticed(Services& services, const Notice& notice, std::function<void()> unsettled);

/// What is in memory may be wrong. Everybody is asked to connect again, and the rooms are loaded anew.
void outdated(Services& services);

} // namespace parlance::handlers
