#include "sqlite/database.h"
#include "support/suite.h"
#include "ui/uiworld.h"

#include <QApplication>
#include <QPushButton>

namespace parlance::test {

namespace {

/// A keyring that somebody may refuse to open, and that may refuse to take anything.
class RefusingSecrets final : public MemorySecrets {
  public:
    bool refusesToLoad = false;
    bool refusesToSave = false;

    void load(const QString& key, Callback<void(Result<QString>)> done) override
    {
        if (!refusesToLoad)
            return MemorySecrets::load(key, std::move(done));
        QMetaObject::invokeMethod(
            &m_context, [done = std::move(done)]() mutable { done(refusal()); }, Qt::QueuedConnection);
    }
    void save(const QString& key, const QString& secret, Callback<void(std::optional<Error>)> done) override
    {
        if (!refusesToSave)
            return MemorySecrets::save(key, secret, std::move(done));
        QMetaObject::invokeMethod(
            &m_context, [done = std::move(done)]() mutable { done(refusal()); }, Qt::QueuedConnection);
    }

  private:
    static Error refusal() { return {ErrorCode::Forbidden, QStringLiteral("The keyring is locked"), {}}; }

    QObject m_context;
};

/// An account of Zoe's that is begun anew, as after a restart.
struct Restarted {
    QTemporaryDir folder;
    QSettings settings{folder.filePath(QStringLiteral("p.ini")), QSettings::IniFormat};
    Preferences preferences{settings};
    World world;
    RefusingSecrets secrets;
    std::unique_ptr<Account> account;

    void start()
    {
        account.reset();
        AccountInfo info;
        info.id = QStringLiteral("a");
        info.url = QUrl(QStringLiteral("ws://127.0.0.1:3001/ws"));
        info.name = *UserName::parse(u"zoe");
        info.roomName = general();
        const QList<AccountInfo> kept = preferences.accounts();
        account = std::make_unique<Account>(
            kept.isEmpty() ? info : kept.front(),
            Account::Parts{std::make_unique<PairTransport>(
                               world.wire, [this](std::unique_ptr<Link> link) { world.server->add(std::move(link)); }),
                           nullptr, world.wheel, secrets, preferences});
        account->keep();
        account->start();
        settle();
    }
    void settle()
    {
        for (int i = 0; i < 4; ++i) {
            QCoreApplication::processEvents();
            world.settle();
        }
    }
    UserId self() const { return account->client().state().identity.userId; }
};

} // namespace

class TroublesTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void keysThatCannotBeHad_data();
    void keysThatCannotBeHad();
    void keyThatCannotBeSaved();
    void cacheThatFails();
    void barOfANarrowWindow();
    void theKeyboardStaysInTheBar();
};

void TroublesTest::keysThatCannotBeHad_data()
{
    QTest::addColumn<bool>("isThere");
    QTest::newRow("locked") << true;
    QTest::newRow("gone") << false;
}

/// Who one is must not change without a word: the account waits until the key is there, or until one says so.
void TroublesTest::keysThatCannotBeHad()
{
    QFETCH(const bool, isThere);
    using Kind = Troubles::Kind;
    const Kind kind = isThere ? Kind::SecretUnreadable : Kind::SecretMissing;
    Restarted w;
    w.start();
    const UserId before = w.self();
    QVERIFY(!before.isEmpty());
    const auto all = w.secrets.all;
    w.secrets.refusesToLoad = isThere;
    if (!isThere)
        w.secrets.all.clear();
    w.start();
    QVERIFY(w.account->troubles().has(kind));
    QVERIFY(w.self().isEmpty());
    QCOMPARE(w.account->client().connection().phase(), Phase::Offline);

    w.secrets.refusesToLoad = false;
    w.secrets.all = all;
    w.account->start(); // "Try again"
    w.settle();
    QVERIFY(w.account->troubles().all().empty());
    QCOMPARE(w.self(), before);

    w.secrets.all.clear();
    w.start();
    w.account->startAsSomebodyNew();
    w.settle();
    QVERIFY(w.account->troubles().all().empty());
    QVERIFY(!w.self().isEmpty() && w.self() != before);
    const UserId anew = w.self();
    w.start();
    QCOMPARE(w.self(), anew);
}

void TroublesTest::keyThatCannotBeSaved()
{
    Restarted w;
    w.secrets.refusesToSave = true;
    w.start();
    QVERIFY(!w.self().isEmpty());
    QVERIFY(w.account->troubles().has(Troubles::Kind::SecretUnsaved));
    w.start(); // it does not become somebody else
    QVERIFY(w.account->troubles().has(Troubles::Kind::SecretMissing));
    QVERIFY(w.self().isEmpty());
}

/// The disk fills up while it runs.
void TroublesTest::cacheThatFails()
{
    QTemporaryDir folder;
    UiWorld w;
    w.cacheFile = folder.filePath(QStringLiteral("cache.sqlite"));
    w.open("zoe");
    QVERIFY(w.account->troubles().all().empty());
    QVERIFY(!w.find<QWidget>("troubles")->isVisible());
    w.pass(1'000); // what has changed is written
    {
        Database other(w.cacheFile, Database::Access::ReadWrite);
        other.execute("DROP TABLE outbox"); // from then on, nothing can be written there
        QVERIFY(!other.failed());
    }
    QVERIFY(w.account->client().say(w.here(), QStringLiteral("is this kept?")));
    w.settle();
    QVERIFY(w.account->troubles().has(Troubles::Kind::CacheUnusable));
    QVERIFY(w.find<QWidget>("troubles")->isVisible());
    QVERIFY(w.find<QLabel>("trouble")->text().startsWith(QStringLiteral("Nothing is saved on this computer")));
}

/// Beside two buttons, the text would be a column of single words.
void TroublesTest::barOfANarrowWindow()
{
    UiWorld w;
    w.account->troubles().report(Troubles::Kind::SecretUnreadable, QStringLiteral("The keyring is locked"));
    w.settle();
    const auto* text = w.find<QLabel>("trouble");
    const auto* button = w.find<QPushButton>("readKeyAgain");
    const auto isBelow = [&] { return button->mapTo(w.workspace.get(), QPoint()).y() > text->geometry().bottom(); };
    for (const int width : {1'000, 360, 1'000}) {
        w.workspace->resize(width, 700);
        w.settle();
        QCOMPARE(isBelow(), width == 360);
        QVERIFY(width != 360 || text->width() > 300);
    }
}

/// The bar makes its lines anew when another trouble comes.
void TroublesTest::theKeyboardStaysInTheBar()
{
    UiWorld w;
    w.account->troubles().report(Troubles::Kind::SecretUnreadable, QStringLiteral("The keyring is locked"));
    w.settle();
    w.find<QPushButton>("readKeyAgain")->setFocus();
    w.account->troubles().report(Troubles::Kind::SettingsUnsaved, {});
    w.settle();
    QVERIFY(QApplication::focusWidget());
    QCOMPARE(QApplication::focusWidget()->objectName(), QStringLiteral("readKeyAgain"));
}

} // namespace parlance::test

PARLANCE_SUITE(troubles, parlance::test::TroublesTest)
#include "troubles_test.moc"
