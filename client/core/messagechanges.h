#pragma once

#include "protocol/events.h"
#include "protocol/records.h"

/// What an event makes of a message, wherever that is kept.
namespace parlance::client {

MessageState stateOf(const MessagePosted& event);

/// False if the message is as new as the event already, or newer.
bool change(MessageState& message, const MessageEdited& event);
bool change(MessageState& message, const MessageDeleted& event);

} // namespace parlance::client
