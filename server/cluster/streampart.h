#pragma once

#include "cluster/nodemessage.h"

namespace parlance {

/// How a message stands to those of its sender that have come before.
enum class Turn {
    Next, ///< the newest of all; where some before it have not come, missed() has said so
    Late, ///< it was overtaken, or comes a second time: what it says of changing things is outdated
};

/// Something that the nodes tell each other. A NodeStream carries several parts; it calls each of them in the order in
/// which they were added, so a part may rely on those before it.
class StreamPart {
  public:
    virtual ~StreamPart() = default;

    /// Adds what waits to the message that is about to be sent. Called after NodeStream::wake().
    virtual void collect(NodeMessage& message) = 0;

    /// Another node's message, with content or without.
    virtual void heard(const NodeMessage& message, Turn turn) = 0;

    /// Another node has said something that has not come, or is new and may have. Called before heard() is with the
    /// message that shows it.
    virtual void missed(const NodeId&) {}

    /// This node hears the bus from now on, or not any more. Whatever was said in between is lost.
    virtual void attached() {}
    virtual void deaf() {}

    /// The time has come to ask the store for what no message has told of: seldom while this node hears the bus, often
    /// while it does not.
    virtual void poll() {}

    /// Every NodeStream::beatEvery, when it is known whether this node hears the bus.
    virtual void beat() {}
};

} // namespace parlance
