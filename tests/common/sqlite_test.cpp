#include "base/faultpoint.h"
#include "sqlite/schema.h"
#include "support/suite.h"

#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <sys/wait.h>
#include <unistd.h>

namespace parlance {

namespace {

constexpr int application = 0x54657374;

const SchemaStep notes{"CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT",
                       "CREATE INDEX notes_text ON notes (text)"};

/// A change of the kind that hurts when it stops half way: what there is moves to another table.
const SchemaStep notesWithAuthors{
    "CREATE TABLE authors (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT",
    "INSERT INTO authors (name) SELECT DISTINCT text FROM notes", "ALTER TABLE notes ADD COLUMN author INTEGER",
    "UPDATE notes SET author = (SELECT id FROM authors WHERE name = notes.text)", "DROP INDEX notes_text"};

const Schema older{application, {notes}};
const Schema newer{application, {notes, notesWithAuthors}};

#ifdef PARLANCE_FAULT_POINTS
int statementsLeft = 0;

void killAtStatement(FaultPoint point)
{
    if (point == FaultPoint::MidMigration && --statementsLeft < 0)
        ::raise(SIGKILL);
}
#endif

} // namespace

class SqliteTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
    void errorsStick();
    void olderFilesAreBroughtUp();
    void aChangeOfTheSchemaIsWholeOrNotThere();
    void newerFilesAreLeftAlone();
    void filesOfOthersAreLeftAlone_data();
    void filesOfOthersAreLeftAlone();
    void changedSchemasAreRefused_data();
    void changedSchemasAreRefused();
    void filesThatCannotBeWritten();
    void theLogIsWrittenBack();
    void pagesOfPointersStayAsTheyAre();

  private:
    QString path() const { return m_folder->filePath(QStringLiteral("test.db")); }
    /// A file of the older version with three notes, all of it in the file itself.
    void makeOlder();
    QByteArray content() const;
    void write(const QByteArray& bytes) const;

    std::unique_ptr<QTemporaryDir> m_folder;
};

void SqliteTest::makeOlder()
{
    const auto database = openForWriting(path(), older, Durability::Full);
    QVERIFY(database);
    (*database)->execute("INSERT INTO notes (text) VALUES ('a'), ('b'), ('a')");
    QVERIFY(!(*database)->failed());
}

QByteArray SqliteTest::content() const
{
    QFile file(path());
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void SqliteTest::write(const QByteArray& bytes) const
{
    QFile file(path());
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(bytes), bytes.size());
}

void SqliteTest::errorsStick()
{
    makeOlder();
    const auto opened = openForWriting(path(), older, Durability::Full);
    Database& database = **opened;
    Statement insert(database, "INSERT INTO notes (id, text) VALUES (?1, ?2)");
    Statement count(database, "SELECT count(*) FROM notes");
    database.execute("BEGIN IMMEDIATE");
    insert(7, QStringLiteral("new")).run();
    insert(7, QStringLiteral("the same id")).run();
    QVERIFY(database.failed());
    insert(8, QStringLiteral("after the error")).run();
    database.execute("COMMIT");
    QVERIFY(!count().next());
    database.recover();
    QVERIFY(!database.inTransaction());
    Cursor row = count();
    QVERIFY(row.next());
    QCOMPARE(row.number(0), 3);
}

void SqliteTest::olderFilesAreBroughtUp()
{
    makeOlder();
    const auto database = openForWriting(path(), newer, Durability::Full);
    QVERIFY(database);
    QCOMPARE((*database)->number("PRAGMA user_version"), 2);
    QCOMPARE((*database)->number("SELECT count(*) FROM notes AS n JOIN authors AS a ON a.id = n.author"), 3);
}

void SqliteTest::aChangeOfTheSchemaIsWholeOrNotThere()
{
#ifdef PARLANCE_FAULT_POINTS
    for (int at = 0; at <= int(notesWithAuthors.size()); ++at) {
        init();
        makeOlder();
        const pid_t child = ::fork();
        if (child == 0) {
            statementsLeft = at;
            setFaultHandler(&killAtStatement);
            const auto database = openForWriting(path(), newer, Durability::Full);
            ::_exit(database ? 0 : 1);
        }
        int status = 0;
        QCOMPARE(::waitpid(child, &status, 0), child);
        const bool wasKilled = WIFSIGNALED(status);
        QCOMPARE(wasKilled, at < int(notesWithAuthors.size()));
        {
            const auto untouched = openForWriting(path(), older, Durability::Full);
            QCOMPARE(bool(untouched), wasKilled);
        }
        const auto database = openForWriting(path(), newer, Durability::Full);
        QVERIFY(database);
        QCOMPARE((*database)->number("SELECT count(*) FROM notes AS n JOIN authors AS a ON a.id = n.author"), 3);
        QCOMPARE((*database)->number("SELECT count(*) FROM authors"), 2);
    }
#else
    QSKIP("built without fault points; the preset asan has them");
#endif
}

void SqliteTest::newerFilesAreLeftAlone()
{
    {
        const auto database = openForWriting(path(), newer, Durability::Full);
        QVERIFY(database);
    }
    const QByteArray before = content();
    const auto refused = openForWriting(path(), older, Durability::Full);
    QVERIFY(!refused);
    QVERIFY(refused.error().message.startsWith(path() + QStringLiteral(": written by a newer Parlance (version 2")));
    QCOMPARE(content(), before);
}

