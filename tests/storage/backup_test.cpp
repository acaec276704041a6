#include "storage/backupfolder.h"
#include "storage/logschema.h"
#include "support/suite.h"

#include <QElapsedTimer>

#include <unistd.h>

namespace parlance {

using namespace parlance::test;

/// Backups, on files. What clients make of what is restored from them: tests/care.
class BackupTest : public BackupFolder {
    Q_OBJECT
  private Q_SLOTS:
    void init() { makeFolder(); }
    void whatWasAcknowledgedIsInIt();
    void aBackupIsOneFileForItsOwner();
    void nothingIsOverwrittenUnasked();
    void whatCannotBeBackedUp();
    void whatMayNotBeLookedInto();
    void writersDoNotWait();
};

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
        answer<EventSlice>(*restored, [&](auto done) { restored->eventsAfter(ann, general, 0, 50, std::move(done)); });
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
    QCOMPARE(facts->time, backupTime);
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
    for (const QByteArray& damaged : {QByteArray(), key.chopped(1), key + 'x'}) {
        write(path(QStringLiteral("data/token.key")), damaged);
        QVERIFY(back().error().message.contains(QStringLiteral("token.key: damaged")));
    }
    write(path(QStringLiteral("data/token.key")), key);
    const BackupRules nowhere{database(), path(QStringLiteral("data/token.key")), path(QStringLiteral("no/b")),
                              key.size(), false};
    const QString missing = writeBackup(nowhere, backupTime).error().message;
    QVERIFY2(missing.contains(QStringLiteral("its folder is not there. Make it first")), qPrintable(missing));
    const BackupRules below{database(), path(QStringLiteral("data/token.key")),
                            path(QStringLiteral("data/token.key/b")), key.size(), false};
    const QString inTheWay = writeBackup(below, backupTime).error().message;
    QVERIFY2(inTheWay.contains(QStringLiteral("token.key is a file, not a folder")), qPrintable(inTheWay));
    const BackupRules onFolder{database(), path(QStringLiteral("data/token.key")), path(QStringLiteral("data")),
                               key.size(), true};
    const QString reason = writeBackup(onFolder, backupTime).error().message;
    QVERIFY2(reason.contains(QStringLiteral("data is a folder. Give the name of a file, such as ")) &&
                 reason.contains(QStringLiteral("data/parlance.backup")),
             qPrintable(reason));
    // What is damaged is what is read, not what was to be written.
    QByteArray spoiled = content(database());
    write(database(), spoiled.first(spoiled.size() - 4'096 * 3) + QByteArray(100, 'x'));
    const QString damage = back().error().message;
    QVERIFY2(damage.startsWith(database()) && damage.contains(QStringLiteral("damaged")), qPrintable(damage));
    QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files | QDir::Hidden), QStringList());
}

/// Somebody else's folder: that is said, not that it is empty.
void BackupTest::whatMayNotBeLookedInto()
{
    furnish();
    const bool isRoot = ::geteuid() == 0;
    constexpr uid_t nobody = 65'534;
    QCOMPARE(::chmod(QFile::encodeName(m_folder->path()).constData(), 0711), 0);
    QCOMPARE(::chmod(QFile::encodeName(path(QStringLiteral("data"))).constData(), isRoot ? 0700 : 0), 0);
    if (isRoot)
        QCOMPARE(::setresuid(nobody, nobody, 0), 0);
    const auto refused = back();
    if (isRoot)
        QCOMPARE(::setresuid(0, 0, 0), 0);
    QCOMPARE(::chmod(QFile::encodeName(path(QStringLiteral("data"))).constData(), 0700), 0);
    QCOMPARE(refused.error().code, ErrorCode::Forbidden);
    QVERIFY(refused.error().message.contains(QStringLiteral("Be that one, or root")));
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

} // namespace parlance

using parlance::BackupTest;
PARLANCE_SUITE(backup, BackupTest)
#include "backup_test.moc"
