#pragma once

#include "sqlite/schema.h"
#include "storage/filelock.h"

namespace parlance {

/// The database of a server in a file, of which this program is the only one to write.
struct ServerFile {
    FileLock lock; ///< goes last
    std::unique_ptr<Database> database;
};

/// Recovers, and brings the file to the newest version; takes a moment after a crash. The error is one line, also where
/// a server uses the file.
Result<ServerFile> openServerFile(const QString& path, Durability durability);

} // namespace parlance
