#include "storage/serverfile.h"

#include "storage/files.h"
#include "storage/logschema.h"

namespace parlance {

Result<ServerFile> openServerFile(const QString& path, Durability durability)
{
    FileLock lock(path + QStringLiteral(".lock"));
    if (lock.isTaken())
        return Error{ErrorCode::Internal,
                     QStringLiteral("%1: in use by another server. Stop that one, or choose another folder with --data")
                         .arg(path),
                     {}};
    if (!lock.isHeld())
        return Error{ErrorCode::Internal,
                     QStringLiteral("%1: cannot be written (%2). Let the server's user write this folder, or choose "
                                    "another one with --data")
                         .arg(path, lock.problem()),
                     {}};
    removeUnfinished(path); // a killed restore may have left one
    auto database = openForWriting(path, logSchema(), durability);
    if (!database)
        return database.error();
    return ServerFile{std::move(lock), *std::move(database)};
}

} // namespace parlance
