#include "sqlite/schema.h"

#include "base/faultpoint.h"
#include "sqlite/objects.h"

#include <QFileInfo>

#include <sqlite3.h>

namespace parlance {

namespace {

Error fault(const QString& path, const QString& what)
{
    return {ErrorCode::Internal, QStringLiteral("%1: %2").arg(path, what), {}};
}

Error notWritable(const QString& path, const QString& why)
{
    return fault(path, QStringLiteral("cannot be opened for writing (%1). Whoever runs this must be allowed to write "
                                      "the file and its folder")
                           .arg(why));
}

Error inUse(const QString& path)
{
    return fault(path, QStringLiteral("another program has it locked. Stop that one first"));
}

} // namespace

Error faultOf(const Database& database, const QString& path)
{
    switch (database.error() & 0xff) {
    case SQLITE_NOTADB:
        return fault(path, QStringLiteral("not a database, or its beginning is damaged. Restore a backup, or move "
                                          "it away"));
    case SQLITE_CORRUPT:
        return fault(path, QStringLiteral("damaged (%1). Restore a backup; what is left can be read with "
                                          "sqlite3's .recover")
                               .arg(database.errorText()));
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return inUse(path);
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
        return notWritable(path, database.errorText());
    case SQLITE_FULL:
        return fault(path, QStringLiteral("the disk is full. Make room first"));
    default:
        return fault(path, database.errorText());
    }
}

bool isForeign(Database& database, const Schema& schema)
{
    const qint64 application = database.number("PRAGMA application_id");
    if (database.failed())
        return (database.error() & 0xff) == SQLITE_NOTADB;
    return application != schema.applicationId;
}

std::optional<Error> objectionTo(Database& database, const QString& path, const Schema& schema,
                                 const SchemaStep& besides)
{
    const qint64 application = database.number("PRAGMA application_id");
    const qint64 version = database.number("PRAGMA user_version");
    const SchemaObjects found = objectsOf(database);
    if (database.failed())
        return faultOf(database, path);
    if (!found.empty() && application != schema.applicationId)
        return fault(path, QStringLiteral("a database of another program. Move it away, or choose another folder"));
    if (version > std::ssize(schema.steps)) {
        return fault(path, QStringLiteral("written by a newer Parlance (version %1 of the schema, this one knows %2). "
                                          "Install that one, or restore a backup from before")
                               .arg(version)
                               .arg(schema.steps.size()));
    }
    if (version < 0 || (version == 0 && !found.empty())) {
        return fault(path, QStringLiteral("changed by another program (its schema has no version). Restore a backup"));
    }
    SchemaStep made;
    for (size_t step = 0; step < size_t(version); ++step)
        made.insert(made.end(), schema.steps[step].begin(), schema.steps[step].end());
    if (const auto difference = differenceOf(found, objectsMadeBy(made), objectsMadeBy(besides)))
        return fault(path, QStringLiteral("changed by another program (%1). Restore a backup").arg(*difference));
    return {};
}

namespace {

/// What the file says of itself, before anything in it is changed.
std::optional<Error> objection(Database& database, const QString& path, const Schema& schema)
{
    if (auto error = objectionTo(database, path, schema))
        return error;
    if (database.isReadOnly()) {
        return fault(path, QStringLiteral("cannot be written. Whoever runs this must be allowed to write the file and "
                                          "its folder"));
    }
    return {};
}

} // namespace

namespace {

void applyStep(Database& database, const Schema& schema, size_t step)
{
    for (const char* statement : schema.steps[step]) {
        database.execute(statement);
        faultPoint(FaultPoint::MidMigration);
    }
    if (const auto rows = schema.rows.find(step); rows != schema.rows.end()) {
        rows->second(database);
        faultPoint(FaultPoint::MidMigration);
    }
}

bool hasChores(Database& database)
{
    return database.number("SELECT count(*) FROM sqlite_schema WHERE name = 'chores'") != 0;
}

/// Takes all steps of a new file in one transaction. An empty file needs no commit in between and no chores.
void createAll(Database& database, const Schema& schema)
{
    database.execute("BEGIN IMMEDIATE");
    database.execute("PRAGMA application_id = " + std::to_string(schema.applicationId));
    for (size_t step = 0; step < schema.steps.size(); ++step)
        applyStep(database, schema, step);
    if (hasChores(database))
        database.execute("DELETE FROM chores");
    database.execute("PRAGMA user_version = " + std::to_string(schema.steps.size()));
    database.execute("COMMIT");
}

} // namespace

void upgrade(Database& database, const Schema& schema)
{
    if (database.number("SELECT count(*) FROM sqlite_schema") == 0)
        return createAll(database, schema);
    for (auto version = size_t(database.number("PRAGMA user_version")); version < schema.steps.size(); ++version) {
        database.execute("BEGIN IMMEDIATE");
        applyStep(database, schema, version);
        database.execute("PRAGMA user_version = " + std::to_string(version + 1));
        database.execute("COMMIT");
    }
}

namespace {

/// What a step wants done outside of its transaction. After a kill the next start does it.
void doChores(Database& database)
{
    if (!hasChores(database) || database.number("SELECT count(*) FROM chores WHERE name = 'vacuum'") == 0)
        return;
    faultPoint(FaultPoint::MidMigration);
    database.execute("VACUUM");
    database.execute("DELETE FROM chores WHERE name = 'vacuum'");
}

} // namespace

Result<std::unique_ptr<Database>> openForWriting(const QString& path, const Schema& schema, Durability durability)
{
    // Checked first: SQLite would leave side files that are read-only, too, and outlive the cause.
    if (const QFileInfo file(path); file.exists() && !file.isWritable())
        return notWritable(path, QStringLiteral("it is read-only"));
    auto database = std::make_unique<Database>(path, Database::Access::ReadWrite);
    if (database->failed())
        return faultOf(*database, path);
    // Else closing a file that is refused would write its log back.
    sqlite3_db_config(database->handle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    if (const auto error = objection(*database, path, schema))
        return *error;
    sqlite3_db_config(database->handle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, nullptr);

    database->execute("PRAGMA journal_mode = WAL");
    database->execute(durability == Durability::Full ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
    database->execute("PRAGMA journal_size_limit = 16777216");
    database->execute("PRAGMA cache_size = -8192"); // KiB
    database->execute("PRAGMA secure_delete = ON");
    upgrade(*database, schema);
    doChores(*database);
    const bool isInUse = database->number("PRAGMA wal_checkpoint(TRUNCATE)") != 0;
    if (database->failed())
        return faultOf(*database, path);
    if (isInUse)
        return inUse(path);
    return database;
}

Result<std::unique_ptr<Database>> openForReading(const QString& path)
{
    auto database = std::make_unique<Database>(path, Database::Access::ReadOnly);
    database->execute("PRAGMA cache_size = -4096"); // KiB
    if (database->failed())
        return faultOf(*database, path);
    return database;
}

} // namespace parlance
