#pragma once

#include "protocol/events.h"
#include "protocol/records.h"

#include <memory>

namespace parlance {

class Presence;

/// A list of who is present, as a client was given it.
struct PresentList {
    std::vector<Present> people;
    bool isCut = false; ///< more are present than fit into it
    UserId leftOut;     ///< who gave way to the reader in a list that is cut; empty: nobody
};

/// Whether somebody types.
enum class TypingState { Begins, GoesOn, Ends };

/// Hears what passes in one room, in order. Owned by the room and gone with it.
class RoomSink {
  public:
    virtual ~RoomSink() = default;

    /// An identity is present now, or is not any more. The room's Presence says so already.
    virtual void came(const Present& who) = 0;
    virtual void went(const Present& who) = 0;

    /// Somebody who is present, or a member, has another name. Their own connections know it already.
    virtual void renamed(const UserId& user, const UserName& name) = 0;

    /// A client of `reader` is being given this list, and expects to hear of all changes to it from now on.
    virtual void listGiven(const UserId& reader, const PresentList& list) = 0;

    virtual void typing(const Present& who, TypingState state) = 0;
};

/// Receives what happens in rooms, at the moment it happens. Each dialect encodes it for its clients.
/// Implementation: dialects/Dialects.
class EventSink {
  public:
    virtual ~EventSink() = default;

    /// A committed event of a room's log.
    virtual void logged(const DurableEvent& event) = 0;

    /// A room is in memory from now on. Both arguments outlive what is returned, which is never null.
    virtual std::unique_ptr<RoomSink> open(const RoomId& room, const Presence& present) = 0;
};

} // namespace parlance
