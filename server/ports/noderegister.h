#pragma once

#include "ports/done.h"
#include "ports/noderecord.h"

namespace parlance {

/// The part of a store that several nodes share by which each knows that the others live, also where they cannot hear
/// each other. Implementation: postgresql/PostgresqlStore.
class NodeRegister {
  public:
    /// Milliseconds for which a node counts as alive after it has said so.
    static constexpr qint64 lease = 5'000;

    virtual ~NodeRegister() = default;

    /// This node lives. Answers with all that do, this one too.
    virtual void renewNode(const NodeRecord& self, Done<LiveNodes> done) = 0;

    /// This node is about to stop.
    virtual void resignNode(const NodeId& node) = 0;

    /// Another node has found the store with a history that followed the one of this node's: this node uses a copy that
    /// others have left. It neither reads nor writes there any more, and looks for the other one.
    virtual void leaveHistory(const StoreHistory& successor) = 0;
};

} // namespace parlance
