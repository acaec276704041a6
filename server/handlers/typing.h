#pragma once

#include "handlers/services.h"

namespace parlance::handlers {

/// Records that a user types, for at most `believedFor` ms, or has stopped.
void typing(Services& services, const UserId& user, Room& room, bool isTyping, int believedFor);

} // namespace parlance::handlers
