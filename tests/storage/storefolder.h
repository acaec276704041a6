#pragma once

#include "storage/drafts.h"
#include "storage/sqlitestore.h"

#include <QDir>
#include <QFile>
#include <QSemaphore>
#include <QTemporaryDir>
#include <QTest>

namespace parlance::test {

/// A folder with the file of an SqliteStore, and how its answers are waited for.
class StoreFolder {
  protected:
    void makeFolder() { m_folder = std::make_unique<QTemporaryDir>(); }
    QString path() const { return m_folder->filePath(QStringLiteral("parlance.db")); }

    std::unique_ptr<SqliteStore> open(qint64 reserve = 0)
    {
        auto store = SqliteStore::open({path(), Durability::Full, reserve},
                                       {[this] { m_woken.release(); }, [](const QString& why) { qWarning() << why; }});
        if (!store)
            qFatal("%s", qPrintable(store.error().message));
        return *std::move(store);
    }

    void waitFor(Store& store)
    {
        // Each thread answers in the order of the calls, so these come last.
        int open = 2;
        store.identity(ann, [&](const auto&) { --open; });
        store.eventsAfter(ann, general, 0, 1, [&](const auto&) { --open; });
        while (open > 0) {
            QVERIFY2(m_woken.tryAcquire(1, 30'000), "no answer within 30 s");
            static_cast<SqliteStore&>(store).deliver();
        }
    }

    template <class T, class Ask>
    Result<T> answer(Store& store, Ask ask)
    {
        std::optional<Result<T>> result;
        ask(Done<T>([&result](Result<T> found) { result = std::move(found); }));
        waitFor(store);
        return *std::move(result);
    }
    Result<RoomRecord> room(Store& store, bool create)
    {
        if (create)
            store.makeRoom(roomCalled(general), {});
        return answer<RoomRecord>(store, [&](auto done) { store.openRoom(general, std::move(done)); });
    }
    Result<IdentityRecord> identity(Store& store)
    {
        return answer<IdentityRecord>(store, [&](auto done) { store.identity(ann, std::move(done)); });
    }
    Result<Appended> append(Store& store, const NewEvent& event)
    {
        return answer<Appended>(store, [&](auto done) { store.append(event, std::move(done)); });
    }

    Result<Appended> append(Store& store, const QByteArray& nonce) { return append(store, message(ann, nonce)); }

    /// All that the database's files hold.
    QByteArray bytes() const
    {
        QByteArray all;
        for (const QString& name : QDir(m_folder->path()).entryList({QStringLiteral("parlance.db*")}, QDir::Files)) {
            QFile file(m_folder->filePath(name));
            if (file.open(QIODevice::ReadOnly))
                all += file.readAll();
        }
        return all;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    QSemaphore m_woken;
};

} // namespace parlance::test
