#include "desktop/fallbacksecretstore.h"
#include "desktop/filesecretstore.h"
#include "desktop/keychainstore.h"
#include "desktop/secretanswers.h"
#include "support/suite.h"

#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>
#include <QTemporaryDir>

namespace parlance::client {

using namespace parlance::test;

/// A keyring in memory that fails as it is told.
class ScriptedStore final : public QObject, public SecretStore {
  public:
    std::optional<Error> problem;
    QHash<QString, QString> secrets;
    int asked = 0;

    QString place() const override { return QStringLiteral("the keyring"); }
    void load(const QString& key, Callback<void(Result<QString>)> done) override
    {
        later([this, key, done = std::move(done)]() mutable {
            if (problem)
                done(*problem);
            else
                done(secrets.value(key));
        });
    }
    void save(const QString& key, const QString& secret, Callback<void(MaybeError)> done) override
    {
        later([this, key, secret, done = std::move(done)]() mutable {
            if (!problem)
                secrets[key] = secret;
            done(problem);
        });
    }
    void remove(const QString& key, Callback<void(MaybeError)> done) override
    {
        later([this, key, done = std::move(done)]() mutable {
            if (!problem)
                secrets.remove(key);
            done(problem);
        });
    }

  private:
    template <class Action>
    void later(Action action)
    {
        ++asked;
        QMetaObject::invokeMethod(this, std::move(action), Qt::QueuedConnection);
    }
};

namespace {

const Error noKeyring{ErrorCode::Internal, QStringLiteral("no keyring"), {}};
const Error refused{ErrorCode::Forbidden, QStringLiteral("stays locked"), {}};
const auto token = QStringLiteral("token");
const auto secret = QStringLiteral("secret");
const auto inFile = QStringLiteral("a file that only you can read");

} // namespace

/// Which of the two has the secrets, and what is told of it.
class FallbackSecretStoreTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void init();
    void keyringWorks();
    void withoutKeyring_data();
    void withoutKeyring();
    void theChoiceIsForGood();
    void foundInTheFileWhenTheKeyringWorks();
    void savingMovesItIntoTheKeyring();
    void removedFromBoth();
    void aPersonWhoRefusesIsHeard();
    void errorsOfAWorkingKeyringAreTold();
    void damagedOldFileDoesNotHideWhatWasSaved();
    void allThatWasUnderWayGoesToTheFile();
    void destroyedBeforeItsAnswer();
    void thisMachineWithoutKeyring();

  private:
    QString path() const { return m_folder->filePath(QStringLiteral("secrets")); }
    FileSecretStore file() const { return FileSecretStore(path()); }

    std::unique_ptr<QTemporaryDir> m_folder;
    ScriptedStore* m_keyring = nullptr; // the store's
    std::unique_ptr<FallbackSecretStore> m_store;
};

void FallbackSecretStoreTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    auto keyring = std::make_unique<ScriptedStore>();
    m_keyring = keyring.get();
    m_store = std::make_unique<FallbackSecretStore>(std::move(keyring), std::make_unique<FileSecretStore>(path()));
}

void FallbackSecretStoreTest::keyringWorks()
{
    QVERIFY(isDone(saveIn(*m_store, token, secret)));
    QCOMPARE(m_store->place(), QStringLiteral("the keyring"));
    QCOMPARE(textOf(loadFrom(*m_store, token)), secret);
    QCOMPARE(m_keyring->secrets.value(token), secret);
    QVERIFY(!QFileInfo::exists(path()));
}

void FallbackSecretStoreTest::withoutKeyring_data()
{
    QTest::addColumn<QString>("first");
    for (const char* call : {"load", "save", "remove"})
        QTest::newRow(call) << QString::fromLatin1(call);
}

void FallbackSecretStoreTest::withoutKeyring()
{
    QFETCH(const QString, first);
    m_keyring->problem = noKeyring;
    QCOMPARE(m_store->place(), QStringLiteral("the keyring")); // it is not known yet
    if (first == QStringLiteral("load"))
        QCOMPARE(textOf(loadFrom(*m_store, token)), QString());
    else if (first == QStringLiteral("save"))
        QVERIFY(isDone(saveIn(*m_store, token, secret)));
    else
        QVERIFY(isDone(removeFrom(*m_store, token)));
    QCOMPARE(m_store->place(), inFile);
    QVERIFY(isDone(saveIn(*m_store, token, secret)));
    FileSecretStore inTheFile = file();
    QCOMPARE(textOf(loadFrom(inTheFile, token)), secret);
    QCOMPARE(textOf(loadFrom(*m_store, token)), secret);
    QVERIFY(isDone(removeFrom(*m_store, token)));
    QCOMPARE(textOf(loadFrom(*m_store, token)), QString());
}

void FallbackSecretStoreTest::theChoiceIsForGood()
{
    m_keyring->problem = noKeyring;
    QVERIFY(isDone(saveIn(*m_store, token, secret)));
    m_keyring->problem.reset();
    QCOMPARE(textOf(loadFrom(*m_store, token)), secret);
    QCOMPARE(m_keyring->asked, 1);
}

