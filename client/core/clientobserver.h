#pragma once

#include "base/errors.h"
#include "base/ids.h"
#include "core/stateobserver.h"

namespace parlance::client {

/// Is told what happens to a Client besides its state. Nothing but reading may be done from within, except where it
/// says so.
class ClientObserver : public StateObserver {
  public:
    /// start(), stop() and what asks the server may be called from here.
    virtual void phaseChanged() {}

    /// A room that was to be joined cannot be.
    virtual void joinFailed(const RoomName& /*room*/, const Error& /*error*/) {}

    /// A message that was written changed its state, or left the outbox: it is in the room, or was discarded.
    virtual void outboxChanged(const RoomName& /*room*/, const Nonce& /*nonce*/) {}
};

} // namespace parlance::client
