#pragma once

#include "handlers/services.h"

namespace parlance::handlers {

/// Somebody types in a room, and is believed for so many ms, or does not type any more.
void typing(Services& services, const UserId& user, Room& room, bool isTyping, int believedFor);

} // namespace parlance::handlers
