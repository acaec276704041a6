#pragma once

#include "handlers/services.h"

/// Tells the people in a room that the store has ended the room or their membership.
namespace parlance::handlers {

/// The store has deleted the room: no append of before is under way any more, and none that comes will be taken.
/// Everybody who is in the room, or a member, is told room_left. Plain clients
/// have no such message, so they are closed.
void roomEnded(Services& services, const RoomId& id);

/// Strangers had made too much. Who is present in a room that stays may go on reading, and becomes a member again with
/// the first message.
void swept(Services& services, const Swept& swept);

} // namespace parlance::handlers
