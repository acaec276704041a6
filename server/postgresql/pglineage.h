#pragma once

#include "base/result.h"
#include "postgresql/pgconnection.h"

namespace parlance {

/// Which history a database has: a standby that was promoted, a backup that was restored and an earlier point in time
/// that was gone back to begin another, in which events that were acknowledged may be missing.
struct PgLineage {
    QString system;      ///< the PostgreSQL installation, the database and the table in it, as they are made once
    qint64 timeline = 0; ///< of its write-ahead log
    qint64 renewals = 0; ///< how often the rooms got new logs

    friend bool operator==(const PgLineage&, const PgLineage&) = default;
};

/// The lineage of the database at the other end. Where it is not the one that the tables know, every room gets a new
/// log first, in the same transaction, so that clients drop what they hold and no seq stands for two events. That is
/// not needed where commits waited for a standby before (synchronous_standby_names), as it has all that was
/// acknowledged.
Result<PgLineage> enterPgLineage(PgConnection& connection);

} // namespace parlance
