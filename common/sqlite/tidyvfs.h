#pragma once

namespace parlance {

/// The name of the file system on which all databases of the program are: SQLite's own, except that what a page of the
/// database does not use is zeros on the disk.
///
/// PRAGMA secure_delete overwrites a row that is deleted or changed, but not the copies that SQLite leaves behind when
/// it moves rows between pages: 4 to 10 of 800 texts that were deleted could still be read in the gaps of pages. Here a
/// page loses them as it is written to the database, which is where the write-ahead log goes at a checkpoint.
///
/// Thread-safe. Stands on whatever SQLite's default is when it is called first.
const char* tidyVfs();

} // namespace parlance
