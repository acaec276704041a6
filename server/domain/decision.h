#pragma once

#include "ports/records.h"

namespace parlance {

/// What a store knows that matters to a new event, read in the transaction that writes the event.
struct Facts {
    struct Target {
        UserId author;
        bool isDeleted = false;
    };

    std::optional<DurableEvent> before; ///< what the author's nonce has made in this room
    qint64 head = 0;
    qint64 n = 0;
    qint64 lastTime = 0; ///< of any event of the room, ms since 1970
    bool isMember = false;
    bool isMaker = false;         ///< the author made the room
    RoomName name;                ///< what the room is called
    std::optional<Target> target; ///< the message of this room that the event changes
    std::optional<RoomId> named;  ///< the room that has the new name already
};

/// Decides what becomes of a new event: the same for every store, which only gathers the facts and writes the event.
/// `facts` is empty where there is no such room.
///
/// The order: the room is not there -> NotFound; the nonce was seen before -> the first result, repeated; the author
/// may not write -> NotJoined; the target is not there -> NotFound, is somebody else's -> Forbidden; the author may not
/// rename the room -> Forbidden; the new name is another room's -> NameTaken, or the very one that the room has ->
/// BadRequest. Else the event gets the next seq, which a repeat or a refusal does not take, and a time that is not
/// before the last one.
Result<Appended> decide(const NewEvent& event, const std::optional<Facts>& facts);

/// The message that the event changes; nothing for one that adds.
std::optional<MessageId> targetOf(const NewEvent& event);

/// The name that the event gives the room; null for one that gives none.
const RoomName* newNameOf(const NewEvent& event);

} // namespace parlance
