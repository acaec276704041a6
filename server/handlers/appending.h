#pragma once

#include "handlers/services.h"

/// The common last step of all requests that write to a room's log.
namespace parlance::handlers {

/// Has the store append the event, whose room, author and time are filled in here. Once it is committed, everybody in
/// the room is told, and the author in any case.
void append(Services& services, Call call, RoomPin room, NewEvent event);

/// A message for append(); `text` has been cleaned and is not too long.
NewMessage newMessage(Room& room, const QString& text, const std::optional<QString>& style);

} // namespace parlance::handlers
