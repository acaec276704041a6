#pragma once

#include "handlers/services.h"

/// What an admin does to rooms while people are in them. Each finds the room by its id or its name: NotFound if there
/// is none.
namespace parlance::control {

/// Holds the room in memory for as long as the pin lives.
void findRoom(Services& services, const RoomName& given, Done<RoomPin> done);

/// Everybody who is in the room, or a member, is told room_left. Answers with the room as it was.
void deleteRoom(Services& services, const RoomName& room, Done<RoomSize> done);

/// Everybody in the room is told room_changed. Answers with that event; NameTaken if another room has the name.
void renameRoom(Services& services, const RoomName& room, const RoomName& to, Done<RoomChanged> done);

} // namespace parlance::control
