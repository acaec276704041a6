#pragma once

#include "protocol/codec.h"

namespace parlance {

class Session;

/// Whether a request may be under way beside others of its connection.
enum class Order {
    Alone,  ///< begins when those before it have ended
    Append, ///< may follow other appends that are under way: the store keeps their order
};

/// What a session does with its requests. Implementation: command/Dispatcher.
class RequestHandler {
  public:
    virtual ~RequestHandler() = default;

    virtual Order orderOf(const Session& session, const Envelope& request) const = 0;

    /// Ends in Session::finished(), now or later.
    virtual void handle(Session& session, const Envelope& request) = 0;

    /// A request has been answered with a reply of this size.
    virtual void replied(Session& session, qint64 bytes) = 0;

    /// The connection, a full one, has taken everything again and missed changes of the room's presence meanwhile.
    virtual void presenceMissed(Session& session, const RoomId& room) = 0;

    /// The connection is gone; its rooms are still its own.
    virtual void departed(Session& session) = 0;
};

} // namespace parlance
