#include "postgresql/pgcondition.h"

#include "postgresql/pgconnection.h"
#include "postgresql/pgnodes.h"

#include <QDateTime>
#include <QElapsedTimer>

namespace parlance {

namespace {

constexpr PgStatement warmUp{"SELECT 1"};
constexpr PgStatement askSettings{
    "SELECT current_setting('server_version'), (extract(epoch FROM clock_timestamp()) * 1000)::bigint,"
    " current_setting('fsync'), current_setting('full_page_writes'), current_setting('server_encoding')"};

// A table's files grow at once, also in a transaction that is undone: a megabyte of temporary rows finds a full disk.
constexpr PgStatement takeRoom{"CREATE TEMPORARY TABLE parlance_room AS"
                               " SELECT repeat('x', 1000) AS text FROM generate_series(1, 1000)"};
constexpr PgStatement giveBack{"ROLLBACK"};

constexpr PgStatement countTables{
    "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'nodes'"};

/// Whoever may make no temporary tables is not told.
bool isDiskFull(PgConnection& connection)
{
    connection.send(beginTransaction);
    connection.ask(takeRoom);
    const bool isFull = connection.failed() && connection.failure().isDiskFull();
    connection.recover();
    connection.ask(giveBack);
    return isFull;
}

} // namespace

Result<PgCondition> askCondition(const QString& url)
{
    const auto connection = PgConnection::open(url);
    if (!connection)
        return connection.error();
    (*connection)->ask(warmUp);
    QElapsedTimer timer;
    timer.start();
    PgRows row = (*connection)->ask(askSettings);
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    if (!row.next())
        return Error{ErrorCode::Internal, (*connection)->failure().text, {}};
    PgCondition condition;
    condition.version = (*connection)->version();
    condition.shownVersion = row.text(0).section(u' ', 0, 0);
    condition.microseconds = timer.nsecsElapsed() / 1'000;
    condition.clockAhead = row.number(1) - now;
    condition.isSynced = row.text(2) == QLatin1String("on");
    condition.hasFullPages = row.text(3) == QLatin1String("on");
    condition.encoding = row.text(4);
    if ((*connection)->number(countTables) == 1)
        condition.nodes = PgNodes(**connection).alive();
    condition.isFull = isDiskFull(**connection);
    return condition;
}

} // namespace parlance
