#include "storage/backup.h"
#include "storage/drafts.h"
#include "storage/filelock.h"
#include "storage/logreader.h"
#include "storage/logschema.h"
#include "storage/restore.h"
#include "storage/sqlitestore.h"
#include "support/suite.h"

#include <QElapsedTimer>
#include <QSemaphore>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>
#include <unistd.h>

namespace parlance {

using namespace parlance::test;

namespace {

constexpr qint64 now = 1'774'000'000'000;
const QByteArray key = QByteArray::fromHex("00ff1122");

unsigned modeOf(const QString& path)
{
    struct stat status {};
    return ::stat(QFile::encodeName(path).constData(), &status) == 0 ? status.st_mode & 07777 : 0;
}

void write(const QString& path, const QByteArray& bytes)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(bytes);
}

QByteArray content(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

/// Backups and restoring them, on files. What clients make of it: tests/care.
class BackupTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void init();
    void whatWasAcknowledgedIsInIt();
    void aBackupIsOneFileForItsOwner();
    void nothingIsOverwrittenUnasked();
    void whatCannotBeBackedUp();
    void writersDoNotWait();
    void roomsGetNewLogs();
    void whatIsThereStaysUnlessForced();
    void whatACrashLeftDoesNotSpoilIt();
    void notWhileAServerRuns();
    void whatIsNoBackup_data();
    void whatIsNoBackup();
    void rootWritesForTheOwner();

  private:
    QString path(const QString& name) const { return m_folder->filePath(name); }
    QString database() const { return path(QStringLiteral("data/parlance.db")); }
    QString elsewhere() const { return path(QStringLiteral("elsewhere/parlance.db")); }
    Result<BackupFacts> back(bool overwrite = false)
    {
        return writeBackup({database(), path(QStringLiteral("data/token.key")), path(QStringLiteral("b")), overwrite},
                           now);
    }
    Result<Restored> restore(bool overwrite = false)
    {
        return restoreBackup(
            {path(QStringLiteral("b")), elsewhere(), path(QStringLiteral("elsewhere/token.key")), overwrite}, now);
    }

    std::unique_ptr<SqliteStore> open(const QString& path);
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
        return *answer<RoomRecord>(store, [&](auto done) { store.openRoom(general, true, std::move(done)); });
    }
    void say(SqliteStore& store, const QByteArray& nonce)
    {
        QVERIFY(answer<Appended>(store, [&](auto done) { store.append(message(ann, nonce), std::move(done)); }));
    }
    /// A server's folder with two messages in a room.
    void furnish();

    std::unique_ptr<QTemporaryDir> m_folder;
    QSemaphore m_woken;
};

void BackupTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QDir(m_folder->path()).mkdir(QStringLiteral("data"));
    write(path(QStringLiteral("data/token.key")), key);
}

std::unique_ptr<SqliteStore> BackupTest::open(const QString& path)
{
    auto store = SqliteStore::open({path, Durability::Full, 0},
                                   {[this] { m_woken.release(); }, [](const QString& why) { qWarning() << why; }});
    if (!store)
        qFatal("%s", qPrintable(store.error().message));
    return *std::move(store);
}

void BackupTest::furnish()
{
    const auto store = open(database());
    (void)room(*store);
    store->saveMember(general, {ann, QStringLiteral("ann"), 0, 0});
    say(*store, "1");
    say(*store, "2");
}

void BackupTest::whatWasAcknowledgedIsInIt()
{
    const auto store = open(database());
    (void)room(*store);
    for (int i = 1; i <= 20; ++i) {
        say(*store, QByteArray::number(i));
        const auto facts = back(true); // the server goes on
        QVERIFY2(facts, qPrintable(facts ? QString() : facts.error().message));
        QCOMPARE(facts->messages, i);
    }
    QVERIFY(restore());
    const auto restored = open(elsewhere());
    const auto slice =
        answer<EventSlice>(*restored, [&](auto done) { restored->eventsAfter(general, 0, 50, std::move(done)); });
    QCOMPARE(slice->events.size(), size_t(20));
    for (qint64 seq = 1; seq <= 20; ++seq)
        QCOMPARE(seqOf(slice->events.at(size_t(seq - 1))), seq);
}

