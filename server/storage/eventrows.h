#pragma once

#include "ports/records.h"
#include "sqlite/database.h"
#include "storage/logschema.h"

namespace parlance {

/// What readEvent() reads, in its order, of events AS e with users AS u, if there is an author.
constexpr std::string_view eventColumns =
    "e.place, e.n, e.kind, u.user, e.time, e.nonce, e.message, e.name, e.text, e.style, e.mentions, e.gone";

/// The event as it was published, or what is left of it.
DurableEvent readEvent(const Cursor& row, const RoomId& room);

/// What readMessage() reads: the same, and changes AS c.
constexpr std::string_view messageColumns =
    "e.place, e.n, e.message, u.user, e.time, e.nonce, e.name, e.text, e.style, e.mentions, "
    "c.rev, c.deleted, c.edited, c.text, c.mentions";

/// The message as it is now.
MessageState readMessage(const Cursor& row);

/// A list of user ids as it is kept in one column: nothing if nobody is meant, else the ids with spaces between.
std::optional<QByteArray> packMentions(const std::optional<std::vector<UserId>>& mentions);

} // namespace parlance
