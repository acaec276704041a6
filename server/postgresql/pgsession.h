#pragma once

#include "ports/done.h"
#include "ports/noderecord.h"
#include "postgresql/pglineage.h"

#include <atomic>
#include <mutex>

namespace parlance {

/// A connection that is made anew when it was lost, and runs transactions until they have gone through. Used by one
/// thread.
class PgSession {
  public:
    /// What a session does in the database.
    enum class Role {
        Reads,
        Writes,      ///< while other nodes do, too
        WritesAlone, ///< and no other node may
    };

    /// `patience`: PostgreSQL may be away for so long before work is given up.
    PgSession(QString url, Role role, std::chrono::milliseconds patience)
        : m_url(std::move(url))
        , m_role(role)
        , m_patience(patience)
    {}

    /// For the start, where there is no reason to try again. The error is one line.
    Result<Nothing> connect();

    enum class Outcome {
        Done,
        Refused, ///< for a reason of its own, see refusal(): trying again would not help
        Away,    ///< PostgreSQL was away for longer than the patience, or its disk is full
    };

    /// Calls `work` with a connection on which no transaction is open, until it returns true: it may be called any
    /// number of times, and the last counts. False means that the connection has failed.
    Outcome run(const std::function<bool(PgConnection&)>& work);
    const PgFailure& refusal() const { return m_refusal; }

    /// The lineage of the database, if it was found to be another since the last call: what memory has of it may be
    /// wrong.
    std::optional<PgLineage> takeRenewed() { return std::exchange(m_renewed, std::nullopt); }

    /// Any thread. Why nothing goes through: PostgreSQL has been away for longer than the patience, or its disk is
    /// full. Empty if nothing is in the way.
    QString obstacle() const;
    /// What calls are answered after Outcome::Away.
    Error busy() const;
    /// Any thread. How often something was begun again.
    qint64 retries() const { return m_retries; }
    /// Any thread. Copies of the database with a history before this one are not used any more; see NodeRegister.
    void leaveHistory(const StoreHistory& successor);
    /// Any thread. From now on nothing is tried again.
    void close() { m_isClosed = true; }

  private:
    using Clock = std::chrono::steady_clock;

    Result<Nothing> prepare();
    Result<Nothing> enterLineage();
    bool isLeft() const;
    bool lockNode();
    void endBlockers(int waiter) const;
    bool isConnected() const { return m_connection && !m_connection->failed(); }
    bool mayGoOn();
    void tellFailure();
    void tell(const QString& problem);

    const QString m_url;
    const Role m_role;
    const std::chrono::milliseconds m_patience;
    std::unique_ptr<PgConnection> m_connection;
    int m_lastBackend = 0;
    std::optional<PgLineage> m_lineage;
    std::optional<PgLineage> m_renewed; // not told yet
    mutable std::mutex m_successorLock;
    StoreHistory m_successor; // under that lock; empty: none
    std::optional<Clock::time_point> m_awaySince;
    PgFailure m_refusal;
    QString m_told; // the last problem, so that it is logged once
    std::atomic<qint64> m_retries = 0;
    std::atomic<bool> m_isAway = false;
    std::atomic<bool> m_isFull = false; // PostgreSQL's disk
    std::atomic<bool> m_isClosed = false;
};

} // namespace parlance
