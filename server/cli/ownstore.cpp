#include "cli/ownstore.h"

#include "app/openstore.h"
#include "postgresql/postgresqlstore.h"
#include "storage/sqlitestore.h"

#include <QFile>

#include <sys/stat.h>

namespace parlance::cli {

Result<std::unique_ptr<OwnStore>> OwnStore::open(const Settings& settings)
{
    const QString path = logPath(settings);
    if (!settings.isInPostgresql() && !QFile::exists(path)) {
        return Error{
            ErrorCode::NotFound,
            QStringLiteral("%1: no server runs there, and there is no log. Choose its folder with --data").arg(path),
            {}};
    }
    ::umask(0077); // what SQLite makes beside the log is as private as the log
    std::unique_ptr<OwnStore> own(new OwnStore(settings.dataFolder));
    OwnStore* self = own.get();
    const auto wake = [self] { self->m_woken.release(); };
    if (settings.isInPostgresql()) {
        auto store = PostgresqlStore::open({.url = settings.storageUrl}, wake);
        if (!store)
            return store.error();
        own->keep(*std::move(store));
        return own;
    }
    auto store =
        SqliteStore::open({path, Durability::Full, 0}, {wake, [self](const QString& why) { self->m_lost = why; }});
    if (!store)
        return store.error();
    own->keep(*std::move(store));
    return own;
}

} // namespace parlance::cli
