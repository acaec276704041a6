#pragma once

#include "handlers/services.h"

/// The requests of the tutorial's dialect. A plain connection addresses rooms by name, has no memberships, and is in
/// one room at a time.
namespace parlance::plain {

void join(Services& services, Call call, const Join& request);
void say(Services& services, Call call, const Say& request);
void setTyping(Services& services, Call call, const SetTyping& request);

} // namespace parlance::plain
