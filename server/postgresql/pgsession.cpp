#include "postgresql/pgsession.h"

#include "base/logging.h"
#include "postgresql/pgschema.h"

#include <thread>

namespace parlance {

namespace {

constexpr std::chrono::milliseconds pause{50}; // before the next attempt

// A node holds this for as long as its writer is connected: shared with others, or alone.
constexpr PgStatement lockShared{"SELECT CASE WHEN pg_try_advisory_lock_shared(1348563566) THEN 1 ELSE 0 END"};
constexpr PgStatement lockAlone{"SELECT CASE WHEN pg_try_advisory_lock(1348563566) THEN 1 ELSE 0 END"};

// A connection that was lost may be alive for the server.
constexpr PgStatement endFormer{"SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                                " WHERE pid = $1 AND application_name = 'parlanced' AND usename = current_user"};

// A node that was stopped between two statements of a pipeline holds its locks until it wakes: neither the timeout for
// idle transactions nor that for statements ends it (seen with PostgreSQL 15).
constexpr PgStatement endStuck{"SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                               " WHERE pid = ANY(pg_blocking_pids($1::int)) AND wait_event = 'ClientRead'"};

constexpr qint64 busyDelay = 2'000; // ms until a client asks again

} // namespace

Result<Nothing> PgSession::connect()
{
    auto connection = PgConnection::open(m_url);
    if (!connection)
        return Error{connection.error().code, QStringLiteral("storage.url: ") + connection.error().message, {}};
    m_connection = *std::move(connection);
    auto prepared = prepare();
    if (!prepared)
        m_connection.reset();
    return prepared;
}

Result<Nothing> PgSession::prepare()
{
    if (auto session = preparePgSession(*m_connection); !session)
        return session;
    if (m_role == Role::Reads)
        return enterLineage();
    if (auto schema = preparePgSchema(*m_connection); !schema)
        return schema;
    if (auto entered = enterLineage(); !entered)
        return entered;
    if (!lockNode())
        return Error{ErrorCode::Internal,
                     QStringLiteral("storage.url: another server uses the database. Stop it, or give each of them a "
                                    "database of its own"),
                     {}};
    if (m_role == Role::WritesAlone)
        shutOutOlder(*m_connection);
    m_lastBackend = m_connection->backend();
    m_connection->onSlow([this] { endBlockers(m_connection->backend()); });
    return Nothing();
}

Result<Nothing> PgSession::enterLineage()
{
    auto lineage = enterPgLineage(*m_connection);
    if (!lineage)
        return lineage.error();
    if (m_lineage && *m_lineage != *lineage)
        m_renewed = *lineage;
    m_lineage = *std::move(lineage);
    if (isLeft())
        return Error{ErrorCode::Internal,
                     QStringLiteral("storage.url leads to a copy of the database from which another has taken over"),
                     {}};
    return Nothing();
}

void PgSession::leaveHistory(const StoreHistory& successor)
{
    const std::scoped_lock lock(m_successorLock);
    m_successor = successor;
}

/// Whether the lineage is one that other nodes have left.
bool PgSession::isLeft() const
{
    const std::scoped_lock lock(m_successorLock);
    return m_lineage && m_lineage->system.toUtf8() == m_successor.system && m_lineage->timeline < m_successor.number;
}

bool PgSession::lockNode()
{
    const PgStatement& lock = m_role == Role::WritesAlone ? lockAlone : lockShared;
    for (int attempt = 0; attempt < 2; ++attempt) {
        if (PgRows row = m_connection->ask(lock); row.next() && row.number(0) == 1)
            return true;
        if (m_lastBackend == 0)
            return false;
        m_connection->ask(endFormer, m_lastBackend);
        std::this_thread::sleep_for(pause);
    }
    return false;
}

void PgSession::endBlockers(int waiter) const
{
    const auto other = PgConnection::open(m_url);
    if (!other)
        return;
    if (PgRows ended = (*other)->ask(endStuck, waiter); ended.next())
        qCWarning(logStore) << "ended a connection of another node that held a lock and did not go on";
}

PgSession::Outcome PgSession::run(const std::function<bool(PgConnection&)>& work)
{
    for (;;) {
        if (isConnected() && isLeft())
            m_connection.reset();
        const auto connected = isConnected() ? Result<Nothing>(Nothing()) : connect();
        if (!connected) {
            m_isFull = false;
            tell(QStringLiteral("trying again: ") + connected.error().message);
        } else if (work(*m_connection)) {
            m_awaySince.reset();
            m_isAway = false;
            m_isFull = false;
            m_told.clear();
            return Outcome::Done;
        } else {
            m_refusal = m_connection->failure();
            m_connection->recover();
            if (!m_refusal.isPassing())
                return Outcome::Refused;
            m_isFull = m_refusal.isDiskFull();
            tellFailure();
        }
        if (!mayGoOn())
            return Outcome::Away;
        ++m_retries;
        std::this_thread::sleep_for(pause);
    }
}

void PgSession::tellFailure()
{
    const QString what = m_isFull ? QStringLiteral("its disk is full, so nothing is written until there is room: ")
                                  : QStringLiteral("trying again: ");
    tell(what + m_refusal.text);
}

void PgSession::tell(const QString& problem)
{
    if (std::exchange(m_told, problem) != problem)
        qCWarning(logStore).noquote() << "PostgreSQL:" << problem;
}

QString PgSession::obstacle() const
{
    if (m_isFull)
        return QStringLiteral("the database's disk is full");
    return m_isAway ? QStringLiteral("the database is away") : QString();
}

Error PgSession::busy() const
{
    return {ErrorCode::Busy,
            m_isFull ? QStringLiteral("The disk of the server's database is full")
                     : QStringLiteral("The server's database is away"),
            busyDelay};
}

bool PgSession::mayGoOn()
{
    const auto now = Clock::now();
    if (!m_awaySince)
        m_awaySince = now;
    // A full disk does not become empty within moments, and whoever is refused asks again.
    m_isAway = m_isFull || now - *m_awaySince > m_patience;
    return !m_isAway && !m_isClosed;
}

} // namespace parlance
