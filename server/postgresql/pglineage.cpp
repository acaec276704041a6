#include "postgresql/pglineage.h"

#include "base/logging.h"

namespace parlance {

namespace {

// The numbers of the database and of the table tell a dump that was restored into the same server.
constexpr PgStatement findPresent{"SELECT (SELECT system_identifier::text FROM pg_control_system()) || '/' ||"
                                  " (SELECT oid FROM pg_database WHERE datname = current_database()) || '/' ||"
                                  " 'parlance'::regclass::oid,"
                                  " ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::bigint,"
                                  " CASE WHEN current_setting('synchronous_standby_names') = '' THEN 0 ELSE 1 END"};
constexpr PgStatement findKnown{"SELECT system, timeline, is_synchronous, renewals FROM parlance FOR UPDATE"};
constexpr PgStatement keepPresent{"UPDATE parlance SET system = $1, timeline = $2, is_synchronous = $3, renewals = $4"};
constexpr PgStatement renewLogs{"UPDATE rooms SET log = gen_random_uuid()::text"};

} // namespace

Result<PgLineage> enterPgLineage(PgConnection& connection)
{
    connection.send(beginTransaction);
    PgRows present = connection.ask(findPresent);
    PgRows known = connection.ask(findKnown);
    if (present.next() && known.next()) {
        PgLineage lineage{present.text(0), present.number(1), known.number(3)};
        const bool isFirst = known.isNull(0);
        const bool isSame = !isFirst && PgLineage{known.text(0), known.number(1), known.number(3)} == lineage;
        const bool isWhole = isFirst || known.number(2) == 1;
        if (!isSame && !isWhole) {
            qCWarning(logStore) << "the database has another history than before: every client gets its rooms anew";
            connection.send(renewLogs);
            ++lineage.renewals;
        }
        if (!isSame || known.number(2) != present.number(2))
            connection.send(keepPresent, lineage.system, lineage.timeline, present.number(2), lineage.renewals);
        connection.ask(commitTransaction);
        if (!connection.failed())
            return lineage;
    }
    Error error{ErrorCode::Internal,
                QStringLiteral("storage.url: ") +
                    (connection.failed()
                         ? connection.failure().text
                         : QStringLiteral("the table \"parlance\" is empty; restore the database from a backup")),
                {}};
    connection.recover();
    return error;
}

} // namespace parlance
