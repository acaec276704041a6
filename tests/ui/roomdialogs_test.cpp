#include "support/suite.h"
#include "ui/uiworld.h"

#include <QDialog>
#include <QLineEdit>
#include <QListView>

namespace parlance::test {

namespace {

/// The list of rooms, in which there are "design" and "desktop".
void openDirectory(Pair& w)
{
    for (const char* name : {"design", "desktop"})
        w.tom.client.join(*RoomName::parse(QString::fromLatin1(name)));
    w.settle();
    w.workspace->openDirectory();
    w.settle();
}

} // namespace

/// Finding and making rooms while the server takes its time.
class RoomDialogsTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void enterWaitsForTheRoomsThatWereTyped();
    void typingOnTakesEnterBack();
    void aNameThatWasChangedMeanwhileIsNotMade();
    void switcherOffersANewRoom();
};

/// The list still shows what was found for "des" while the server is asked about the rest.
void RoomDialogsTest::enterWaitsForTheRoomsThatWereTyped()
{
    Pair w;
    openDirectory(w);
    auto* search = w.find<QLineEdit>("directorySearch");
    const auto* found = w.find<QListView>("directoryRooms");
    QTest::keyClicks(search, QStringLiteral("des"));
    QVERIFY(QTest::qWaitFor([&] {
        w.settle();
        return found->model()->rowCount() == 2;
    }));
    QTest::keyClicks(search, QStringLiteral("k"));
    QTest::qWait(400); // longer than the pause after which the server is asked; its answer is under way
    QCOMPARE(found->model()->rowCount(), 2);
    QTest::keyClick(search, Qt::Key_Return);
    w.settle();
    QCOMPARE(w.nameOfRoom(), QStringLiteral("# desktop"));
}

/// Whoever types on after Enter does not want the room that Enter was pressed for.
void RoomDialogsTest::typingOnTakesEnterBack()
{
    Pair w;
    openDirectory(w);
    auto* search = w.find<QLineEdit>("directorySearch");
    QTest::keyClicks(search, QStringLiteral("des"));
    QTest::keyClick(search, Qt::Key_Return);
    QTest::keyClicks(search, QStringLiteral("k"));
    const auto* found = w.find<QListView>("directoryRooms");
    QVERIFY(QTest::qWaitFor([&] {
        w.settle();
        return found->model()->rowCount() == 1; // the answer to all that was typed
    }));
    QCOMPARE(w.nameOfRoom(), QStringLiteral("# general"));
    QVERIFY(w.find<QDialog>("directory")->isVisible());
}

void RoomDialogsTest::aNameThatWasChangedMeanwhileIsNotMade()
{
    Pair w;
    w.workspace->openNewRoom(QStringLiteral("garden"));
    auto* name = w.find<QLineEdit>("newRoomName");
    QTest::keyClick(name, Qt::Key_Return);
    QTest::keyClicks(name, QStringLiteral("ers")); // before the server has answered
    w.settle();
    QCOMPARE(w.nameOfRoom(), QStringLiteral("# general"));
    QVERIFY(w.idOf(*RoomName::parse(u"garden")).isEmpty());
    QTest::keyClick(name, Qt::Key_Return);
    w.settle();
    QCOMPARE(w.nameOfRoom(), QStringLiteral("# gardeners"));
}

void RoomDialogsTest::switcherOffersANewRoom()
{
    Pair w;
    w.workspace->go(*RoomName::parse(u"garden"));
    w.settle();
    w.workspace->openSwitcher();
    auto* search = w.find<QLineEdit>("switcherSearch");
    const QAbstractItemModel* shown = w.find<QListView>("switcherRooms")->model();
    search->setText(QStringLiteral(" GARDEN"));
    QCOMPARE(shown->rowCount(), 1); // it is there already
    search->setText(QStringLiteral("gard"));
    QCOMPARE(shown->rowCount(), 2);
    QCOMPARE(shown->index(1, 0).data().toString(), QStringLiteral("Join or create gard"));
    QTest::keyClick(search, Qt::Key_Down);
    QTest::keyClick(search, Qt::Key_Return);
    w.settle();
    QCOMPARE(w.nameOfRoom(), QStringLiteral("# gard"));
}

} // namespace parlance::test

PARLANCE_SUITE(roomdialogs, parlance::test::RoomDialogsTest)
#include "roomdialogs_test.moc"
