#pragma once

#include "cluster/eventsmessage.h"
#include "cluster/gapreader.h"

namespace parlance {

/// What a relay has seen, since the start.
struct RelayCounts {
    quint64 published = 0; ///< messages with events
    quint64 heard = 0;     ///< of other nodes
    quint64 refused = 0;   ///< that could not be read
    quint64 holes = 0;     ///< in the numbers of a node
    quint64 reconciled = 0;
    quint64 polls = 0;
};

/// Tells the other nodes of the events that this one commits, and brings theirs into its rooms. What the bus loses,
/// doubles or reorders is found by its numbers and read from the store: the bus only saves time. Single-threaded.
class EventRelay final : public LogFollower, public BusListener {
  public:
    // Milliseconds.
    static constexpr qint64 beatEvery = 500;
    static constexpr qint64 deafAfter = 1'500;       ///< without a beat of one's own
    static constexpr qint64 pollEvery = 250;         ///< while the bus is away
    static constexpr qint64 reconcileEvery = 30'000; ///< all the same
    static constexpr qint64 forgetAfter = 60'000;    ///< a node of which nothing is heard

    /// The bus, the log, the rooms and the wheel outlive it. Follows the rooms from now on.
    EventRelay(EventBus& bus, EventLog& log, Rooms& rooms, DeadlineWheel& wheel);
    ~EventRelay() override;

    /// Sends what was committed in a pass of the event loop; to be called at its end.
    void flush();

    void committed(const LogId& log, const DurableEvent& event) override;
    void missing(const RoomId& room, Haste haste) override { m_gaps.missing(room, haste); }

    void heard(const QByteArray& message) override;
    void attached() override;

    const NodeId& node() const { return m_node; }
    /// Whether this node hears the bus.
    bool isAttached() const { return !m_isDeaf; }
    const RelayCounts& counts() const { return m_counts; }
    quint64 gapReads() const { return m_gaps.reads(); }

  private:
    struct Peer {
        qint64 number = 0;  ///< of its last message with events
        qint64 heardAt = 0; ///< steady ms
    };

    void beat();
    void listen();
    void follow(const EventsMessage& message);
    void reconcile();
    void compare(const std::vector<RoomHead>& heads);
    void reconcileLater(qint64 delay);
    qint64 now() const { return m_wheel.clock().steady(); }

    EventBus& m_bus;
    EventLog& m_log;
    Rooms& m_rooms;
    DeadlineWheel& m_wheel;
    GapReader m_gaps;
    const NodeId m_node = NodeId::random();
    qint64 m_number = 0;
    std::vector<LoggedEvent> m_waiting; // to be sent
    std::map<NodeId, Peer> m_peers;
    qint64 m_heardSelfAt = 0; // steady ms
    bool m_isDeaf = true;
    bool m_isReconciling = false;
    bool m_hasToReconcile = false; // again
    Deadline m_beat;
    Deadline m_reconcile;
    RelayCounts m_counts;
};

} // namespace parlance
