#include "desktop/filesecretstore.h"
#include "desktop/secretanswers.h"
#include "support/suite.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>

#include <sys/stat.h>

namespace parlance::client {

using namespace parlance::test;

class FileSecretStoreTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void init();
    void nothingThere();
    void savedAndFound();
    void foundByTheNextProgram();
    void removed();
    void anyText();
    void answersInOrder();
    void onlyTheOwnerMayRead();
    void tightened();
    void replacedAsAWhole();
    void damagedIsNamedAndLeft_data();
    void damagedIsNamedAndLeft();
    void badKeys_data();
    void badKeys();
    void cannotBeWritten();
    void destroyedBeforeItsAnswer();

  private:
    QByteArray content() const
    {
        QFile file(m_path);
        return file.open(QFile::ReadOnly) ? file.readAll() : QByteArray("(cannot be read)");
    }
    bool contains(const QByteArray& bytes) const
    {
        QFile file(m_path);
        return QDir().mkpath(QFileInfo(m_path).path()) && file.open(QFile::WriteOnly) &&
               file.write(bytes) == bytes.size();
    }
    static uint mode(const QString& path)
    {
        struct stat info = {};
        return ::stat(QFile::encodeName(path).constData(), &info) == 0 ? info.st_mode & 0777 : 0;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_path;
};

void FileSecretStoreTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_path = m_folder->filePath(QStringLiteral("parlance/main/secrets"));
}

void FileSecretStoreTest::nothingThere()
{
    FileSecretStore store(m_path);
    QCOMPARE(textOf(loadFrom(store, QStringLiteral("token"))), QString());
    QVERIFY(isDone(removeFrom(store, QStringLiteral("token"))));
    QVERIFY(!QFileInfo::exists(QFileInfo(m_path).path())); // asking leaves nothing behind
}

void FileSecretStoreTest::savedAndFound()
{
    FileSecretStore store(m_path);
    QVERIFY(isDone(saveIn(store, QStringLiteral("a"), QStringLiteral("one"))));
    QVERIFY(isDone(saveIn(store, QStringLiteral("b"), QStringLiteral("two"))));
    QVERIFY(isDone(saveIn(store, QStringLiteral("a"), QStringLiteral("three"))));
    QCOMPARE(textOf(loadFrom(store, QStringLiteral("a"))), QStringLiteral("three"));
    QCOMPARE(textOf(loadFrom(store, QStringLiteral("b"))), QStringLiteral("two"));
    QCOMPARE(content(), QByteArray("a\tdGhyZWU=\nb\tdHdv\n"));
}

void FileSecretStoreTest::foundByTheNextProgram()
{
    {
        FileSecretStore store(m_path);
        QVERIFY(isDone(saveIn(store, QStringLiteral("token"), QStringLiteral("secret"))));
    }
    FileSecretStore next(m_path);
    QCOMPARE(textOf(loadFrom(next, QStringLiteral("token"))), QStringLiteral("secret"));
}

void FileSecretStoreTest::removed()
{
    FileSecretStore store(m_path);
    QVERIFY(isDone(saveIn(store, QStringLiteral("token"), QStringLiteral("secret"))));
    QVERIFY(isDone(removeFrom(store, QStringLiteral("token"))));
    QCOMPARE(textOf(loadFrom(store, QStringLiteral("token"))), QString());
    QCOMPARE(content(), QByteArray());
}

void FileSecretStoreTest::anyText()
{
    FileSecretStore store(m_path);
    const auto key = QStringLiteral("wss://chat.example/ws ann ünïcode=\\");
    const auto text = QStringLiteral("tab\there, line\nthere, 👋");
    QVERIFY(isDone(saveIn(store, key, text)));
    QCOMPARE(textOf(loadFrom(store, key)), text);
}

void FileSecretStoreTest::answersInOrder()
{
    FileSecretStore store(m_path);
    QStringList answers;
    store.save(QStringLiteral("token"), QStringLiteral("new"),
               [&answers](const MaybeError&) { answers << QStringLiteral("saved"); });
    store.load(QStringLiteral("token"), [&answers](const Result<QString>& found) { answers << *found; });
    QTRY_COMPARE(answers, (QStringList{QStringLiteral("saved"), QStringLiteral("new")}));
}

void FileSecretStoreTest::onlyTheOwnerMayRead()
{
    const mode_t before = ::umask(0); // as open as a system can be
    FileSecretStore store(m_path);
    const bool saved = isDone(saveIn(store, QStringLiteral("token"), QStringLiteral("secret")));
    ::umask(before);
    QVERIFY(saved);
    QCOMPARE(mode(m_path), 0600U);
    QCOMPARE(mode(QFileInfo(m_path).path()), 0700U);
}

