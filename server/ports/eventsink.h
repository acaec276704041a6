#pragma once

#include "protocol/registry.h"

namespace parlance {

/// Where the domain's events go. Every call means: now, in this order. `except` is the person who is left out; empty:
/// everybody gets it. Implementation: session/Hub.
class EventSink {
  public:
    virtual ~EventSink() = default;

    /// A committed event of a room's log: to everybody in the room, plain clients only if it is a message.
    virtual void logged(const DurableEvent& event) = 0;

    /// To the full clients that are live in the room.
    virtual void toFull(const RoomId& room, const FullEvent& event, const UserId& except) = 0;

    /// To the plain clients in the room. Returns how many bytes that is, for all of them together.
    virtual qint64 toPlain(const RoomId& room, const PlainEvent& event, const UserId& except) = 0;
};

} // namespace parlance
