#pragma once

#include "postgresql/pgsession.h"
#include "postgresql/pgwrite.h"
#include "postgresql/pgwriter.h"

#include <atomic>

namespace parlance {

/// What the writer's thread does: batches, each a transaction, and between them what has to be swept. Used by one
/// thread.
class PgWriting {
  public:
    /// `node`: see PgNotices. `level`: see LiveNodes; outlives it.
    PgWriting(PgSession& session, NodeId node, const std::atomic<int>& level)
        : m_session(session)
        , m_node(std::move(node))
        , m_level(level)
    {}

    using Batch = std::span<PgWrite>;

    /// The end of the calls that go into one transaction together. Some want one of their own.
    static std::vector<PgWrite>::iterator endOfBatch(std::vector<PgWrite>::iterator first,
                                                     std::vector<PgWrite>::iterator end);

    /// Runs the errands, or refuses them. Returns whether something was committed.
    bool write(Batch batch);
    static void refuse(Batch batch, const Error& error);

    /// Whether PostgreSQL was away for too long since the last time. Errands may be run again.
    bool takeAway() { return std::exchange(m_isAway, false); }

    /// Whether something was committed since the last time that other nodes have to learn.
    bool takePosted() { return std::exchange(m_hasPosted, false); }

    /// How long the thread may sleep if nothing is to be written.
    std::chrono::milliseconds rest() const;
    /// Takes away some of what is too much, if anything is.
    Swept sweep();

  private:
    using Clock = std::chrono::steady_clock;

    static void run(PgWriter& writer, Batch batch);

    PgSession& m_session;
    const NodeId m_node;
    const std::atomic<int>& m_level;
    bool m_hasPosted = false;
    bool m_isAway = false;
    bool m_hasMore = true;  // the last run may have left something
    qint64 m_untilNext = 0; // so many rows may strangers make before there are too many
    Clock::time_point m_lastSweep;
};

} // namespace parlance