void FileSecretStoreTest::tightened()
{
    QVERIFY(contains("token\tb25l\n"));
    const QByteArray folder = QFile::encodeName(QFileInfo(m_path).path());
    QCOMPARE(::chmod(QFile::encodeName(m_path).constData(), 0644), 0);
    QCOMPARE(::chmod(folder.constData(), 0755), 0);
    FileSecretStore store(m_path);
    QCOMPARE(textOf(loadFrom(store, QStringLiteral("token"))), QStringLiteral("one"));
    QCOMPARE(mode(m_path), 0600U);
    QVERIFY(isDone(saveIn(store, QStringLiteral("token"), QStringLiteral("two"))));
    QCOMPARE(mode(m_path), 0600U);
    QCOMPARE(mode(QFileInfo(m_path).path()), 0700U);
}

/// Who has the old file open still reads the old secrets: it was not written into.
void FileSecretStoreTest::replacedAsAWhole()
{
    QVERIFY(contains("token\tb25l\n"));
    QFile old(m_path);
    QVERIFY(old.open(QFile::ReadOnly));
    FileSecretStore store(m_path);
    QVERIFY(isDone(saveIn(store, QStringLiteral("token"), QStringLiteral("two"))));
    QCOMPARE(old.readAll(), QByteArray("token\tb25l\n"));
    QCOMPARE(content(), QByteArray("token\tdHdv\n"));
    QCOMPARE(QFileInfo(m_path).dir().entryList(QDir::Files | QDir::Hidden).size(), 1); // nothing left beside it
}

void FileSecretStoreTest::damagedIsNamedAndLeft_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("complaint");
    QTest::newRow("no tab") << QByteArray("token\n") << QStringLiteral("line 1");
    QTest::newRow("no key") << QByteArray("\tb25l\n") << QStringLiteral("line 1");
    QTest::newRow("not Base64") << QByteArray("a\tb25l\ntoken\tb2*l\n") << QStringLiteral("line 2");
    QTest::newRow("twice the same key") << QByteArray("a\tb25l\na\tb25l\n") << QStringLiteral("line 2");
    QTest::newRow("empty line") << QByteArray("a\tb25l\n\nb\tb25l\n") << QStringLiteral("line 2");
    QTest::newRow("cut off") << QByteArray("a\tb25l\nb\tb25l") << QStringLiteral("last line");
    QTest::newRow("binary") << QByteArray(1000, '\0') << QStringLiteral("last line");
    QTest::newRow("huge") << QByteArray(FileSecretStore::maxSize + 1, '\n') << QStringLiteral("larger than");
}

void FileSecretStoreTest::damagedIsNamedAndLeft()
{
    QFETCH(const QByteArray, bytes);
    QFETCH(const QString, complaint);
    QVERIFY(contains(bytes));
    FileSecretStore store(m_path);
    const QString told = textOf(loadFrom(store, QStringLiteral("a")));
    QVERIFY2(told.contains(m_path) && told.contains(complaint), qPrintable(told));
    QVERIFY(textOf(saveIn(store, QStringLiteral("a"), QStringLiteral("x"))).contains(m_path));
    QVERIFY(textOf(removeFrom(store, QStringLiteral("a"))).contains(m_path));
    QCOMPARE(content(), bytes);
}

void FileSecretStoreTest::badKeys_data()
{
    QTest::addColumn<QString>("key");
    QTest::newRow("empty") << QString();
    QTest::newRow("tab") << QStringLiteral("a\tb");
    QTest::newRow("line") << QStringLiteral("a\nb");
}

void FileSecretStoreTest::badKeys()
{
    QFETCH(const QString, key);
    FileSecretStore store(m_path);
    const auto answer = saveIn(store, key, QStringLiteral("x"));
    QVERIFY(answer && *answer);
    QCOMPARE((*answer)->code, ErrorCode::BadRequest);
    QVERIFY(!QFileInfo::exists(m_path));
}

void FileSecretStoreTest::cannotBeWritten()
{
    QFile inTheWay(m_folder->filePath(QStringLiteral("parlance")));
    QVERIFY(inTheWay.open(QFile::WriteOnly));
    FileSecretStore store(m_path);
    const QString told = textOf(saveIn(store, QStringLiteral("token"), QStringLiteral("x")));
    QVERIFY2(told.contains(inTheWay.fileName()), qPrintable(told));
}

void FileSecretStoreTest::destroyedBeforeItsAnswer()
{
    bool answered = false;
    bool later = false;
    {
        FileSecretStore store(m_path);
        store.load(QStringLiteral("token"), [&answered](const Result<QString>&) { answered = true; });
    }
    QMetaObject::invokeMethod(
        this, [&later] { later = true; }, Qt::QueuedConnection);
    QTRY_VERIFY(later);
    QVERIFY(!answered);
}

} // namespace parlance::client

using parlance::client::FileSecretStoreTest;
PARLANCE_SUITE(filesecretstore, FileSecretStoreTest)
#include "filesecretstore_test.moc"
