#include "app/openstore.h"

#include "auth/guestauthenticator.h"
#include "auth/keyfile.h"
#include "postgresql/pgschema.h"
#include "postgresql/postgresqlstore.h"
#include "storage/memorystore.h"
#include "storage/sqlitestore.h"

#include <QDir>
#include <QObject>

namespace parlance {

namespace {

/// Whom a store's wake-up has to reach; known only once the store is made.
template <class T>
struct Woken {
    T* store = nullptr;
};

/// `open` makes the store, and gets the function that wakes the loop.
template <class T, class Open>
Result<std::unique_ptr<Store>> opened(QObject* context, Open open)
{
    const auto woken = std::make_shared<Woken<T>>(); // owned by the function, and by whoever makes the store
    auto store = open([context, woken] {
        QMetaObject::invokeMethod(
            context, [woken] { woken->store->deliver(); }, Qt::QueuedConnection);
    });
    if (!store)
        return store.error();
    woken->store = store->get();
    return std::unique_ptr<Store>(*std::move(store));
}

} // namespace

QString logPath(const Settings& settings)
{
    return QDir(settings.dataFolder).filePath(QStringLiteral("parlance.db"));
}

QString controlPath(const Settings& settings)
{
    return QDir(settings.dataFolder).filePath(QStringLiteral("control.sock"));
}

Result<QByteArray> openKey(const Settings& settings)
{
    if (!settings.isInPostgresql())
        return loadOrMakeKey(settings.dataFolder, GuestAuthenticator::keyLength);
    if (auto error = makeFolder(settings.dataFolder))
        return *std::move(error);
    return pgSharedKey(settings.storageUrl, "token", GuestAuthenticator::keyLength);
}

Result<std::unique_ptr<Store>> openStore(const Settings& settings, QObject* context,
                                         std::function<void(const QString& why)> lost)
{
    if (settings.isInMemory()) {
        return opened<MemoryStore>(context,
                                   [&](auto wake) { return Result(std::make_unique<MemoryStore>(std::move(wake))); });
    }
    if (settings.isInPostgresql()) {
        return opened<PostgresqlStore>(
            context, [&](auto wake) { return PostgresqlStore::open({.url = settings.storageUrl}, std::move(wake)); });
    }
    StorageRules rules;
    rules.path = logPath(settings);
    rules.durability = settings.durability == QLatin1String("full") ? Durability::Full : Durability::Normal;
    rules.reserve = settings.reserve;
    return opened<SqliteStore>(context, [&](auto wake) {
        return SqliteStore::open(rules, {std::move(wake), std::move(lost)});
    });
}

} // namespace parlance
