#pragma once

#include "base/deadlines.h"
#include "cluster/nodestream.h"
#include "ports/deeds.h"

namespace parlance {

/// Tells the other nodes what was done here of what is limited, gathered for 100 ms, so that nobody may do as much on
/// each node as on one. What the bus loses counts on one node only. Single-threaded.
class RateRelay final : public StreamPart, public DeedFollower {
  public:
    static constexpr qint64 gatherFor = 100; ///< ms

    /// All outlive it. Follows the counter from now on.
    RateRelay(NodeStream& stream, DeedCounter& counter, DeadlineWheel& wheel);
    ~RateRelay() override;

    void done(const Deed& deed, qint64 times) override;

    void collect(NodeMessage& message) override;
    void heard(const NodeMessage& message, Turn turn) override;

  private:
    NodeStream& m_stream;
    DeedCounter& m_counter;
    DeadlineWheel& m_wheel;
    std::map<Deed, qint64> m_waiting; // how often
    Deadline m_next;
    bool m_isDue = false;
};

} // namespace parlance
