#pragma once

#include "base/deadlines.h"
#include "cluster/streampart.h"

#include <array>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <vector>

namespace parlance {

/// What a stream has seen, since the start.
struct StreamCounts {
    quint64 published = 0; ///< messages with content
    quint64 heard = 0;     ///< of other nodes
    quint64 refused = 0;   ///< that could not be read
    quint64 holes = 0;     ///< in the numbers of a node
    quint64 polls = 0;     ///< while the bus was away
};

/// This node among the others: it numbers what it says, gives signs of life, knows whether it hears the bus, and
/// notices what it misses of others. What is said is the affair of its parts. Single-threaded.
class NodeStream final : public BusListener {
  public:
    // Milliseconds.
    static constexpr qint64 beatEvery = 500;
    static constexpr qint64 deafAfter = 1'500;       ///< without a beat of one's own
    static constexpr qint64 missedAfter = 1'000;     ///< without a beat of a node that is known to live
    static constexpr qint64 pollEvery = 250;         ///< while the bus is away, for this node or for another
    static constexpr qint64 slowestPoll = 1'000;     ///< see pollTook(); with all around it no pause of 2 s
    static constexpr qint64 reconcileEvery = 30'000; ///< all the same
    static constexpr qint64 forgetAfter = 60'000;    ///< a node of which nothing is heard
    /// Of the time between two polls, the store works for at most one part in so many, 2 %, unless a poll takes more
    /// than 20 ms.
    static constexpr qint64 pollShare = 50;
    static constexpr size_t answersCompared = 8; ///< see pollTook()

    /// The bus and the wheel outlive it. `node`: this start of this server.
    NodeStream(NodeId node, EventBus& bus, DeadlineWheel& wheel);
    NodeStream(const NodeStream&) = delete;
    NodeStream& operator=(const NodeStream&) = delete;

    /// The part is there until it is removed, or outlives the stream. Not to be called from within a call of a part's.
    void add(StreamPart& part) { m_parts.push_back(&part); }
    void remove(StreamPart& part) { std::erase(m_parts, &part); }

    /// A part has something to say.
    void wake();

    /// `arm` is called when something begins to wait: flush() is to be called soon, at the end of the event loop's
    /// pass.
    void onWaiting(std::function<void()> arm);

    /// Sends what waits as one message.
    void flush();

    /// These nodes live, as the store has it. While one of them is not heard, the store is asked as if the bus were
    /// away: it may be away for that node alone.
    void expect(const std::set<NodeId>& nodes);

    /// The store took this many milliseconds to answer a poll. While the bus is away, slower answers make polls rarer,
    /// so that many rooms do not keep the database busy. The quickest of the last answers counts, because the others
    /// may have waited for unrelated work.
    void pollTook(qint64 milliseconds);

    /// What every sign of life says from now on; see NodeMessage.
    void setHistory(StoreHistory history) { m_history = std::move(history); }

    /// Says goodbye: this node is about to stop. What waits is sent before. Events may still be told.
    void leave();
    bool isLeaving() const { return m_isLeaving; }

    void heard(const QByteArray& bytes) override;
    void attached() override;

    const NodeId& node() const { return m_node; }
    /// Whether this node hears the bus.
    bool isAttached() const { return !m_isDeaf; }
    /// For how long this node's last sign of life was under way, in ms.
    qint64 lag() const { return m_lag; }
    /// Those that live and are not heard.
    size_t missing() const { return m_missing; }
    /// Steady ms since a node was heard; nothing if it never was.
    std::optional<qint64> silence(const NodeId& node) const;
    const StreamCounts& counts() const { return m_counts; }

  private:
    struct Peer {
        qint64 number = 0;  ///< of its last message with content
        qint64 beat = 0;    ///< its last sign of life
        qint64 heardAt = 0; ///< steady ms
    };

    void beat();
    void giveSignOfLife();
    void listen();
    void poll();
    void pollLater();
    void follow(const NodeMessage& message);
    void lookForMissing();
    bool hasToPoll() const { return m_isDeaf || m_missing > 0; }
    qint64 now() const { return m_wheel.clock().steady(); }

    const NodeId m_node;
    const QByteArray m_ownBeginning; // of this node's messages
    EventBus& m_bus;
    DeadlineWheel& m_wheel;
    std::vector<StreamPart*> m_parts;
    std::function<void()> m_arm;
    qint64 m_number = 0;
    qint64 m_beats = 0;
    std::optional<StoreHistory> m_history;
    std::map<NodeId, Peer> m_peers;
    std::map<NodeId, qint64> m_expected; // since when, steady ms
    size_t m_missing = 0;
    qint64 m_heardSelfAt = 0; // steady ms
    qint64 m_beatAt = 0;      // steady ms
    QByteArray m_beatSaid;    // the last sign of life
    qint64 m_lag = 0;
    bool m_isDeaf = true;
    bool m_isWaiting = false; // something is to be sent
    bool m_isLeaving = false;
    Deadline m_beat;
    Deadline m_poll;
    std::array<qint64, answersCompared> m_pollsTook{}; // ms, in turn
    size_t m_pollsAnswered = 0;
    qint64 m_pollPause = pollEvery; // ms
    StreamCounts m_counts;
};

} // namespace parlance
