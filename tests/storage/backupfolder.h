#pragma once

#include "storage/backup.h"
#include "storage/drafts.h"
#include "storage/restore.h"
#include "storage/sqlitestore.h"

#include <QSemaphore>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

/// What the tests of backups and of restoring them share.
namespace parlance::test {

inline constexpr qint64 backupTime = 1'774'000'000'000;
inline const QByteArray key = QByteArray::fromHex("00ff1122334455667788");

inline unsigned modeOf(const QString& path)
{
    struct stat status {};
    return ::stat(QFile::encodeName(path).constData(), &status) == 0 ? status.st_mode & 07777 : 0;
}

inline void write(const QString& path, const QByteArray& bytes)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(bytes);
}

inline QByteArray content(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// A folder with that of a server, `data`, a backup `b`, and a place where to restore it.
class BackupFolder : public QObject {
  protected:
    void makeFolder()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        QDir(m_folder->path()).mkdir(QStringLiteral("data"));
        write(path(QStringLiteral("data/token.key")), key);
    }
    QString path(const QString& name) const { return m_folder->filePath(name); }
    QString database() const { return path(QStringLiteral("data/parlance.db")); }
    QString elsewhere() const { return path(QStringLiteral("elsewhere/parlance.db")); }
    Result<BackupFacts> back(bool overwrite = false)
    {
        return writeBackup(
            {database(), path(QStringLiteral("data/token.key")), path(QStringLiteral("b")), key.size(), overwrite},
            backupTime);
    }
    Result<Restored> restoreAt(qint64 time, bool overwrite)
    {
        return restoreBackup({path(QStringLiteral("b")), elsewhere(), path(QStringLiteral("elsewhere/token.key")),
                              key.size(), overwrite},
                             time);
    }
    Result<Restored> restore(bool overwrite = false) { return restoreAt(backupTime, overwrite); }

    std::unique_ptr<SqliteStore> open(const QString& path)
    {
        auto store = SqliteStore::open({path, Durability::Full, 0},
                                       {[this] { m_woken.release(); }, [](const QString& why) { qWarning() << why; }});
        if (!store)
            qFatal("%s", qPrintable(store.error().message));
        return *std::move(store);
    }

    /// Waits for the answer to what `ask` asks.
    template <class T, class Ask>
    Result<T> answer(SqliteStore& store, Ask ask)
    {
        std::optional<Result<T>> result;
        ask(Done<T>([&result](Result<T> found) { result = std::move(found); }));
        while (!result && m_woken.tryAcquire(1, 30'000))
            store.deliver();
        return *std::move(result);
    }
    RoomRecord room(SqliteStore& store)
    {
        store.makeRoom(roomCalled(general), {});
        return *answer<RoomRecord>(store, [&](auto done) { store.openRoom(general, std::move(done)); });
    }
    void say(SqliteStore& store, const QByteArray& nonce)
    {
        QVERIFY(answer<Appended>(store, [&](auto done) { store.append(message(ann, nonce), std::move(done)); }));
    }
    /// A server's folder with two messages in a room.
    void furnish()
    {
        const auto store = open(database());
        (void)room(*store);
        store->saveMember(general, {ann, QStringLiteral("ann"), 0, 0}, {});
        say(*store, "1");
        say(*store, "2");
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    QSemaphore m_woken;
};

} // namespace parlance::test
