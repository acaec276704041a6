#include "store/damagedcache.h"

#include "sqlite/database.h"

#include <QFile>

namespace parlance::client {

bool isDamagedCache(const QString& path)
{
    if (!QFile::exists(path))
        return false;
    Database database(path, Database::Access::ReadOnly);
    Statement check(database, "PRAGMA quick_check(1)");
    Cursor row = check();
    const bool isSound = row.next() && row.text(0) == QStringLiteral("ok");
    return database.failed() ? database.isDamaged() : !isSound;
}

QString putCacheAside(const QString& path, const QDateTime& now)
{
    const QString aside = path + QStringLiteral(".damaged-") + now.toString(QStringLiteral("yyyyMMdd-HHmmss"));
    if (!QFile::rename(path, aside))
        return {};
    QFile::rename(path + QStringLiteral("-wal"), aside + QStringLiteral("-wal")); // often there is none
    QFile::remove(path + QStringLiteral("-shm"));
    return aside;
}

} // namespace parlance::client
