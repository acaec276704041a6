#include "support/suite.h"
#include "ui/emptynotice.h"
#include "ui/historyloader.h"
#include "ui/roomheader.h"
#include "ui/typingline.h"
#include "ui/uiworld.h"
#include "ui/writer.h"

#include <QAbstractButton>
#include <QBoxLayout>
#include <QPushButton>
#include <QSignalSpy>

namespace parlance::test {

namespace {

/// Zoe's account and a room of hers, without a window: a part stands alone.
struct Alone : Pair {
    Alone() { workspace.reset(); }

    Client& client() const { return account->client(); }
};

/// A view as it stands in a pane.
struct Stand {
    QWidget pane;
    QVBoxLayout lines{&pane};
    TimelineView view;

    explicit Stand(const Look& look)
        : view(look, &pane)
    {
        lines.addWidget(&view);
        pane.resize(700, 500);
        pane.show();
    }
};

} // namespace

/// The parts of a room pane, each for itself. What they do together is in roompane_test.cpp and others.
class RoomPartsTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void headerShowsOneLineOfPlainText();
    void typingLineNamesWhoIsInTheRoom();
    void writerSendsOrTellsOfCommands();
    void writerKeepsTheDraftOfTheOpenRoom();
    void loaderGoesToAnyMessage();
    void emptyPlacesSayWhatTheyAre();
};

void RoomPartsTest::headerShowsOneLineOfPlainText()
{
    const Look look{QFont(QStringLiteral("DejaVu Sans"), 10)};
    RoomHeader header(look, nullptr);
    header.setRoom(QStringLiteral("tea"), QStringLiteral("one\n<b>two</b>"), true);
    const auto* name = header.findChild<QLabel*>(QStringLiteral("roomName"));
    const auto* topic = header.findChild<QLabel*>(QStringLiteral("topic"));
    auto* members = header.findChild<QAbstractButton*>(QStringLiteral("toggleMembers"));
    auto* menu = header.findChild<QAbstractButton*>(QStringLiteral("roomMenu"));
    QCOMPARE(name->text(), QStringLiteral("# tea"));
    QCOMPARE(topic->text(), QStringLiteral("one <b>two</b>"));
    QCOMPARE(topic->textFormat(), Qt::PlainText);
    QVERIFY(topic->toolTip().contains(QStringLiteral("&lt;b&gt;")));
    QSignalSpy toggled(&header, &RoomHeader::membersToggled);
    QSignalSpy menuWanted(&header, &RoomHeader::menuWanted);
    members->click();
    menu->click();
    QCOMPARE(toggled.size(), 1);
    QCOMPARE(menuWanted.size(), 1);
    header.setRoom(QStringLiteral("tea"), {}, false); // it is being joined
    QCOMPARE(name->text(), QStringLiteral("# tea"));
    QVERIFY(topic->isHidden());
    QVERIFY(members->isHidden());
    QVERIFY(menu->isHidden());
}

void RoomPartsTest::typingLineNamesWhoIsInTheRoom()
{
    Alone w;
    TypingLine line(w.client(), w.look, nullptr);
    line.setRoom(w.here());
    QVERIFY(line.text().isEmpty());
    w.tom.client.setTyping(w.tom.here(), true);
    w.settle();
    QCOMPARE(line.text(), QStringLiteral("tom is typing…"));
    line.setRoom({});
    QVERIFY(line.text().isEmpty());
    line.setRoom(w.here());
    QCOMPARE(line.text(), QStringLiteral("tom is typing…"));
}

void RoomPartsTest::writerSendsOrTellsOfCommands()
{
    Alone w;
    Timeline timeline(w.client(), w.account->notices(), w.world.clock, w.here());
    Composer composer(w.look, nullptr);
    Writer writer(*w.account, composer, w.dialogs);
    QSignalSpy sent(&writer, &Writer::sent);
    QSignalSpy command(&writer, &Writer::command);
    const auto write = [&](const char* text) {
        composer.setText(QString::fromUtf8(text));
        QTest::keyClick(&composer.field(), Qt::Key_Return);
        w.settle();
    };
    write("nowhere");
    QVERIFY(w.tom.texts().isEmpty());
    writer.open(&timeline);
    write("hello");
    write("//slash");
    write("/me waves");
    QCOMPARE(w.tom.texts(), list({"hello", "/slash", "waves"}));
    QCOMPARE(sent.size(), 3);
    QVERIFY(composer.text().isEmpty());
    write("/join  tea room");
    QCOMPARE(w.tom.texts().size(), 3);
    QCOMPARE(command.size(), 1);
    QCOMPARE(command[0][0].toString(), QStringLiteral("join"));
    QCOMPARE(command[0][1].toString(), QStringLiteral("tea room"));
    QCOMPARE(composer.text(), QStringLiteral("/join  tea room")); // whoever acts on it clears it
    writer.leave();
}