void FallbackSecretStoreTest::foundInTheFileWhenTheKeyringWorks()
{
    FileSecretStore earlier = file();
    QVERIFY(isDone(saveIn(earlier, token, secret)));
    QCOMPARE(textOf(loadFrom(*m_store, token)), secret);
    QCOMPARE(m_store->place(), QStringLiteral("the keyring"));
}

void FallbackSecretStoreTest::savingMovesItIntoTheKeyring()
{
    FileSecretStore earlier = file();
    QVERIFY(isDone(saveIn(earlier, token, QStringLiteral("old"))));
    QVERIFY(isDone(saveIn(*m_store, token, secret)));
    QCOMPARE(textOf(loadFrom(earlier, token)), QString());
    QCOMPARE(textOf(loadFrom(*m_store, token)), secret);
}

void FallbackSecretStoreTest::removedFromBoth()
{
    FileSecretStore earlier = file();
    QVERIFY(isDone(saveIn(earlier, token, QStringLiteral("old"))));
    m_keyring->secrets.insert(token, secret);
    QVERIFY(isDone(removeFrom(*m_store, token)));
    QCOMPARE(textOf(loadFrom(*m_store, token)), QString());
}

void FallbackSecretStoreTest::aPersonWhoRefusesIsHeard()
{
    m_keyring->problem = refused;
    QCOMPARE(textOf(saveIn(*m_store, token, secret)), refused.message);
    QCOMPARE(textOf(loadFrom(*m_store, token)), QStringLiteral("(error) ") + refused.message);
    QCOMPARE(textOf(removeFrom(*m_store, token)), refused.message);
    QVERIFY(!QFileInfo::exists(path()));
    m_keyring->problem.reset(); // unlocked at last
    QVERIFY(isDone(saveIn(*m_store, token, secret)));
    QCOMPARE(m_keyring->secrets.value(token), secret);
}

void FallbackSecretStoreTest::errorsOfAWorkingKeyringAreTold()
{
    QCOMPARE(textOf(loadFrom(*m_store, token)), QString());
    m_keyring->problem = noKeyring;
    QCOMPARE(textOf(saveIn(*m_store, token, secret)), noKeyring.message);
    QCOMPARE(textOf(loadFrom(*m_store, token)), QStringLiteral("(error) ") + noKeyring.message);
    QCOMPARE(m_store->place(), QStringLiteral("the keyring"));
    QVERIFY(!QFileInfo::exists(path()));
}

void FallbackSecretStoreTest::damagedOldFileDoesNotHideWhatWasSaved()
{
    QFile damaged(path());
    QVERIFY(damaged.open(QFile::WriteOnly));
    damaged.write("nonsense");
    damaged.close();
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("^an old secret stays in a file")));
    QVERIFY(isDone(saveIn(*m_store, token, secret)));
    QCOMPARE(textOf(loadFrom(*m_store, token)), secret);
}

void FallbackSecretStoreTest::allThatWasUnderWayGoesToTheFile()
{
    m_keyring->problem = noKeyring;
    QStringList answers;
    m_store->save(token, secret, [&answers](const MaybeError& problem) {
        answers << (problem ? problem->message : QStringLiteral("saved"));
    });
    m_store->load(token,
                  [&answers](const Result<QString>& found) { answers << (found ? *found : found.error().message); });
    QTRY_COMPARE(answers, (QStringList{QStringLiteral("saved"), secret}));
}

void FallbackSecretStoreTest::destroyedBeforeItsAnswer()
{
    bool answered = false;
    bool later = false;
    m_store->load(token, [&answered](const Result<QString>&) { answered = true; });
    m_store.reset();
    QMetaObject::invokeMethod(
        this, [&later] { later = true; }, Qt::QueuedConnection);
    QTRY_VERIFY(later);
    QVERIFY(!answered);
}

/// QtKeychain itself, on a bus without any keyring.
void FallbackSecretStoreTest::thisMachineWithoutKeyring()
{
    KeychainStore keychain(QStringLiteral("chat.parlance.test"));
    const auto answer = loadFrom(keychain, token);
    QVERIFY(answer && !*answer);
    QCOMPARE(answer->error().code, ErrorCode::Internal);
    FallbackSecretStore store(std::make_unique<KeychainStore>(QStringLiteral("chat.parlance.test")),
                              std::make_unique<FileSecretStore>(path()));
    QVERIFY(isDone(saveIn(store, token, secret)));
    QCOMPARE(store.place(), inFile);
    QCOMPARE(textOf(loadFrom(store, token)), secret);
    QVERIFY(isDone(removeFrom(store, token)));
    QCOMPARE(textOf(loadFrom(store, token)), QString());
}

} // namespace parlance::client

using parlance::client::FallbackSecretStoreTest;
PARLANCE_SUITE(fallbacksecretstore, FallbackSecretStoreTest)
#include "fallbacksecretstore_test.moc"
