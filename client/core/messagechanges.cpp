#include "core/messagechanges.h"

namespace parlance::client {

MessageState stateOf(const MessagePosted& event)
{
    MessageState message;
    message.seq = event.seq;
    message.n = event.n;
    message.id = event.id;
    message.userId = event.userId;
    message.username = event.username;
    message.text = event.text;
    message.timestamp = event.timestamp;
    message.nonce = event.nonce;
    message.style = event.style;
    message.mentions = event.mentions;
    message.rev = event.seq;
    return message;
}

bool change(MessageState& message, const MessageEdited& event)
{
    if (message.rev >= event.seq)
        return false;
    message.text = event.text;
    message.mentions = event.mentions;
    message.editedAt = event.timestamp;
    message.rev = event.seq;
    return true;
}

bool change(MessageState& message, const MessageDeleted& event)
{
    if (message.rev >= event.seq)
        return false;
    message.text.reset();
    message.style.reset();
    message.mentions.reset();
    message.editedAt.reset();
    message.deleted = true;
    message.rev = event.seq;
    return true;
}

} // namespace parlance::client