void SqliteTest::filesOfOthersAreLeftAlone_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("says");
    init();
    makeOlder();
    const QByteArray sound = content();
    QTest::newRow("a text") << QByteArray(10'000, 'x') << QStringLiteral("not a database, or its beginning is damaged");
    QTest::newRow("cut short") << sound.first(sound.size() - 4'096) << QStringLiteral("damaged");
    QTest::newRow("its beginning overwritten")
        << QByteArray(200, '\0') + sound.sliced(200) << QStringLiteral("not a database, or its beginning is damaged");
    QByteArray other = sound;
    other.replace(68, 4, QByteArray(4, '\0')); // the application id (SQLite's file format, 1.3)
    QTest::newRow("another program's") << other << QStringLiteral("a database of another program");
}

void SqliteTest::filesOfOthersAreLeftAlone()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, says);
    write(bytes);
    const auto refused = openForWriting(path(), older, Durability::Full);
    QVERIFY(!refused);
    QVERIFY2(refused.error().message.startsWith(path() + QStringLiteral(": ") + says),
             qPrintable(refused.error().message));
    QCOMPARE(refused.error().message.count(u'\n'), 0);
    QCOMPARE(content(), bytes);
}

void SqliteTest::changedSchemasAreRefused_data()
{
    QTest::addColumn<QByteArray>("change");
    QTest::addColumn<QString>("says");
    const auto row = [](const QByteArray& change, const char* says) {
        QTest::newRow(change.constData()) << change << QString::fromLatin1(says);
    };
    row("CREATE TRIGGER t AFTER INSERT ON notes BEGIN DELETE FROM notes; END",
        "the trigger \"t\" in it is not Parlance's");
    row("CREATE VIEW v AS SELECT * FROM notes", "the view \"v\" in it is not Parlance's");
    row("CREATE TABLE authors (id)", "the table \"authors\" in it is not Parlance's");
    row("DROP INDEX notes_text", "the index \"notes_text\" is missing in it");
    row("DROP TABLE notes", "the table \"notes\" is missing in it");
    row("ALTER TABLE notes ADD COLUMN author INTEGER", "the table \"notes\" in it is not as Parlance makes it");
    row("PRAGMA user_version = 0", "its schema has no version");
    row("PRAGMA user_version = -1", "its schema has no version");
}

void SqliteTest::changedSchemasAreRefused()
{
    QFETCH(QByteArray, change);
    QFETCH(QString, says);
    makeOlder();
    {
        Database database(path(), Database::Access::ReadWrite);
        database.execute(change.toStdString());
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)");
        QVERIFY(!database.failed());
    }
    const QByteArray before = content();
    for (const Schema& schema : {older, newer}) {
        const auto refused = openForWriting(path(), schema, Durability::Full);
        QVERIFY(!refused);
        QCOMPARE(refused.error().message,
                 path() + QStringLiteral(": changed by another program (%1). Restore a backup").arg(says));
        QCOMPARE(content(), before);
    }
}

void SqliteTest::filesThatCannotBeWritten()
{
    makeOlder();
    const QByteArray before = content();
    QFile::setPermissions(path(), QFile::ReadOwner | QFile::ReadGroup | QFile::ReadOther);
    QFile::setPermissions(m_folder->path(),
                          QFile::ReadOwner | QFile::ExeOwner | QFile::ReadOther | QFile::ExeOther | QFile::ReadGroup);
    const uid_t user = ::geteuid();
    constexpr uid_t nobody = 65'534;
    if (user == 0)
        QCOMPARE(::seteuid(nobody), 0); // root may write everything
    const auto refused = openForWriting(path(), older, Durability::Full);
    if (user == 0)
        QCOMPARE(::seteuid(user), 0);
    QFile::setPermissions(m_folder->path(), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    QVERIFY(!refused);
    QVERIFY2(refused.error().message.contains(QStringLiteral("written")) ||
                 refused.error().message.contains(QStringLiteral("writing")),
             qPrintable(refused.error().message));
    QCOMPARE(content(), before);
    QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files).size(), 1); // nor is anything left that is as read-only
}

/// A page of pointers that SQLite keeps with PRAGMA auto_vacuum may look like one with rows and a gap: with pages of
/// 2,048 bytes the second of them, number 412, begins with a leaf whose parent has a small number.
void SqliteTest::pagesOfPointersStayAsTheyAre()
{
    {
        Database database(path(), Database::Access::ReadWrite);
        database.execute("PRAGMA page_size = 2048");
        database.execute("PRAGMA auto_vacuum = FULL");
        database.execute("PRAGMA journal_mode = WAL");
        database.execute("CREATE TABLE rows (text TEXT)");
        Statement insert(database, "INSERT INTO rows VALUES (?1)");
        for (int i = 0; i < 1'000; ++i) // each on a page of its own
            insert(QString(1'500, u'x')).run();
        QVERIFY2(!database.failed(), qPrintable(database.errorText()));
    }
    Database again(path(), Database::Access::ReadWrite);
    Statement check(again, "PRAGMA integrity_check");
    Cursor row = check();
    QVERIFY(row.next());
    QCOMPARE(row.text(0), QStringLiteral("ok"));
}

void SqliteTest::theLogIsWrittenBack()
{
    const auto opened = openForWriting(path(), older, Durability::Normal);
    Database& database = **opened;
    Statement insert(database, "INSERT INTO notes (text) VALUES (?1)");
    qint64 largest = 0;
    for (int i = 0; i < 5'000; ++i) { // each of at least a page
        insert(QString(4'096, u'x')).run();
        database.checkpointIfLarge();
        largest = std::max(largest, QFileInfo(path() + QStringLiteral("-wal")).size());
    }
    QVERIFY(!database.failed());
    QVERIFY2(largest < 8 * 1'024 * 1'024, QByteArray::number(largest).constData());
    QVERIFY(QFileInfo(path()).size() > 10 * 1'024 * 1'024);
}

} // namespace parlance

using parlance::SqliteTest;
PARLANCE_SUITE(sqlite, SqliteTest)
#include "sqlite_test.moc"
