#pragma once

#include "ports/done.h"
#include "postgresql/pgversion.h"

namespace parlance {

/// The oldest server that is good enough, as PgConnection::version() has it.
constexpr int oldestPostgresql = 14'00'00;

/// Held to the end of the transaction: by whoever changes the tables or shuts out older versions alone, by the nodes
/// that say that they live together. Any number that no other program in this database locks.
constexpr PgStatement lockPgSchema{"SELECT pg_advisory_xact_lock(1348563564)"};
constexpr PgStatement sharePgSchema{"SELECT pg_advisory_xact_lock_shared(1348563564)"};

/// Makes the tables in an empty database, or brings them up to date by what is missing; nodes that start at the same
/// time wait for each other. The error is one line that says what to do: for a server older than PostgreSQL 14, a
/// database that is not in UTF-8 or holds another program's tables, or was made by a newer Parlance.
Result<Nothing> preparePgSchema(PgConnection& connection);

/// No other node uses the database: whoever is older than pgMinReader may not from now on.
void shutOutOlder(PgConnection& connection);

/// Settings of the session on which acknowledgements depend, and limits for what it may wait for and be waited for.
Result<Nothing> preparePgSession(PgConnection& connection);

/// A secret that all nodes share, made by the first that asks for it. `name`: "token". Makes the tables where there are
/// none.
Result<QByteArray> pgSharedKey(const QString& url, const QByteArray& name, qsizetype length);

} // namespace parlance
