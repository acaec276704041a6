#pragma once

#include "ports/nodeid.h"

#include <QByteArray>

namespace parlance {

/// What comes over the bus. Called from the event loop, never from within a call of the EventBus's.
class BusListener {
  public:
    virtual ~BusListener() = default;

    /// A message of some node's, this one's own too. Whoever can reach the bus may have made it up.
    virtual void heard(const QByteArray& message) = 0;

    /// From now on this node hears the bus. What was sent before is lost.
    virtual void attached() = 0;
};

/// Carries messages between the nodes, at most once and in any order: a hint of what is in the store, never the truth.
/// Implementations: redis/RedisBus; in tests LoopBus. Both pass tests/cluster/bus_contract.h.
class EventBus {
  public:
    virtual ~EventBus() = default;

    virtual void attach(BusListener& listener) = 0;

    /// Sends a message to all nodes. It may be lost.
    virtual void publish(const QByteArray& message) = 0;

    /// Nothing comes over the bus any more although it seems to work: it is to connect anew.
    virtual void reconnect() = 0;
};

} // namespace parlance
