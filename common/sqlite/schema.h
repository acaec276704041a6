#pragma once

#include "base/result.h"
#include "sqlite/database.h"

#include <map>
#include <vector>

namespace parlance {

/// One step from a version of a database to the next, all of it in one transaction.
using SchemaStep = std::vector<const char*>;

/// What a kind of file is made of.
struct Schema {
    int applicationId; ///< in the file's head; tells it from other programs' databases
    /// From an empty file on; a file's version is the number of steps behind it. A step that was released is never
    /// changed, the next change is a new step.
    std::vector<SchemaStep> steps;
    /// What SQL cannot do, by the number of the step: done behind its statements, in the same transaction. Changes
    /// rows, never tables.
    std::map<size_t, void (*)(Database&)> rows = {};
};

enum class Durability {
    Full,   ///< a commit is on the disk: survives a loss of power
    Normal, ///< survives a crash of this program, not always one of the machine; the file stays sound
};

/// Opens the file, made if it is not there, brings it to the newest version and writes back what an earlier run left
/// in the write-ahead log: after a kill nobody knows whether that was synced. What is wrong is said in one line that
/// names the file; a file that objectionTo() refuses, or that is damaged or read-only, is not touched.
/// What is deleted or overwritten is overwritten on the disk, too (PRAGMA secure_delete, and tidyvfs.h). A table
/// `chores` with the row 'vacuum', which a step of the schema makes, has the file written anew, so that nothing is left
/// in its gaps. The write-ahead log is written back by whoever writes (PRAGMA wal_checkpoint), never within a commit.
Result<std::unique_ptr<Database>> openForWriting(const QString& path, const Schema& schema, Durability durability);

/// Brings a database that objectionTo() has nothing against to the newest version, without the chores.
void upgrade(Database& database, const Schema& schema);

/// A second connection to a file that openForWriting() has opened.
Result<std::unique_ptr<Database>> openForReading(const QString& path);

/// Why a file is none of this kind, is of a newer version, or does not hold exactly the tables and indexes of its
/// version: a trigger or a view that somebody put there would run with the program's rights, and a table that is
/// missing would end it later. An empty file is of any kind. What the statements `besides` make may be in it, too.
std::optional<Error> objectionTo(Database& database, const QString& path, const Schema& schema,
                                 const SchemaStep& besides = {});

/// Whether the file is no database, or another program's: it may be the wrong one rather than damaged.
bool isForeign(Database& database, const Schema& schema);

/// A line for people about what the connection failed with.
Error faultOf(const Database& database, const QString& path);

} // namespace parlance
