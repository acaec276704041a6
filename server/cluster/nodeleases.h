#pragma once

#include "cluster/nodestream.h"
#include "ports/noderegister.h"

namespace parlance {

/// Says in the store once a second that this node lives, and knows from there which others do. The stream learns whom
/// it has to hear. Where another node works in a later history of the store, the store is told. Single-threaded.
class NodeLeases final : private StreamPart {
  public:
    static constexpr qint64 renewEvery = 1'000; ///< ms

    /// All outlive it. `describe` gives this node as it is now. `superseded` is called if this node cannot read what
    /// the others write: it has to stop. Nothing is renewed any more then.
    NodeLeases(NodeRegister& nodes, NodeStream& stream, DeadlineWheel& wheel, std::function<NodeRecord()> describe,
               std::function<void()> superseded);
    ~NodeLeases() override;
    NodeLeases(const NodeLeases&) = delete;
    NodeLeases& operator=(const NodeLeases&) = delete;

    /// Whether the node lives, as the store has it; nothing if it has not answered for a while.
    std::optional<bool> lives(const NodeId& node) const;

    /// Those that lived when the store last answered, this one too, and how long ago that was, in ms.
    const std::vector<NodeRecord>& nodes() const { return m_nodes; }
    qint64 age() const { return m_wheel.clock().steady() - m_answeredAt; }

    /// See LiveNodes; 0 before the store has answered.
    int level() const { return m_level; }

    /// This node is about to stop.
    void resign();

  private:
    void collect(NodeMessage&) override {}
    void heard(const NodeMessage& message, Turn turn) override;
    void renew();
    void answered(Result<LiveNodes> live);
    void compare(const NodeRecord& other);

    NodeRegister& m_register;
    NodeStream& m_stream;
    DeadlineWheel& m_wheel;
    const std::function<NodeRecord()> m_describe;
    const std::function<void()> m_superseded;
    std::vector<NodeRecord> m_nodes;
    qint64 m_answeredAt = 0; // steady ms
    int m_level = 0;
    StoreHistory m_history;
    std::set<NodeId> m_compared; // whose settings were looked at
    Deadline m_next;
};

} // namespace parlance