void BackupTest::aBackupIsOneFileForItsOwner()
{
    furnish();
    const auto facts = back();
    QCOMPARE(facts->rooms, 1);
    QCOMPARE(facts->messages, 2);
    QCOMPARE(facts->time, now);
    QCOMPARE(facts->version, QStringLiteral(PARLANCE_VERSION));
    QCOMPARE(facts->bytes, QFileInfo(path(QStringLiteral("b"))).size());
    QCOMPARE(modeOf(path(QStringLiteral("b"))), 0600U);
    QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files | QDir::Hidden), QStringList{QStringLiteral("b")});
    const QByteArray head = content(path(QStringLiteral("b"))).first(20);
    QCOMPARE(head.mid(18, 2), QByteArray("\1\1")); // no write-ahead log belongs to it
}

void BackupTest::nothingIsOverwrittenUnasked()
{
    furnish();
    write(path(QStringLiteral("b")), "mine");
    QCOMPARE(back().error().code, ErrorCode::NameTaken);
    QCOMPARE(content(path(QStringLiteral("b"))), QByteArray("mine"));
    QVERIFY(back(true));
    QVERIFY(content(path(QStringLiteral("b"))).startsWith("SQLite"));
    QVERIFY(QFile::remove(path(QStringLiteral("b"))));
    QVERIFY(QFile::link(path(QStringLiteral("nowhere")), path(QStringLiteral("b"))));
    QCOMPARE(back().error().code, ErrorCode::NameTaken); // nor is a link followed
    QVERIFY(!QFile::exists(path(QStringLiteral("nowhere"))));
}

void BackupTest::whatCannotBeBackedUp()
{
    QCOMPARE(back().error().code, ErrorCode::NotFound);
    write(database(), "this is no database, whatever its name may say of it, and that it is no database must be said");
    QVERIFY(back().error().message.contains(QStringLiteral("not a database")));
    QVERIFY(QFile::remove(database()));
    furnish();
    QVERIFY(QFile::remove(path(QStringLiteral("data/token.key"))));
    QVERIFY(back().error().message.contains(QStringLiteral("token.key")));
    write(path(QStringLiteral("data/token.key")), key);
    const BackupRules nowhere{database(), path(QStringLiteral("data/token.key")), path(QStringLiteral("no/b")), false};
    QVERIFY(!writeBackup(nowhere, now));
    QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files | QDir::Hidden), QStringList());
}

