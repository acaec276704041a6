#pragma once

#include <QByteArray>

namespace parlance::faults {

/// Puts a disk that goes wrong under SQLite, as KIND:K. Kinds:
///
///     power-loss:K   at the K-th write or sync the power fails: of what was written to a file and not synced since
///                    only a part is there, up to some write, of which again only some sectors; the program dies
///     checkpoint:K   the same at the K-th write to the database itself, which is in the middle of a checkpoint
///     write-error:K  the K-th write fails (SQLITE_IOERR_WRITE), once
///     sync-error:K   the K-th sync fails (SQLITE_IOERR_FSYNC), once
///     gone:FILE      every write fails (SQLITE_IOERR_WRITE) from when there is such a file
///     full:K         the K-th write and the thirty after it find the disk full (SQLITE_FULL)
///
/// Before anything is opened. Empty: nothing is put there. False if there is no such kind.
bool useFaultyDisk(const QByteArray& wanted);

} // namespace parlance::faults
