#pragma once

#include "ports/done.h"
#include "postgresql/pgconnection.h"

namespace parlance {

/// The oldest server that is good enough, as PgConnection::version() has it.
constexpr int oldestPostgresql = 14'00'00;

/// The version of the tables that this program makes, and the oldest program that may still use them, by the version
/// that it made. Steps only add until all nodes are newer.
constexpr int pgSchemaVersion = 1;
constexpr int pgMinReader = 1;

/// Makes the tables in an empty database, or brings them up to date; nodes that start at the same time wait for each
/// other. The error is one line that says what to do: for a server older than PostgreSQL 14, a database that is not in
/// UTF-8 or holds another program's tables, or was made by a newer Parlance.
Result<Nothing> preparePgSchema(PgConnection& connection);

/// Settings of the session on which acknowledgements depend, and limits for what it may wait for and be waited for.
Result<Nothing> preparePgSession(PgConnection& connection);

/// A secret that all nodes share, made by the first that asks for it. `name`: "token". Makes the tables where there are
/// none.
Result<QByteArray> pgSharedKey(const QString& url, const QByteArray& name, qsizetype length);

} // namespace parlance
