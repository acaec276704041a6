#pragma once

#include "handlers/services.h"

/// What plain and full joins have in common.
namespace parlance::handlers {

/// The room, made if there is none and the address may make one more (RateLimited otherwise).
void openOrMake(Services& services, const RoomName& room, const QString& address, Done<RoomPin> done);

/// The connection hears nothing of the room any more, and is not present in it. The membership stays.
void leaveOn(Services& services, const Session& session, const RoomName& room);

/// The reply's messages, cut from the old end so that they fit into one reply; the newest stays in any case, so that
/// whoever pages gets on. True if some were cut.
bool cutOldest(std::vector<MessageState>& messages);

} // namespace parlance::handlers
