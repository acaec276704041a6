#pragma once

#include "handlers/services.h"

/// The common last step of all requests that write to a room's log.
namespace parlance::handlers {

/// Has the store append the event, whose room, author and time are filled in here. Once it is committed, everybody in
/// the room is told, and the author in any case.
void append(Services& services, Call call, RoomPin room, NewEvent event);

/// Answers a request to write by somebody who is no member of the room, which is not in memory: with what the nonce has
/// made before they left, or that they are no member.
void answerFormer(Services& services, Call call, const RoomId& room, const Nonce& nonce);

/// A message for append(); `text` has been cleaned and is not too long.
NewMessage newMessage(Room& room, const QString& text, const std::optional<QString>& style);

} // namespace parlance::handlers
