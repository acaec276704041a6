#include "storage/backupfolder.h"
#include "support/suite.h"

#include <unistd.h>

namespace parlance {

using namespace parlance::test;

/// Restoring backups, on files.
class RestoreTest : public BackupFolder {
    Q_OBJECT
  private Q_SLOTS:
    void init() { makeFolder(); }
    void roomsGetNewLogs();
    void whatIsThereStaysUnlessForced();
    void whatACrashLeftDoesNotSpoilIt();
    void whatAKilledRestoreLeftGoes();
    void notWhileAServerRuns();
    void whatIsNoBackup_data();
    void whatIsNoBackup();
    void anotherSchema_data();
    void anotherSchema();
    void theSameInOtherWords();
    void rootWritesForTheOwner();
};

void RestoreTest::roomsGetNewLogs()
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

void RestoreTest::whatIsThereStaysUnlessForced()
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
void RestoreTest::whatACrashLeftDoesNotSpoilIt()
{
    furnish();
    QVERIFY(back());
    QVERIFY(restore());
    {
        const auto store = open(elsewhere());
        say(*store, "3");
        for (const char* suffix : {"", "-wal"})
            QVERIFY(QFile::copy(elsewhere() + QLatin1String(suffix),
                                path(QStringLiteral("crash")) + QLatin1String(suffix)));
    }
    const auto crash = [this] {
        for (const char* suffix : {"", "-wal"}) {
            QFile::remove(elsewhere() + QLatin1String(suffix));
            QVERIFY(QFile::copy(path(QStringLiteral("crash")) + QLatin1String(suffix),
                                elsewhere() + QLatin1String(suffix)));
        }
    };
    crash();
    auto restored = restore(true);
    QVERIFY2(restored, qPrintable(restored ? QString() : restored.error().message));
    QCOMPARE(room(*open(elsewhere())).head, 2);
    QCOMPARE(room(*open(*restored->former)).head, 3);
    // Nor does what is too damaged to be opened.
    write(elsewhere(), QByteArray(10'000, 'x'));
    write(elsewhere() + QStringLiteral("-wal"), QByteArray(10'000, 'y'));
    restored = restoreAt(backupTime + 1, true);
    QVERIFY2(restored, qPrintable(restored ? QString() : restored.error().message));
    QCOMPARE(room(*open(elsewhere())).head, 2);
    QCOMPARE(content(*restored->former), QByteArray(10'000, 'x'));
    // Nor what is all that is left.
    crash();
    const QByteArray rest = content(elsewhere() + QStringLiteral("-wal"));
    QVERIFY(QFile::remove(elsewhere()));
    restored = restoreAt(backupTime + 2, true);
    QVERIFY2(restored, qPrintable(restored ? QString() : restored.error().message));
    QVERIFY(!restored->former);
    QCOMPARE(room(*open(elsewhere())).head, 2);
    const QDir there(path(QStringLiteral("elsewhere")), QStringLiteral("parlance.db.before-*-002-wal"));
    QCOMPARE(there.entryList().size(), 1);
    QCOMPARE(content(there.filePath(there.entryList().constFirst())), rest);
}

void RestoreTest::whatAKilledRestoreLeftGoes()
{
    furnish();
    QVERIFY(back());
    QVERIFY(restore());
    const QString left = elsewhere() + QStringLiteral(".unfinished-a1B2c3");
    const QString mine = elsewhere() + QStringLiteral(".backup");
    const QString alsoMine = elsewhere() + QStringLiteral(".unfinished-work");
    const QString journal = left + QStringLiteral("-journal"); // which may have the key in it
    for (const QString& file : {left, journal, mine, alsoMine})
        write(file, "text");
    QVERIFY(open(elsewhere())); // the next start
    QVERIFY(!QFile::exists(left) && !QFile::exists(journal));
    write(left, "text");
    QVERIFY(restoreAt(backupTime + 1, true)); // or the next restore
    QVERIFY(!QFile::exists(left));
    QVERIFY(QFile::exists(mine) && QFile::exists(alsoMine));
}

void RestoreTest::notWhileAServerRuns()
{
    furnish();
    QVERIFY(back());
    QVERIFY(restore());
    const auto server = open(elsewhere());
    const auto refused = restore(true);
    QVERIFY(refused.error().message.contains(QStringLiteral("in use")));
    QCOMPARE(room(*server).head, 2);
}

void RestoreTest::whatIsNoBackup_data()
{
    QTest::addColumn<QString>("what");
    QTest::addColumn<QString>("says");
    const auto row = [](const char* name, const QString& says) {
        QTest::newRow(name) << QString::fromLatin1(name) << says;
    };
    row("nothing", QStringLiteral("No such file"));
    row("an empty file", QStringLiteral("empty"));
    row("text", QStringLiteral("not a backup"));
    row("another database", QStringLiteral("not a backup"));
    row("a log without a key", QStringLiteral("not a backup"));
    row("a newer version", QStringLiteral("newer"));
    row("half a key", QStringLiteral("no whole key"));
    row("half of it", QStringLiteral("damaged"));
    row("spoiled", QStringLiteral("damaged"));
    row("no version", QStringLiteral("no version"));
    row("an older version than its tables are of", QStringLiteral("the table \"accounts\""));
}

/// What somebody else put into a backup, or took out of it, would be met at the first hello, or run by the server.
void RestoreTest::anotherSchema_data()
{
    QTest::addColumn<QByteArray>("change");
    QTest::addColumn<QString>("says");
    const auto row = [](const QByteArray& change, const char* says) {
        QTest::newRow(change.constData()) << change << QString::fromLatin1(says);
    };
    row("CREATE TRIGGER t AFTER INSERT ON events BEGIN DELETE FROM changes; END", "the trigger \"t\"");
    row("CREATE TRIGGER t AFTER UPDATE ON rooms BEGIN UPDATE rooms SET topic = 'x'; END", "the trigger \"t\"");
    row("CREATE TRIGGER t AFTER INSERT ON events BEGIN DELETE FROM changes; END; PRAGMA writable_schema = ON;"
        " UPDATE sqlite_schema SET name = 'sqlite_stat9', sql = replace(sql, 'TRIGGER t', 'TRIGGER sqlite_stat9')"
        " WHERE name = 't'",
        "the trigger \"sqlite_stat9\"");
    row("CREATE VIEW v AS SELECT * FROM users", "the view \"v\"");
    row("CREATE TABLE more (a)", "the table \"more\"");
    row("CREATE INDEX more ON events (time)", "the index \"more\"");
    row("DROP TABLE changes", "the table \"changes\" is missing");
    row("DROP INDEX rooms_folded", "the index \"rooms_folded\" is missing");
    row("DROP INDEX events_nonce", "the index \"events_nonce\" is missing");
    row("ALTER TABLE users ADD COLUMN more TEXT", "the table \"users\"");
    row("ALTER TABLE backup ADD COLUMN more TEXT", "the table \"backup\"");
    row("DROP TABLE leftovers; CREATE VIEW leftovers AS SELECT id AS room FROM rooms", "the view \"leftovers\"");
    row("DROP INDEX events_n; CREATE INDEX events_n ON events (room, n)", "the index \"events_n\"");
}

void RestoreTest::anotherSchema()
{
    QFETCH(const QByteArray, change);
    QFETCH(const QString, says);
    furnish();
    QVERIFY(back());
    QVERIFY(restore());
    const QByteArray there = content(elsewhere());
    const QString file = path(QStringLiteral("b"));
    {
        Database changed(file, Database::Access::ReadWrite);
        changed.execute(change.toStdString());
        QVERIFY2(!changed.failed(), qPrintable(changed.errorText()));
    }
    const auto refused = restore(true);
    QVERIFY(!refused);
    QVERIFY2(refused.error().message.startsWith(file + QStringLiteral(": changed by another program")),
             qPrintable(refused.error().message));
    QVERIFY2(refused.error().message.contains(says), qPrintable(refused.error().message));
    QCOMPARE(content(elsewhere()), there);
    QCOMPARE(QDir(path(QStringLiteral("elsewhere"))).entryList({QStringLiteral("*before*")}), QStringList());
}

/// White space is no difference, and an admin may let SQLite gather statistics.
void RestoreTest::theSameInOtherWords()
{
    furnish();
    QVERIFY(back());
    {
        Database changed(path(QStringLiteral("b")), Database::Access::ReadWrite);
        changed.execute("ANALYZE");
        changed.execute("DROP INDEX rooms_folded");
        changed.execute("CREATE UNIQUE INDEX rooms_folded   ON  \"rooms\"( folded )");
        QVERIFY2(!changed.failed(), qPrintable(changed.errorText()));
    }
    const auto restored = restore();
    QVERIFY2(restored, qPrintable(restored ? QString() : restored.error().message));
    QCOMPARE(room(*open(elsewhere())).head, 2);
}

void RestoreTest::whatIsNoBackup()
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
        else if (what == QLatin1String("no version"))
            spoiled.execute("PRAGMA user_version = 0");
        else if (what == QLatin1String("an older version than its tables are of"))
            spoiled.execute("PRAGMA user_version = 1");
        else if (what == QLatin1String("half a key"))
            spoiled.execute("UPDATE backup SET key = '0011'");
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

void RestoreTest::rootWritesForTheOwner()
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

using parlance::RestoreTest;
PARLANCE_SUITE(restore, RestoreTest)
#include "restore_test.moc"
