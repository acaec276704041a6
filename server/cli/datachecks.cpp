#include "auth/guestauthenticator.h"
#include "cli/checks.h"
#include "cli/columns.h"
#include "storage/backup.h"
#include "storage/files.h"
#include "storage/logschema.h"

#include <QDir>
#include <QFileInfo>

#include <sys/stat.h>
#include <unistd.h>

namespace parlance::cli {

namespace {

const QString folderCheck = QStringLiteral("data folder");
const QString keyCheck = QStringLiteral("token.key");
const QString logCheck = QStringLiteral("parlance.db");
const QString diskCheck = QStringLiteral("disk");

/// The folder itself, or the nearest above it that there is.
QString existingPart(const QString& path)
{
    QString part = QFileInfo(path).absoluteFilePath();
    while (!QFileInfo::exists(part))
        part = QFileInfo(part).path();
    return part;
}

/// Where that is not so, what is in the folder seems not to be there.
bool mayLookInto(const QString& folder)
{
    return ::access(QFile::encodeName(folder).constData(), X_OK) == 0;
}

/// The command that lets the account use what is there. Its owner may have shut themselves out by the mode alone.
QString remedy(const QString& path, const Account& account, QFile::Permissions needed, const QString& otherwise)
{
    const QFileInfo info(path);
    if (info.ownerId() != account.user || info.permissions().testFlags(needed))
        return otherwise;
    return QStringLiteral("chmod u+%1 %2").arg(info.isDir() ? QStringLiteral("rwx") : QStringLiteral("rw"), path);
}

Finding checkFolder(const QString& folder, const Account& account)
{
    const QFileInfo info(folder);
    const QFile::Permissions forFiles = QFile::ReadOwner | QFile::WriteOwner;
    const QString chown = QStringLiteral("chown -R %1: %2").arg(account.name, folder);
    if (!info.exists()) {
        const QString above = existingPart(folder);
        if (QFileInfo(above).isDir() && mayAccess(account, above, W_OK | X_OK))
            return {Level::Fine, folderCheck, QStringLiteral("%1 will be made at the first start").arg(folder)};
        return {Level::Problem, folderCheck,
                QStringLiteral("%1 is not there, and %2 may not make it in %3; make it and %4")
                    .arg(folder, account.name, above, chown)};
    }
    if (!info.isDir())
        return {Level::Problem, folderCheck,
                QStringLiteral("%1 is no folder; choose another with data.folder").arg(folder)};
    if (!mayAccess(account, folder, R_OK | W_OK | X_OK))
        return {Level::Problem, folderCheck,
                QStringLiteral("%1 may not write in %2: %3")
                    .arg(account.name, folder, remedy(folder, account, forFiles | QFile::ExeOwner, chown))};
    for (const auto* name : {"parlance.db", "parlance.db-wal", "parlance.db-shm", "parlance.db.lock"}) {
        const QString file = QDir(folder).filePath(QLatin1String(name));
        if (QFileInfo::exists(file) && !mayAccess(account, file, R_OK | W_OK))
            return {Level::Problem, folderCheck,
                    QStringLiteral("%1 may not write %2: %3")
                        .arg(account.name, file, remedy(file, account, forFiles, chown))};
    }
    if (info.permissions().testAnyFlags(QFile::ReadOther | QFile::ExeOther))
        return {Level::Warning, folderCheck, QStringLiteral("others may look into %1: chmod o= %1").arg(folder)};
    return {Level::Fine, folderCheck, QStringLiteral("%1, written by %2").arg(folder, account.name)};
}

Finding checkKey(const QString& folder, const Account& account)
{
    const QFileInfo key(QDir(folder).filePath(QStringLiteral("token.key")));
    const QString path = key.filePath();
    if (!key.exists())
        return {Level::Fine, keyCheck, QStringLiteral("will be made at the first start")};
    if (key.size() != GuestAuthenticator::keyLength)
        return {Level::Problem, keyCheck, QStringLiteral("%1 is damaged: restore it from a backup").arg(path)};
    if (!mayAccess(account, path, R_OK)) {
        const QString chown = QStringLiteral("chown %1: %2").arg(account.name, path);
        return {Level::Problem, keyCheck,
                QStringLiteral("%1 may not read %2: %3")
                    .arg(account.name, path, remedy(path, account, QFile::ReadOwner, chown))};
    }
    const auto tooMany = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
    if (key.permissions().testAnyFlags(tooMany))
        return {
            Level::Problem, keyCheck,
            QStringLiteral("others than its owner may read or write %1, and so be anybody: chmod 600 %1").arg(path)};
    return {Level::Fine, keyCheck, QStringLiteral("for its owner only")};
}

/// Whether the log can be read as this version's, and is whole. The rights of the account were looked at before.
Finding checkLog(const QString& folder)
{
    const QFileInfo file(QDir(folder).filePath(QStringLiteral("parlance.db")));
    const QString path = file.filePath();
    if (!file.exists())
        return {Level::Fine, logCheck, QStringLiteral("will be made at the first start")};
    if (file.permissions().testAnyFlags(QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther))
        return {Level::Problem, logCheck,
                QStringLiteral("others than its owner may read or write %1, and so all rooms: chmod 600 %1").arg(path)};
    const auto log = openForReading(path);
    if (!log)
        return {Level::Problem, logCheck, log.error().message};
    if (const auto objection = objectionTo(**log, path, logSchema()))
        return {Level::Problem, logCheck, objection->message};
    const qint64 version = (*log)->number("PRAGMA user_version");
    const qint64 newest = std::ssize(logSchema().steps);
    if (const auto damage = quickDamageIn(**log, path))
        return {Level::Problem, logCheck, damage->message + QStringLiteral(": restore a backup")};
    const QString text = QStringLiteral("whole, %1, version %2 of the schema")
                             .arg(counted(file.size(), QStringLiteral("byte")))
                             .arg(version);
    return {Level::Fine, logCheck,
            version < newest ? text + QStringLiteral("; the next start brings it to %1").arg(newest) : text};
}

Finding checkDisk(const Settings& settings)
{
    constexpr qint64 mebibyte = 1'024 * 1'024;
    const QString folder = existingPart(settings.dataFolder);
    const qint64 free = freeSpaceFor(QDir(folder).filePath(QStringLiteral("parlance.db")));
    const QString text = QStringLiteral("%1 MiB free at %2, storage.reserve is %3 MiB")
                             .arg(free / mebibyte)
                             .arg(folder)
                             .arg(settings.reserve / mebibyte);
    if (free < settings.reserve)
        return {Level::Problem, diskCheck, text + QStringLiteral(": writing is refused; make room")};
    if (free < 2 * settings.reserve)
        return {Level::Warning, diskCheck, text + QStringLiteral(": make room soon")};
    return {Level::Fine, diskCheck, text};
}

} // namespace

std::vector<Finding> dataChecks(const Settings& settings, const Account& account)
{
    std::vector<Finding> findings;
    if (canTry(account)) {
        findings.push_back(checkFolder(settings.dataFolder, account));
        const bool isSeen = findings.back().level != Level::Problem || mayLookInto(settings.dataFolder);
        if (isSeen && !settings.isInPostgresql())
            findings.push_back(checkKey(settings.dataFolder, account));
        if (isSeen && !settings.isInPostgresql() && !settings.isInMemory())
            findings.push_back(checkLog(settings.dataFolder));
    } else {
        findings.push_back({Level::Warning, folderCheck,
                            QStringLiteral("%1 belongs to %2, so it cannot be looked into: run this as root or as %2")
                                .arg(settings.dataFolder, account.name)});
    }
    if (settings.isInMemory())
        findings.push_back(
            {Level::Warning, diskCheck, QStringLiteral("storage.kind is memory: a restart forgets everything")});
    else if (!settings.isInPostgresql())
        findings.push_back(checkDisk(settings));
    return findings;
}

} // namespace parlance::cli
