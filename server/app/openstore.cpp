#include "app/openstore.h"

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

/// Owners of what is shared: the wake-up function, and who makes the store.
template <class T>
std::function<void()> wakeThrough(QObject* context, const std::shared_ptr<Woken<T>>& woken)
{
    return [context, woken] {
        QMetaObject::invokeMethod(
            context, [woken] { woken->store->deliver(); }, Qt::QueuedConnection);
    };
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

Result<std::unique_ptr<Store>> openStore(const Settings& settings, QObject* context,
                                         std::function<void(const QString& why)> lost)
{
    if (settings.storageKind == QLatin1String("memory")) {
        const auto woken = std::make_shared<Woken<MemoryStore>>();
        auto store = std::make_unique<MemoryStore>(wakeThrough(context, woken));
        woken->store = store.get();
        return std::unique_ptr<Store>(std::move(store));
    }
    StorageRules rules;
    rules.path = logPath(settings);
    rules.durability = settings.durability == QLatin1String("full") ? Durability::Full : Durability::Normal;
    rules.reserve = settings.reserve;
    const auto woken = std::make_shared<Woken<SqliteStore>>();
    auto store = SqliteStore::open(rules, {wakeThrough(context, woken), std::move(lost)});
    if (!store)
        return store.error();
    woken->store = store->get();
    return std::unique_ptr<Store>(*std::move(store));
}

} // namespace parlance
