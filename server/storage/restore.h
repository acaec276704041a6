#pragma once

#include "storage/backup.h"

#include <optional>

namespace parlance {

struct RestoreRules {
    QString backup;
    QString database; ///< where the server will look for it; its folder is made if need be
    QString key;
    qsizetype keyLength;    ///< bytes
    bool overwrite = false; ///< what is there; it is kept under another name
};

struct Restored {
    BackupFacts facts;
    std::optional<QString> former; ///< the log that was there
};

/// Puts a backup where a server will find it: whole, or everything is as it was. No server may run there. Every room
/// gets a new log, because clients may know more of the old ones than the backup does. Run by root, all files belong to
/// the owner of the folder. Errors are one line.
Result<Restored> restoreBackup(const RestoreRules& rules, qint64 now);

} // namespace parlance
