#pragma once

#include "cluster/gapreader.h"
#include "cluster/nodestream.h"

namespace parlance {

/// Tells the other nodes of the events that this one commits, and brings theirs into its rooms. What the bus loses,
/// doubles or reorders is read from the store: the bus only saves time. Single-threaded.
class EventRelay final : public LogFollower, public StreamPart {
  public:
    /// The stream, the log, the rooms and the wheel outlive it. Follows the rooms from now on.
    EventRelay(NodeStream& stream, EventLog& log, Rooms& rooms, DeadlineWheel& wheel);
    ~EventRelay() override;

    void committed(const LogId& log, const DurableEvent& event) override;
    void missing(const RoomId& room, Haste haste) override { m_gaps.missing(room, haste); }

    void collect(NodeMessage& message) override;
    void heard(const NodeMessage& message, Turn turn) override;
    void missed(const NodeId&) override { reconcile(); }
    void attached() override { reconcile(); }
    void deaf() override { reconcile(); }
    void poll() override;

    /// How often the rooms were compared with the store, since the start.
    quint64 reconciled() const { return m_reconciled; }
    quint64 gapReads() const { return m_gaps.reads(); }

  private:
    void reconcile();
    void compare(const std::vector<RoomHead>& heads);

    NodeStream& m_stream;
    EventLog& m_log;
    Rooms& m_rooms;
    const Clock& m_clock;
    GapReader m_gaps;
    std::vector<LoggedEvent> m_waiting; // to be sent
    bool m_isReconciling = false;
    bool m_hasToReconcile = false; // again
    quint64 m_reconciled = 0;
};

} // namespace parlance
