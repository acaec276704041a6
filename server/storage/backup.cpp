#include "storage/backup.h"

#include "storage/files.h"
#include "storage/logschema.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryFile>

#include <cerrno>
#include <unistd.h>

namespace parlance {

namespace {

/// Why there is nothing to copy, as errno says.
Error noLog(const QString& path)
{
    if (errno == EACCES) {
        return {ErrorCode::Forbidden,
                QStringLiteral("%1: belongs to the server's user. Be that one, or root").arg(path),
                {}};
    }
    return {ErrorCode::NotFound,
            QStringLiteral("%1: there is no log to back up. Choose its folder with --data").arg(path),
            {}};
}

Error thereAlready(const QString& path)
{
    return {
        ErrorCode::NameTaken, QStringLiteral("%1: is there already. Choose another name, or --force").arg(path), {}};
}

Result<QByteArray> keyIn(const BackupRules& rules)
{
    QFile file(rules.key);
    if (!file.open(QIODevice::ReadOnly))
        return Error{ErrorCode::Internal, QStringLiteral("%1: %2").arg(rules.key, file.errorString()), {}};
    QByteArray key = file.readAll();
    if (key.size() == rules.keyLength)
        return key;
    return Error{ErrorCode::Internal,
                 QStringLiteral("%1: damaged (it has %2 bytes instead of %3)")
                     .arg(rules.key)
                     .arg(key.size())
                     .arg(rules.keyLength),
                 {}};
}

/// With room for what is written while it is read.
std::optional<Error> lackOfSpace(const QString& database, const QString& target)
{
    const qint64 needed = QFileInfo(database).size() + QFileInfo(database + QStringLiteral("-wal")).size();
    const qint64 available = freeSpaceFor(target);
    if (available < 0 || available >= needed)
        return {};
    return Error{ErrorCode::Busy,
                 QStringLiteral("%1: %2 MB are needed there, and %3 MB are free")
                     .arg(target)
                     .arg(needed / 1'000'000 + 1)
                     .arg(available / 1'000'000),
                 {}};
}

/// Returns why no backup can be written there, as far as can be told before trying.
std::optional<Error> objectionToTarget(const QString& target, bool overwrite)
{
    const auto fault = [](const QString& text) { return Error{ErrorCode::Internal, text, {}}; };
    const QFileInfo file(target);
    if (file.isDir())
        return fault(QStringLiteral("%1 is a folder. Give the name of a file, such as %2")
                         .arg(target, QDir(target).filePath(QStringLiteral("parlance.backup"))));
    const QFileInfo folder(file.absolutePath());
    if (!folder.exists())
        return fault(
            QStringLiteral("%1: its folder is not there. Make it first: mkdir -p %2").arg(target, folder.filePath()));
    if (!folder.isDir())
        return fault(
            QStringLiteral("%1: %2 is a file, not a folder. Choose another place").arg(target, folder.filePath()));
    if (!overwrite && isThere(target))
        return thereAlready(target);
    return {};
}

/// What makes a copy of the log a backup. It is one file from now on, with nothing beside it.
void label(Database& copy, const QByteArray& key, qint64 now)
{
    copy.execute("PRAGMA journal_mode = DELETE");
    copy.execute("PRAGMA synchronous = OFF"); // it is synced when it is complete
    copy.execute("BEGIN");
    for (const char* statement : backupTable())
        copy.execute(statement);
    Statement(copy, "INSERT INTO backup (key, version, time) VALUES (?1, ?2, ?3)")(key.toHex(),
                                                                                   QByteArray(PARLANCE_VERSION), now)
        .run();
    copy.execute("COMMIT");
}

Result<BackupFacts> copyLog(const BackupRules& rules, const QByteArray& key, const QString& into, qint64 now)
{
    const auto log = openForReading(rules.database);
    if (!log)
        return log.error();
    if (const auto error = objectionTo(**log, rules.database, logSchema()))
        return *error;
    Database copy(into, Database::Access::ReadWrite);
    copy.execute("PRAGMA journal_mode = OFF");
    copy.execute("PRAGMA synchronous = OFF");
    (*log)->copyTo(copy);
    if (copy.isDamaged())
        return faultOf(copy, rules.database); // it was met while reading
    label(copy, key, now);
    if (copy.failed())
        return faultOf(copy, rules.target);
    if (const auto damage = damageIn(copy, rules.database))
        return *damage;
    return factsOf(copy);
}

} // namespace

const SchemaStep& backupTable()
{
    static const SchemaStep statements{
        "CREATE TABLE backup (key TEXT NOT NULL, version TEXT NOT NULL, time INTEGER NOT NULL) STRICT"};
    return statements;
}

namespace {

std::optional<Error> damageBy(const char* pragma, Database& database, const QString& path)
{
    Statement check(database, pragma);
    Cursor row = check();
    const QString found = row.next() ? row.text(0).simplified() : QString();
    if (database.failed())
        return faultOf(database, path);
    if (found == QLatin1String("ok"))
        return {};
    return Error{ErrorCode::Internal, QStringLiteral("%1: damaged (%2)").arg(path, found), {}};
}

} // namespace

std::optional<Error> damageIn(Database& database, const QString& path)
{
    return damageBy("PRAGMA integrity_check(1)", database, path);
}

std::optional<Error> quickDamageIn(Database& database, const QString& path)
{
    return damageBy("PRAGMA quick_check(1)", database, path);
}

BackupFacts factsOf(Database& backup)
{
    BackupFacts facts;
    facts.rooms = backup.number("SELECT count(*) FROM rooms");
    facts.messages = backup.number("SELECT sum(n) FROM rooms");
    facts.bytes = backup.number("PRAGMA page_count") * backup.number("PRAGMA page_size");
    Statement label(backup, "SELECT version, time FROM backup");
    if (Cursor row = label(); row.next()) {
        facts.version = row.text(0);
        facts.time = row.number(1);
    }
    return facts;
}

Result<BackupFacts> writeBackup(const BackupRules& rules, qint64 now)
{
    if (::access(QFile::encodeName(rules.database).constData(), R_OK) != 0)
        return noLog(rules.database);
    if (const auto error = objectionToTarget(rules.target, rules.overwrite))
        return *error;
    const auto key = keyIn(rules);
    if (!key)
        return key.error();
    if (auto error = lackOfSpace(rules.database, rules.target))
        return *std::move(error);
    QTemporaryFile file(rules.target + QStringLiteral(".XXXXXX")); // for its owner alone
    if (!file.open())
        return Error{ErrorCode::Internal,
                     QStringLiteral("%1: cannot be written (%2). Choose a folder that you may write")
                         .arg(rules.target, file.errorString()),
                     {}};
    auto facts = copyLog(rules, *key, file.fileName(), now);
    if (!facts)
        return facts;
    if (const auto why = putInPlace(file, rules.target, rules.overwrite)) {
        return isThere(rules.target) && !rules.overwrite
                   ? thereAlready(rules.target)
                   : Error{
                         ErrorCode::Internal, QStringLiteral("%1: cannot be written (%2)").arg(rules.target, *why), {}};
    }
    return facts;
}

} // namespace parlance
