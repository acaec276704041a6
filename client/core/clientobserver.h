#pragma once

#include "base/errors.h"
#include "base/ids.h"
#include "core/clientstate.h"
#include "core/stateobserver.h"

namespace parlance::client {

/// Is told what happens to a Client besides its state. Nothing but reading may be done from within, except where it
/// says so.
class ClientObserver : public StateObserver {
  public:
    /// start(), stop() and what asks the server may be called from here.
    virtual void phaseChanged() {}

    /// See ConnectionObserver. Connection::giveCode() may be called from here.
    virtual void codeWanted() {}

    /// A room that was to be joined cannot be.
    virtual void joinFailed(const RoomRef& /*room*/, const Error& /*error*/) {}

    /// A room that was to be joined by its name is live, and this is its id.
    virtual void joinedByName(const RoomName& /*name*/, const RoomId& /*room*/) {}

    /// Somebody else has deleted the room, which is not in the state any more. What was written there and is not sent
    /// has failed; the draft is still there.
    virtual void roomDeleted(const RoomId& /*room*/, const RoomName& /*name*/) {}

    /// A message that was written changed its state, or left the outbox: it is in the room, or was discarded.
    virtual void outboxChanged(const RoomId& /*room*/, const Nonce& /*nonce*/) {}
};

} // namespace parlance::client
