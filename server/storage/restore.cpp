#include "storage/restore.h"

#include "base/ids.h"
#include "base/makefolders.h"
#include "sqlite/schema.h"
#include "storage/filelock.h"
#include "storage/files.h"
#include "storage/logschema.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryFile>

#include <cstdio>

namespace parlance {

namespace {

Error fault(const QString& path, const QString& what)
{
    return {ErrorCode::Internal, QStringLiteral("%1: %2").arg(path, what), {}};
}

/// The bytes of the backup in a file of the folder's.
std::optional<Error> copyInto(QTemporaryFile& copy, QFile& backup)
{
    if (!copy.open())
        return fault(copy.fileTemplate(), copy.errorString());
    while (!backup.atEnd()) {
        const QByteArray piece = backup.read(1 << 20);
        if (piece.isEmpty() && backup.error() != QFile::NoError)
            return fault(backup.fileName(), backup.errorString());
        if (copy.write(piece) != piece.size())
            return fault(copy.fileName(), copy.errorString());
    }
    if (!copy.flush())
        return fault(copy.fileName(), copy.errorString());
    return {};
}

void renewLogs(Database& database)
{
    std::vector<qint64> rooms;
    {
        Statement all(database, "SELECT id FROM rooms");
        for (Cursor row = all(); row.next();)
            rooms.push_back(row.number(0));
    }
    Statement renew(database, "UPDATE rooms SET log = ?2 WHERE id = ?1");
    for (const qint64 room : rooms)
        renew(room, LogId::random().text()).run();
}

struct Opened {
    BackupFacts facts;
    QByteArray key;
};

/// Looks at the copy, and makes a log of it. `name` is what people call it.
Result<Opened> makeLog(const QString& copy, const QString& name, qsizetype keyLength)
{
    Database database(copy, Database::Access::ReadWrite);
    if (database.number("SELECT count(*) FROM sqlite_schema") == 0 && !database.failed())
        return fault(name, QStringLiteral("an empty file, not a backup"));
    if (isForeign(database, logSchema())) {
        return fault(name, QStringLiteral("not a backup, or its beginning is damaged. Name a file that was made with: "
                                          "parlanced backup FILE"));
    }
    if (const auto error = objectionTo(database, name, logSchema(), backupTable()))
        return *error;
    if (database.number("SELECT count(*) FROM sqlite_schema WHERE name = 'backup'") == 0 && !database.failed()) {
        return fault(name,
                     QStringLiteral("a log, but not a backup: the key by which people are recognised is not in it. "
                                    "Make one with: parlanced backup FILE"));
    }
    if (const auto damage = damageIn(database, name))
        return *damage;
    Opened opened{factsOf(database), {}};
    {
        Statement key(database, "SELECT key FROM backup");
        if (Cursor row = key(); row.next())
            opened.key = QByteArray::fromHex(row.bytes(0));
    }
    database.execute("PRAGMA synchronous = OFF");  // it is synced when it is complete
    database.execute("PRAGMA secure_delete = ON"); // nothing of the key stays in it
    upgrade(database, logSchema());                // first: the rooms of version 0.1 get their ids from their logs
    database.execute("BEGIN");
    renewLogs(database);
    database.execute("DROP TABLE backup");
    database.execute("COMMIT");
    if (database.failed())
        return faultOf(database, name);
    if (opened.key.size() != keyLength)
        return fault(name, QStringLiteral("damaged (there is no whole key in it)"));
    return opened;
}

/// Keeps the log that is there, if there is one. What a crash has left beside it goes into it, or, if it is too damaged
/// for that or gone, along with it: beside the new one it would be taken for the new one's.
bool keepFormer(const QString& database, const QString& former)
{
    if (isThere(database)) {
        {
            Database log(database, Database::Access::ReadWrite);
            log.execute("PRAGMA wal_checkpoint(TRUNCATE)");
        }
        if (!keepAs(database, former))
            return false;
    }
    for (const char* suffix : {"-wal", "-shm"}) {
        const QString beside = database + QLatin1String(suffix);
        if (isThere(beside) && !QFile::rename(beside, former + QLatin1String(suffix)))
            return false;
    }
    return true;
}

/// Gives the key, which nobody else may read, its place. Says why it could not.
std::optional<QString> placeKey(const QByteArray& key, const QString& path, const QString& suffix)
{
    if (QFile former(path); former.open(QIODevice::ReadOnly)) {
        if (former.readAll() == key)
            return {};
        if (!keepAs(path, path + suffix))
            return QStringLiteral("what is there cannot be kept");
    }
    QTemporaryFile file(unfinished(path));
    if (!file.open() || file.write(key) != key.size() || !file.flush())
        return file.errorString();
    return putInPlace(file, path, true);
}

std::optional<Error> obstacle(const RestoreRules& rules)
{
    for (const QString& path : {rules.database, rules.key}) {
        if (isThere(path) && !rules.overwrite) {
            return Error{ErrorCode::NameTaken,
                         QStringLiteral("%1: is there already. With --force the backup takes its place, and what was "
                                        "there is kept beside it")
                             .arg(path),
                         {}};
        }
    }
    return {};
}

Result<Restored> restoreInto(const RestoreRules& rules, QFile& backup, qint64 now)
{
    if (const auto error = obstacle(rules))
        return *error;
    removeUnfinished(rules.database);
    removeUnfinished(rules.key);
    QTemporaryFile copy(unfinished(rules.database));
    if (const auto error = copyInto(copy, backup))
        return *error;
    auto opened = makeLog(copy.fileName(), rules.backup, rules.keyLength);
    if (!opened)
        return opened.error();
    Restored restored{std::move(opened->facts), {}};
    const QString suffix = QStringLiteral(".before-") +
                           QDateTime::fromMSecsSinceEpoch(now, Qt::UTC).toString(QStringLiteral("yyyyMMdd-HHmmss-zzz"));
    const QString former = rules.database + suffix;
    if (isThere(rules.database))
        restored.former = former;
    if (!keepFormer(rules.database, former))
        return fault(rules.database, QStringLiteral("cannot be kept under another name (%1)").arg(qt_error_string()));
    if (const auto why = placeKey(opened->key, rules.key, suffix))
        return fault(rules.key, QStringLiteral("cannot be written (%1)").arg(*why));
    if (const auto why = putInPlace(copy, rules.database, true))
        return fault(rules.database, QStringLiteral("cannot be written (%1)").arg(*why));
    return restored;
}

} // namespace

Result<Restored> restoreBackup(const RestoreRules& rules, qint64 now)
{
    QFile backup(rules.backup); // read as who runs this, written as who owns the folder
    if (!backup.open(QIODevice::ReadOnly))
        return fault(rules.backup, backup.errorString());
    const QString folder = QFileInfo(rules.database).absolutePath();
    const QString remedy = QStringLiteral("Be its owner, or root, or choose another folder with --data");
    if (!QDir(folder).exists()) {
        if (const auto why = makeFolders(folder))
            return fault(folder, QStringLiteral("cannot be made (%1). %2").arg(*why, remedy));
        QFile::setPermissions(folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    }
    const FolderOwner owner(folder);
    const FileLock lock(rules.database + QStringLiteral(".lock"));
    if (lock.isTaken())
        return fault(rules.database, QStringLiteral("in use by a server. Stop it first"));
    if (!lock.isHeld())
        return fault(folder, QStringLiteral("cannot be written (%1). %2").arg(lock.problem(), remedy));
    return restoreInto(rules, backup, now);
}

} // namespace parlance
