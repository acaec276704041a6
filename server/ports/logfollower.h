#pragma once

#include "protocol/events.h"

namespace parlance {

/// What this node's rooms need where other nodes write the same logs. Implementation: cluster/EventRelay.
class LogFollower {
  public:
    virtual ~LogFollower() = default;

    /// This node has committed an event: the others are to hear of it.
    virtual void committed(const LogId& log, const DurableEvent& event) = 0;

    enum class Haste {
        Soon, ///< what is missing may be on its way
        Now,  ///< it is in the store, and somebody waits for it
    };

    /// The room has to take in events behind its head before it can go on.
    virtual void missing(const RoomId& room, Haste haste) = 0;
};

} // namespace parlance