/// While a backup reads, the write-ahead log cannot begin anew. Its writer must not wait for that with each batch.
void BackupTest::writersDoNotWait()
{
    const auto writer = openForWriting(database(), logSchema(), Durability::Normal);
    (*writer)->execute("CREATE TABLE heap (bytes BLOB)");
    const auto reader = openForReading(database());
    (*reader)->execute("BEGIN");
    (void)(*reader)->number("SELECT count(*) FROM rooms"); // from here on it keeps the log from beginning anew
    qint64 longest = 0;
    for (int i = 0; i < 100; ++i) { // MB
        (*writer)->execute("INSERT INTO heap VALUES (zeroblob(1000000))");
        QElapsedTimer timer;
        timer.start();
        (*writer)->checkpointIfLarge();
        longest = std::max(longest, timer.elapsed());
    }
    QVERIFY(!(*writer)->failed());
    QVERIFY2(longest < 3'000, qPrintable(QString::number(longest))); // 5 s is what waiting would take
    (*reader)->execute("COMMIT");
    (*writer)->execute("INSERT INTO heap VALUES (zeroblob(20000000))");
    (*writer)->checkpointIfLarge();
    (*writer)->execute("INSERT INTO heap VALUES (zeroblob(1))");
    const qint64 size = QFileInfo(database() + QStringLiteral("-wal")).size();
    QVERIFY2(size < 20'000'000, qPrintable(QString::number(size)));
}

void BackupTest::roomsGetNewLogs()
{
    furnish();
    QVERIFY(back());
    const auto restored = restore();
    QVERIFY2(restored, qPrintable(restored ? QString() : restored.error().message));
    QVERIFY(!restored->former);
    QCOMPARE(restored->facts.messages, 2);
    QCOMPARE(content(path(QStringLiteral("elsewhere/token.key"))), key);
    QCOMPARE(modeOf(path(QStringLiteral("elsewhere/token.key"))), 0600U);
    QCOMPARE(modeOf(elsewhere()), 0600U);
    QVERIFY(!content(elsewhere()).contains(key.toHex())); // it is where it belongs and nowhere else
    const auto before = open(database());
    const auto after = open(elsewhere());
    const RoomRecord there = room(*after);
    QVERIFY(there.log != room(*before).log);
    QCOMPARE(there.head, 2);
    QCOMPARE(there.members.size(), size_t(1));
    QVERIFY(answer<Appended>(*after, [&](auto done) { after->append(message(ann, "2"), std::move(done)); })->repeated);
}

void BackupTest::whatIsThereStaysUnlessForced()
{
    furnish();
    QVERIFY(back());
    QVERIFY(restore());
    {
        const auto store = open(elsewhere());
        say(*store, "3");
    }
    write(path(QStringLiteral("elsewhere/token.key")), "another");
    const QByteArray before = content(elsewhere());
    QCOMPARE(restore().error().code, ErrorCode::NameTaken);
    QCOMPARE(content(elsewhere()), before);
    const auto restored = restore(true);
    QVERIFY2(restored, qPrintable(restored ? QString() : restored.error().message));
    QCOMPARE(content(path(QStringLiteral("elsewhere/token.key"))), key);
    QCOMPARE(room(*open(elsewhere())).head, 2);
    QCOMPARE(room(*open(*restored->former)).head, 3);
    QCOMPARE(QDir(path(QStringLiteral("elsewhere"))).entryList({QStringLiteral("token.key.before-*")}).size(), 1);
}

/// A server that was killed leaves its newest part in a second file. It belongs to what was there, not to what comes.
void BackupTest::whatACrashLeftDoesNotSpoilIt()
{
    furnish();
    QVERIFY(back());
    QVERIFY(restore());
    QVERIFY(QFile::copy(elsewhere(), path(QStringLiteral("copy.db"))));
    {
        const auto store = open(elsewhere());
        say(*store, "3");
        for (const char* suffix : {"", "-wal"})
            QVERIFY(QFile::copy(elsewhere() + QLatin1String(suffix),
                                path(QStringLiteral("crash")) + QLatin1String(suffix)));
    }
    for (const char* suffix : {"", "-wal"}) {
        QFile::remove(elsewhere() + QLatin1String(suffix));
        QVERIFY(
            QFile::copy(path(QStringLiteral("crash")) + QLatin1String(suffix), elsewhere() + QLatin1String(suffix)));
    }
    auto restored = restore(true);
    QVERIFY2(restored, qPrintable(restored ? QString() : restored.error().message));
    QCOMPARE(room(*open(elsewhere())).head, 2);
    QCOMPARE(room(*open(*restored->former)).head, 3);
    // Nor does what is too damaged to be opened.
    write(elsewhere(), QByteArray(10'000, 'x'));
    write(elsewhere() + QStringLiteral("-wal"), QByteArray(10'000, 'y'));
    QTest::qWait(2); // another name for what is kept
    restored = restoreBackup(
        {path(QStringLiteral("b")), elsewhere(), path(QStringLiteral("elsewhere/token.key")), true}, now + 1);
    QVERIFY2(restored, qPrintable(restored ? QString() : restored.error().message));
    QCOMPARE(room(*open(elsewhere())).head, 2);
    QCOMPARE(content(*restored->former), QByteArray(10'000, 'x'));
}

void BackupTest::notWhileAServerRuns()
{
    furnish();
    QVERIFY(back());
    QVERIFY(restore());
    const auto server = open(elsewhere());
    const auto refused = restore(true);
    QVERIFY(refused.error().message.contains(QStringLiteral("in use")));
    QCOMPARE(room(*server).head, 2);
}

void BackupTest::whatIsNoBackup_data()
{
    QTest::addColumn<QString>("what");
    QTest::addColumn<QString>("says");
    const auto row = [](const char* name, const QString& says) {
        QTest::newRow(name) << QString::fromLatin1(name) << says;
    };
    row("nothing", QStringLiteral("No such file"));
    row("an empty file", QStringLiteral("empty"));
    row("text", QStringLiteral("not a database"));
    row("another database", QStringLiteral("another program"));
    row("a log without a key", QStringLiteral("not a backup"));
    row("a newer version", QStringLiteral("newer"));
    row("half of it", QStringLiteral("damaged"));
    row("spoiled", QStringLiteral("damaged"));
}

void BackupTest::whatIsNoBackup()
{
    QFETCH(QString, what);
    QFETCH(QString, says);
    furnish();
    const QString file = path(QStringLiteral("b"));
    {
        const auto store = open(database());
        for (int i = 3; i < 100; ++i)
            say(*store, QByteArray::number(i));
    }
    QVERIFY(back());
    const QByteArray whole = content(file);
    if (what == QLatin1String("nothing"))
        QFile::remove(file);
    else if (what == QLatin1String("an empty file"))
        write(file, {});
    else if (what == QLatin1String("text"))
        write(file, QByteArray(5'000, 't'));
    else if (what == QLatin1String("half of it"))
        write(file, whole.first(whole.size() / 2 / 4'096 * 4'096));
    else if (what == QLatin1String("spoiled"))
        write(file, QByteArray(whole).replace(4'096 * 8, 4'096, QByteArray(4'096, '\x55')));
    else {
        Database spoiled(file, Database::Access::ReadWrite);
        if (what == QLatin1String("another database"))
            spoiled.execute("PRAGMA application_id = 7");
        else if (what == QLatin1String("a newer version"))
            spoiled.execute("PRAGMA user_version = 1000");
        else
            spoiled.execute("DROP TABLE backup");
    }
    const auto refused = restore();
    QVERIFY(!refused);
    QVERIFY2(refused.error().message.contains(says), qPrintable(refused.error().message));
    QVERIFY(refused.error().message.contains(file));
    QVERIFY(!refused.error().message.contains(u'\n'));
    QVERIFY(!QFile::exists(elsewhere()));
    QCOMPARE(QDir(path(QStringLiteral("elsewhere"))).entryList(QDir::Files),
             what == QLatin1String("nothing") ? QStringList() : QStringList{QStringLiteral("parlance.db.lock")});
}

void BackupTest::rootWritesForTheOwner()
{
    if (::geteuid() != 0)
        QSKIP("only root can be in this place");
    furnish();
    QVERIFY(back());
    constexpr uid_t nobody = 65'534;
    const QByteArray folder = QFile::encodeName(path(QStringLiteral("elsewhere")));
    QCOMPARE(::mkdir(folder.constData(), 0700), 0);
    QCOMPARE(::chmod(QFile::encodeName(m_folder->path()).constData(), 0711), 0);
    QCOMPARE(::chown(folder.constData(), nobody, nobody), 0);
    const auto restored = restore();
    QVERIFY2(restored, qPrintable(restored ? QString() : restored.error().message));
    QCOMPARE(::geteuid(), 0U);
    const QDir there(path(QStringLiteral("elsewhere")));
    QCOMPARE(there.entryList(QDir::Files).size(), 3);
    for (const QString& name : there.entryList(QDir::Files))
        QCOMPARE(QFileInfo(there.filePath(name)).ownerId(), uint(nobody));
    // What they may not write is not written for them.
    write(path(QStringLiteral("precious")), "precious");
    QVERIFY(QFile::remove(elsewhere()));
    QVERIFY(QFile::remove(path(QStringLiteral("elsewhere/token.key"))));
    QVERIFY(QFile::remove(elsewhere() + QStringLiteral(".lock")));
    QVERIFY(QFile::link(path(QStringLiteral("precious")), elsewhere() + QStringLiteral(".lock")));
    QVERIFY(!restore(true));
    QCOMPARE(content(path(QStringLiteral("precious"))), QByteArray("precious"));
}

} // namespace parlance

using parlance::BackupTest;
PARLANCE_SUITE(backup, BackupTest)
#include "backup_test.moc"
