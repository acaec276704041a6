#include "app/openstore.h"

#include "auth/guestauthenticator.h"
#include "auth/keyfile.h"
#include "base/deadlines.h"
#include "cluster/sealedbus.h"
#include "postgresql/pgschema.h"
#include "postgresql/postgresqlstore.h"
#include "redis/redisbus.h"
#include "storage/memorystore.h"
#include "storage/sqlitestore.h"

#include <QCryptographicHash>
#include <QDir>
#include <QObject>
#include <QRandomGenerator>

namespace parlance {

namespace {

/// Whom a store's wake-up has to reach; known only once the store is made.
template <class T>
struct Woken {
    T* store = nullptr;
};

/// `open` makes the store, and gets the function that wakes the loop.
template <class T, class Open>
Result<std::unique_ptr<T>> opened(QObject* context, Open open)
{
    const auto woken = std::make_shared<Woken<T>>(); // owned by the function, and by whoever makes the store
    auto store = open([context, woken] {
        QMetaObject::invokeMethod(
            context, [woken] { woken->store->deliver(); }, Qt::QueuedConnection);
    });
    if (store)
        woken->store = store->get();
    return store;
}

template <class T>
Result<OpenedStore> asStore(Result<std::unique_ptr<T>> store)
{
    if (!store)
        return store.error();
    return OpenedStore{*std::move(store), {}, nullptr, nullptr};
}

/// Servers that share a database meet there, and no others do: several clusters may use one Redis.
QByteArray channelOf(const QByteArray& key)
{
    const QByteArray name = QCryptographicHash::hash("channel" + key, QCryptographicHash::Sha256).toHex();
    return "parlance." + name.first(16);
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

Result<QByteArray> openBusKey(const Settings& settings)
{
    return settings.isClustered() ? pgSharedKey(settings.storageUrl, "bus", SealedBus::keyLength)
                                  : Result(QByteArray());
}

std::unique_ptr<EventBus> openBus(const Settings& settings, const QByteArray& key, DeadlineWheel& wheel)
{
    const auto random = [] { return QRandomGenerator::global()->generateDouble(); };
    auto redis = std::make_unique<RedisBus>(*parseRedisUrl(settings.redis), channelOf(key), wheel, random);
    return std::make_unique<SealedBus>(std::move(redis), key);
}

Result<OpenedStore> openStore(const Settings& settings, QObject* context, std::function<void(const QString& why)> lost)
{
    if (settings.isInMemory()) {
        return asStore(opened<MemoryStore>(
            context, [&](auto wake) { return Result(std::make_unique<MemoryStore>(std::move(wake))); }));
    }
    if (settings.isInPostgresql()) {
        const NodeId node = settings.isClustered() ? NodeId::random() : NodeId();
        auto store = opened<PostgresqlStore>(context, [&](auto wake) {
            return PostgresqlStore::open({.url = settings.storageUrl, .node = node}, std::move(wake));
        });
        PostgresqlStore* shared = store ? store->get() : nullptr;
        auto opened = asStore(std::move(store));
        if (opened && !node.isEmpty()) {
            opened->node = node;
            opened->notices = shared;
            opened->nodes = shared;
        }
        return opened;
    }
    StorageRules rules;
    rules.path = logPath(settings);
    rules.durability = settings.durability == QLatin1String("full") ? Durability::Full : Durability::Normal;
    rules.reserve = settings.reserve;
    return asStore(opened<SqliteStore>(context, [&](auto wake) {
        return SqliteStore::open(rules, {std::move(wake), std::move(lost)});
    }));
}

} // namespace parlance
