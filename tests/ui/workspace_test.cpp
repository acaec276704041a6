#include "support/suite.h"
#include "ui/roomheader.h"
#include "ui/uiworld.h"

#include <QAbstractButton>
#include <QAbstractItemModelTester>
#include <QApplication>
#include <QClipboard>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QRegularExpression>
#include <QSignalSpy>

#include <set>

namespace parlance::test {

class WorkspaceTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void connectionBarCountsDown();
    void passwordIsAskedForAndRemembered();
    void offlineMessagesAreSentAfterwards();
    void commands();
    void helpShowsTheKeys();
    void everythingIsReachedByTab();
    void roomMenu();
    void makingARoomIsAStepOfItsOwn();
    void aRoomThatThereIsIsNotMade();
    void enterInTheDirectoryTakesTheMatch_data();
    void enterInTheDirectoryTakesTheMatch();
    void enterWithoutAMatchMakesNothing();
    void aClickOnAMemberOpensAMenu();
    void switcherFindsARoom();
    void roomsByKeys();
    void membersAreHiddenWhereThereIsNoRoom();
    void everyModelKeepsItsPromises();
};

void WorkspaceTest::connectionBarCountsDown()
{
    Pair w;
    auto* bar = w.find<QWidget>("connectionBar");
    QVERIFY(!bar->isVisible());
    w.world.server.reset();
    w.line->sever();
    w.settle();
    QVERIFY(bar->isVisible());
    const auto secondsLeft = [&w] {
        static const QRegularExpression countdown(QStringLiteral("Reconnecting in (\\d+) s\\."));
        return countdown.match(w.find<QLabel>("connectionText")->text()).captured(1).toInt();
    };
    for (int i = 0; secondsLeft() < 5 && i < 200; ++i)
        w.pass(200); // attempts that fail, at ever longer intervals
    QVERIFY(secondsLeft() >= 5);
    w.world.clock.advance(2'000);
    const int left = int(*w.account->client().connection().retryIn() + 999) / 1'000; // the label may be older
    QTRY_COMPARE(secondsLeft(), left);                                               // the bar looks once a second
    w.world.start();
    QTest::mouseClick(w.find<QPushButton>("reconnect"), Qt::LeftButton);
    w.settle();
    QVERIFY(!bar->isVisible());
}

void WorkspaceTest::passwordIsAskedForAndRemembered()
{
    Pair w;
    w.world.server.reset();
    w.line->sever();
    w.world.password = QStringLiteral("open sesame");
    w.world.start();
    w.pass(5'000);
    QCOMPARE(w.account->client().connection().phase(), Phase::Refused);
    QTest::mouseClick(w.find<QPushButton>("reconnect"), Qt::LeftButton);
    auto* field = w.find<QLineEdit>("passwordDialogText");
    QCOMPARE(field->echoMode(), QLineEdit::Password);
    field->setText(w.world.password);
    QTest::keyClick(field, Qt::Key_Return);
    w.settle();
    QVERIFY(w.account->client().connection().isGreeted());
    w.account->client().connection().stop();
    w.account->start();
    w.settle();
    QVERIFY(w.account->client().connection().isGreeted());
}

void WorkspaceTest::offlineMessagesAreSentAfterwards()
{
    Pair w;
    w.line->sever();
    w.settle();
    w.write(QStringLiteral("one"));
    w.write(QStringLiteral("two"));
    QCOMPARE(w.timeline().item(0).fate.kind, Fate::Pending);
    QVERIFY(w.tom.texts().isEmpty());
    w.pass(40'000);
    QCOMPARE(w.tom.texts(), list({"one", "two"}));
    QCOMPARE(w.timeline().item(1).fate.kind, Fate::Sent);
}

void WorkspaceTest::commands()
{
    Pair w;
    w.write(QStringLiteral("/me waves"));
    QCOMPARE(w.tom.room().messages.back().style, std::optional(QStringLiteral("me")));
    QCOMPARE(w.tom.texts(), list({"waves"}));
    w.write(QStringLiteral("//slash"));
    QCOMPARE(w.tom.texts().back(), QStringLiteral("/slash"));
    w.write(QStringLiteral("/nick Zora"));
    QCOMPARE(w.account->client().state().identity.username.text(), QStringLiteral("Zora"));
    w.write(QStringLiteral("/nonsense"));
    QCOMPARE(w.dialogs.told.size(), 1);
    QCOMPARE(w.composer().text(), QStringLiteral("/nonsense")); // to be put right
    w.composer().clear();
    w.write(QStringLiteral("/me"));
    QCOMPARE(w.dialogs.told.size(), 2);
    w.composer().clear();
    w.write(QStringLiteral("/join other"));
    QCOMPARE(w.nameOfRoom(), QStringLiteral("# other"));
    w.write(QStringLiteral("/leave"));
    QCOMPARE(w.account->client().state().rooms.size(), size_t(1));
}

void WorkspaceTest::helpShowsTheKeys()
{
    Pair w;
    const QSignalSpy wanted(w.workspace.get(), &Workspace::helpWanted);
    w.write(QStringLiteral("/help"));
    QCOMPARE(wanted.size(), 1);
    QVERIFY(w.tom.texts().isEmpty());
}

/// And there is a way on from everything.
void WorkspaceTest::everythingIsReachedByTab()
{
    Pair w;
    w.hear("hello");
    w.workspace->pane().openFind();
    w.settle();
    std::set<QWidget*> reached;
    for (int i = 0; i < 60; ++i) {
        QVERIFY(QApplication::focusWidget());
        reached.insert(QApplication::focusWidget());
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    }
    QVERIFY(reached.contains(&w.composer().field()));
    QVERIFY(reached.contains(&w.view()));
    QStringList missed;
    const auto all = w.workspace->findChildren<QWidget*>();
    for (QWidget* each : all) {
        const bool isWanted = each->isVisible() && each->isEnabled() && each->focusPolicy() & Qt::TabFocus;
        if (isWanted && !each->focusProxy() && !reached.contains(each))
            missed << QLatin1String(each->metaObject()->className()) + u' ' + each->objectName();
    }
    QCOMPARE(missed, QStringList());
    // What one can press is among them.
    const auto buttons = w.workspace->findChildren<QAbstractButton*>();
    for (QAbstractButton* each : buttons) {
        if (each->isVisible() && each->isEnabled() && each->objectName() != QStringLiteral("jump")) // Esc does that
            QVERIFY2(reached.contains(each), qPrintable(each->objectName()));
    }
}

void WorkspaceTest::roomMenu()
{
    Pair w;
    Q_EMIT w.workspace->pane().header().menuWanted(QPoint());
    w.trigger("roomMenuItems", QStringLiteral("Mute room"));
    QCOMPARE(w.preferences.rule(w.account->info().id, w.here()), Rule::None);
    Q_EMIT w.workspace->pane().header().menuWanted(QPoint());
    w.trigger("roomMenuItems", QStringLiteral("Copy link to this room"));
    QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("http://127.0.0.1:3001/#/general"));
    Q_EMIT w.workspace->pane().header().menuWanted(QPoint());
    w.trigger("roomMenuItems", QStringLiteral("Leave room…"));
    QVERIFY(w.account->client().state().rooms.empty());
    QVERIFY(w.nameOfRoom().isEmpty());
}

void WorkspaceTest::makingARoomIsAStepOfItsOwn()
{
    Pair w;
    w.workspace->openDirectory();
    w.settle();
    w.find<QLineEdit>("directorySearch")->setText(QStringLiteral("garden"));
    QTest::mouseClick(w.find<QPushButton>("directoryCreate"), Qt::LeftButton);
    w.settle();
    QCOMPARE(w.find<QLineEdit>("newRoomName")->text(), QStringLiteral("garden"));
    w.find<QLineEdit>("newRoomTopic")->setText(QStringLiteral("Tomatoes"));
    QTest::keyClick(w.find<QLineEdit>("newRoomName"), Qt::Key_Return);
    w.settle();
    QCOMPARE(w.nameOfRoom(), QStringLiteral("# garden"));
    QCOMPARE(w.find<QLabel>("topic")->text(), QStringLiteral("Tomatoes"));
}

void WorkspaceTest::aRoomThatThereIsIsNotMade()
{
    Pair w;
    w.tom.client.join(*RoomName::parse(u"Garden"));
    w.settle();
    w.workspace->openNewRoom(QStringLiteral("garden"));
    w.find<QLineEdit>("newRoomTopic")->setText(QStringLiteral("Tomatoes"));
    auto* go = w.find<QPushButton>("newRoomGo");
    QTest::mouseClick(go, Qt::LeftButton);
    w.settle();
    QVERIFY(w.find<QLabel>("newRoomProblem")->text().contains(QStringLiteral("already a room called “Garden”")));
    QCOMPARE(go->text(), QStringLiteral("Join"));
    QVERIFY(go->isDefault()); // not the button beside it, which cancels
    QCOMPARE(w.nameOfRoom(), QStringLiteral("# general"));
    QTest::keyClick(w.find<QLineEdit>("newRoomName"), Qt::Key_Return);
    w.settle();
    QCOMPARE(w.nameOfRoom(), QStringLiteral("# Garden"));
    QVERIFY(w.find<QLabel>("topic")->text().isEmpty());
}

/// As fast as somebody types who knows what they want, and as somebody who looks first.
void WorkspaceTest::enterInTheDirectoryTakesTheMatch_data()
{
    QTest::addColumn<bool>("looksFirst");
    QTest::addColumn<QList<int>>("keys");
    QTest::addColumn<QString>("room");
    QTest::newRow("at once") << false << QList<int>() << QStringLiteral("# design");
    QTest::newRow("looks") << true << QList<int>() << QStringLiteral("# design");
    QTest::newRow("down") << true << QList<int>{Qt::Key_Down} << QStringLiteral("# old desk");
    QTest::newRow("down and up") << true << QList<int>{Qt::Key_Down, Qt::Key_Up} << QStringLiteral("# design");
}

void WorkspaceTest::enterInTheDirectoryTakesTheMatch()
{
    QFETCH(const bool, looksFirst);
    QFETCH(const QList<int>, keys);
    QFETCH(const QString, room);
    Pair w;
    for (const char* name : {"design", "old desk", "kitchen"})
        w.tom.client.join(*RoomName::parse(QString::fromLatin1(name)));
    w.settle();
    w.workspace->openDirectory();
    w.settle();
    auto* search = w.find<QLineEdit>("directorySearch");
    const auto* found = w.find<QListView>("directoryRooms");
    QVERIFY(!found->currentIndex().isValid()); // nothing was asked for yet
    QTest::keyClicks(search, QStringLiteral("des"));
    const bool isFound = !looksFirst || QTest::qWaitFor([&] {
        w.settle();
        return found->model()->rowCount() == 2 && found->currentIndex().isValid();
    });
    QVERIFY(isFound);
    for (const int key : keys)
        QTest::keyClick(search, Qt::Key(key));
    QTest::keyClick(search, Qt::Key_Return);
    w.settle();
    QCOMPARE(w.nameOfRoom(), room);
    QVERIFY(w.idOf(*RoomName::parse(u"des")).isEmpty());
}

void WorkspaceTest::enterWithoutAMatchMakesNothing()
{
    Pair w;
    w.workspace->openDirectory();
    w.settle();
    auto* search = w.find<QLineEdit>("directorySearch");
    QTest::keyClicks(search, QStringLiteral("attic"));
    QTest::keyClick(search, Qt::Key_Return);
    w.settle();
    QCOMPARE(w.nameOfRoom(), QStringLiteral("# general"));
    QVERIFY(w.find<QDialog>("directory")->isVisible());
    QCOMPARE(w.find<QLabel>("directoryState")->text(), QStringLiteral("No room matches “attic”."));
    QVERIFY(!w.find<QPushButton>("directoryGo")->isEnabled());
}

void WorkspaceTest::aClickOnAMemberOpensAMenu()
{
    Pair w;
    w.pass(1'000); // presence is gathered
    auto* members = w.find<QListView>("members");
    const QModelIndex tom = members->model()->index(1, 0);
    QCOMPARE(tom.data().toString(), QStringLiteral("tom"));
    QTest::mouseClick(members->viewport(), Qt::LeftButton, {}, members->visualRect(tom).center());
    w.trigger("memberMenu", QStringLiteral("Copy name"));
    QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("tom"));
    QVERIFY(w.composer().text().isEmpty()); // nothing was done by the click alone
    members->setCurrentIndex(tom);
    QTest::keyClick(members, Qt::Key_Return);
    w.trigger("memberMenu", QStringLiteral("Mention"));
    QCOMPARE(w.composer().text(), QStringLiteral("@tom "));
    const QModelIndex heading = members->model()->index(0, 0);
    QTest::mouseClick(members->viewport(), Qt::LeftButton, {}, members->visualRect(heading).center());
    QVERIFY(!w.workspace->findChild<QMenu*>(QStringLiteral("memberMenu")));
}

void WorkspaceTest::switcherFindsARoom()
{
    Pair w;
    for (const char* name : {"garden", "kitchen"})
        w.workspace->go(*RoomName::parse(QString::fromLatin1(name)));
    w.settle();
    w.workspace->openSwitcher();
    auto* search = w.find<QLineEdit>("switcherSearch");
    search->setText(QStringLiteral("gar"));
    QTest::keyClick(search, Qt::Key_Return);
    w.settle();
    QCOMPARE(w.nameOfRoom(), QStringLiteral("# garden"));
}

void WorkspaceTest::roomsByKeys()
{
    Pair w;
    for (const char* name : {"a", "b"})
        w.workspace->go(*RoomName::parse(QString::fromLatin1(name)));
    w.settle();
    w.workspace->goToRow(0);
    QCOMPARE(w.nameOfRoom(), QStringLiteral("# a"));
    w.workspace->step(-1);
    QCOMPARE(w.nameOfRoom(), QStringLiteral("# general"));
    w.workspace->goToRow(1);
    w.hear("unread");
    w.workspace->stepUnread(1);
    QCOMPARE(w.nameOfRoom(), QStringLiteral("# general"));
}

void WorkspaceTest::membersAreHiddenWhereThereIsNoRoom()
{
    Pair w;
    QVERIFY(w.find<QListView>("members")->isVisible());
    w.workspace->pane().open({});
    QVERIFY(!w.find<QListView>("members")->isVisible());
    w.workspace->go(general());
    w.workspace->resize(600, 600);
    w.settle();
    QVERIFY(!w.find<QListView>("members")->isVisible());
}

/// Whatever stands behind a list of the window, while things happen.
void WorkspaceTest::everyModelKeepsItsPromises()
{
    Pair w;
    std::map<QString, std::unique_ptr<QAbstractItemModelTester>> testers; // by the list's name
    const auto testAll = [&] {
        const auto views = w.workspace->findChildren<QAbstractItemView*>();
        for (QAbstractItemView* view : views) {
            if (view->model() && !testers.contains(view->objectName()))
                testers[view->objectName()] = std::make_unique<QAbstractItemModelTester>(
                    view->model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
        }
    };
    testAll();
    for (const char* name : {"garden", "attic", "kitchen"})
        w.workspace->go(*RoomName::parse(QString::fromLatin1(name)));
    w.settle();
    w.workspace->go(general());
    w.hear("@zoe hello");
    {
        const Person ann(w.world, "ann");
        w.pass(1'000);
    }
    w.pass(1'000);
    w.write(QStringLiteral("/nick Zora"));
    for (const char* letters : {"@to", "m ", ":smi", "le", "\n"})
        w.composer().insert(QString::fromLatin1(letters));
    w.workspace->openSwitcher();
    testAll();
    for (const char* letters : {"g", "gar", "nothing", ""})
        w.find<QLineEdit>("switcherSearch")->setText(QString::fromLatin1(letters));
    QTest::keyClick(w.find<QLineEdit>("switcherSearch"), Qt::Key_Escape);
    w.workspace->openDirectory();
    testAll();
    w.settle();
    w.find<QLineEdit>("directorySearch")->setText(QStringLiteral("gar"));
    const QAbstractItemModel* found = w.find<QListView>("directoryRooms")->model();
    const bool hasFound = QTest::qWaitFor([&] {
        w.settle();
        return found->rowCount() == 1;
    });
    QVERIFY(hasFound);
    w.workspace->go(*RoomName::parse(u"attic"));
    w.account->client().leave(w.here(), [](const Result<Ok>&) {});
    w.settle();
    QStringList names;
    for (const auto& [name, tester] : testers)
        names << name;
    QCOMPARE(names, list({"completion", "directoryRooms", "members", "rooms", "switcherRooms"}));
}

} // namespace parlance::test

PARLANCE_SUITE(workspace, parlance::test::WorkspaceTest)
#include "workspace_test.moc"
