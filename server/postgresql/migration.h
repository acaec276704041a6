#pragma once

#include "base/result.h"
#include "sqlite/database.h"

namespace parlance {

/// What was moved.
struct MigrationFacts {
    qint64 rooms = 0;
    qint64 people = 0;
    qint64 events = 0;
};

/// Copies everything that a server keeps in an SQLite file, and the key of its tokens, into a PostgreSQL database
/// without rooms and people, in one transaction. Ids, epochs, sequence numbers, nonces and read marks stay, so clients
/// resume as after a restart. `from`: of the newest version, and nobody else writes it. The error is one line; after it
/// the database is as it was.
Result<MigrationFacts> migrateToPostgresql(Database& from, const QByteArray& key, const QString& url);

} // namespace parlance
