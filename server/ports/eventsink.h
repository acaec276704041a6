#pragma once

#include "ports/sessionid.h"
#include "protocol/registry.h"

namespace parlance {

/// Where the domain's events go. Every call means: now, in this order. `except` is left out, empty: nobody is.
/// Implementation: session/Hub.
class EventSink {
  public:
    virtual ~EventSink() = default;

    /// A committed event of a room's log: to everybody in the room, plain clients only if it is a message.
    virtual void logged(const DurableEvent& event) = 0;

    /// To the full clients that are live in the room.
    virtual void toFull(const RoomName& room, const FullEvent& event, const UserId& except) = 0;

    /// To the plain clients in the room.
    virtual void toPlain(const RoomName& room, const PlainEvent& event, const UserId& except) = 0;

    /// To the full clients in any of the rooms and to the identity's own, once each, but not to one connection.
    virtual void toSharers(const UserId& user, const std::vector<RoomName>& rooms, const FullEvent& event,
                           SessionId except) = 0;
};

} // namespace parlance
