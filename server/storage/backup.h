#pragma once

#include "base/result.h"
#include "sqlite/schema.h"

#include <QString>

#include <optional>

namespace parlance {

/// A backup is one file: the log as a database, and in its table `backup` the key by which people are recognised, what
/// has written it, and when.
struct BackupRules {
    QString database;       ///< the server's, which may be running
    QString key;            ///< the file of its key
    QString target;         ///< where to
    qsizetype keyLength;    ///< bytes; a key of another length is damaged
    bool overwrite = false; ///< what is there
};

/// What is in a backup.
struct BackupFacts {
    qint64 rooms = 0;
    qint64 messages = 0;
    qint64 bytes = 0;
    qint64 time = 0; ///< ms since 1970
    QString version; ///< of the server
};

/// Writes the log as of one moment, with everything that was acknowledged before the call, while the server goes on
/// writing. The file appears only once it is whole and on the disk, for its owner alone. Takes as long as the disk
/// needs for twice the log. Errors are one line.
Result<BackupFacts> writeBackup(const BackupRules& rules, qint64 now);

// Also what restoring needs.

/// The table that makes a log a backup.
const SchemaStep& backupTable();

/// One line if something in the file is not as it must be.
std::optional<Error> damageIn(Database& database, const QString& path);

/// As damageIn(), in a fraction of the time: without comparing indexes with their tables.
std::optional<Error> quickDamageIn(Database& database, const QString& path);
BackupFacts factsOf(Database& backup);

} // namespace parlance
