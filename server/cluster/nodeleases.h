#pragma once

#include "cluster/nodestream.h"
#include "ports/noderegister.h"

namespace parlance {

/// Says in the store once a second that this node lives, and knows from there which others do. The stream learns whom
/// it has to hear. Single-threaded.
class NodeLeases {
  public:
    static constexpr qint64 renewEvery = 1'000; ///< ms

    /// All outlive it. `describe` gives this node as it is now.
    NodeLeases(NodeRegister& nodes, NodeStream& stream, DeadlineWheel& wheel, std::function<NodeRecord()> describe);

    /// Whether the node is known to live.
    bool isRegistered(const NodeId& node) const;

    /// Those that lived when the store last answered, this one too, and how long ago that was, in ms.
    const std::vector<NodeRecord>& nodes() const { return m_nodes; }
    qint64 age() const { return m_wheel.clock().steady() - m_answeredAt; }

    /// This node is about to stop.
    void resign();

  private:
    void renew();
    void answered(Result<std::vector<NodeRecord>> nodes);
    void compare(const NodeRecord& other);

    NodeRegister& m_register;
    NodeStream& m_stream;
    DeadlineWheel& m_wheel;
    const std::function<NodeRecord()> m_describe;
    std::vector<NodeRecord> m_nodes;
    qint64 m_answeredAt = 0;     // steady ms
    std::set<NodeId> m_compared; // whose settings were looked at
    Deadline m_next;
};

} // namespace parlance
