#pragma once

#include "handlers/services.h"

/// What an admin does to rooms while people are in them.
namespace parlance::control {

/// The store ends the room's log, and then everybody who is in the room, or a member, is told room_left and closed: so
/// nothing of it stays in the server or in a client, and what goes on under another name is in the next welcome.
/// Answers with the room as it was.
void deleteRoom(Services& services, const RoomName& room, Done<RoomSize> done);
void renameRoom(Services& services, const RoomName& room, const RoomName& to, Done<RoomSize> done);

} // namespace parlance::control