void RoomPartsTest::writerKeepsTheDraftOfTheOpenRoom()
{
    Alone w;
    Timeline timeline(w.client(), w.account->notices(), w.world.clock, w.here());
    Composer composer(w.look, nullptr);
    Writer writer(*w.account, composer, w.dialogs);
    QSignalSpy changed(&writer, &Writer::draftChanged);
    writer.open(&timeline);
    composer.setText(QStringLiteral("begun"));
    QCOMPARE(w.client().draft(w.here()), QStringLiteral("begun"));
    QCOMPARE(changed.size(), 1);
    writer.leave();
    composer.setText(QStringLiteral("elsewhere"));
    QCOMPARE(w.client().draft(w.here()), QStringLiteral("begun"));
    writer.open(&timeline);
    QCOMPARE(composer.text(), QStringLiteral("begun"));
    QCOMPARE(changed.size(), 1);
    writer.leave();
}

void RoomPartsTest::loaderGoesToAnyMessage()
{
    Alone w;
    for (int i = 0; i < 300; ++i)
        w.tom.say(QStringLiteral("Message %1").arg(i));
    w.settle();
    const qint64 first = w.tom.room().messages.front().seq;
    w.client().markRead(w.here(), w.room().n); // so that the window looks for nothing unread
    w.settle();
    w.open("zoe"); // with the latest page only
    w.workspace.reset();
    QVERIFY(!w.room().messages.has(first));
    Timeline timeline(w.client(), w.account->notices(), w.world.clock, w.here());
    Stand stand(w.look);
    HistoryLoader loader(*w.account, stand.view, w.dialogs);
    stand.view.setTimeline(&timeline);
    loader.setRoom(w.here());
    loader.reveal(first);
    w.settle();
    QCOMPARE(stand.view.selection().found(), w.room().messages[w.room().messages.rowOf(first)].id.text());
    QVERIFY(!stand.view.rows().bubble(size_t(stand.view.selection().currentRow())).isEmpty());
    QVERIFY(w.dialogs.told.isEmpty());
    loader.reveal(1'000'000);
    w.settle();
    QCOMPARE(w.dialogs.told.size(), 1);
    loader.reveal(1'000'000); // one may ask again
    w.settle();
    QCOMPARE(w.dialogs.told.size(), 2);
    stand.view.setTimeline(nullptr);
}

void RoomPartsTest::emptyPlacesSayWhatTheyAre()
{
    Alone w;
    Timeline timeline(w.client(), w.account->notices(), w.world.clock, w.here());
    Stand stand(w.look);
    EmptyNotice notice(w.client(), stand.view, w.look);
    const auto* text = stand.pane.findChild<QLabel*>(QStringLiteral("empty"));
    auto* browse = stand.pane.findChild<QPushButton*>(QStringLiteral("browse"));
    QSignalSpy wanted(&notice, &EmptyNotice::directoryWanted);
    notice.refresh();
    QCOMPARE(text->text(), QStringLiteral("Choose a room."));
    browse->click();
    QCOMPARE(wanted.size(), 1);
    notice.setAwaited(QStringLiteral("tea"));
    notice.refresh();
    QCOMPARE(text->text(), QStringLiteral("Joining tea…"));
    QVERIFY(browse->isHidden());
    notice.setAwaited({});
    stand.view.setTimeline(&timeline);
    notice.refresh();
    QVERIFY(text->text().startsWith(QStringLiteral("This is the start of general.")));
    QVERIFY(!text->isHidden());
    QVERIFY(browse->isHidden());
    w.hear("hello");
    notice.refresh();
    QVERIFY(text->isHidden());
    stand.view.setTimeline(nullptr);
}

} // namespace parlance::test

PARLANCE_SUITE(roomparts, parlance::test::RoomPartsTest)
#include "roomparts_test.moc"
