#include "support/suite.h"
#include "ui/desk.h"

namespace parlance::test {

namespace {

using Act = std::function<void(Desk&)>;

struct Transition {
    const char* name = "";
    Act before; ///< the state
    Act event;
    const char* told = ""; ///< Desk::told(); "SEEN" stands for lastSeen() and "LEFT" for what is below it
};

void nothing(Desk&) {}

void spoken(Desk& d)
{
    d.talk(40);
}

void away(Desk& d)
{
    d.talk(40);
    d.goAway();
}

void elsewhere(Desk& d)
{
    d.talk(40);
    d.openRoom(d.other);
}

void unreadRoom(Desk& d)
{
    elsewhere(d);
    d.talk(60);
}

void inHistory(Desk& d)
{
    d.talk(40);
    QTest::keyClick(&d.view(), Qt::Key_PageUp);
    d.settle();
}

/// Something comes into the room that is open.
std::vector<Transition> inOpenRoom()
{
    return {
        {"watched at the end, one comes", spoken, [](Desk& d) { d.talk(1); }, "end, line gone, read 41, badge 0"},
        {"watched at the end, a flood", spoken, [](Desk& d) { d.flood(60); },
         "away, line in view at 41, read SEEN, badge LEFT"},
        {"watched in the history, one comes", inHistory, [](Desk& d) { d.talk(1); },
         "away, line at 41, read 40, badge 1"},
        {"another window is used, one comes", away, [](Desk& d) { d.talk(1); },
         "end, line in view at 41, read 40, badge 1"},
        {"another window is used, many come", away, [](Desk& d) { d.talk(60); },
         "away, line in view at 41, read 40, badge 60"},
        {"back from another window", away,
         [](Desk& d) {
             d.talk(60);
             d.comeBack();
         },
         "away, line in view at 41, read SEEN, badge LEFT"},
        {"minimized, one comes", spoken,
         [](Desk& d) {
             d.workspace->showMinimized();
             d.settle();
             d.talk(1);
         },
         "end, line in view at 41, read 40, badge 1"},
        {"the room's first messages", nothing, [](Desk& d) { d.talk(2); }, "end, line gone, read 2, badge 0"},
    };
}

/// A room with unread messages is opened and read.
std::vector<Transition> atUnreadRoom()
{
    return {
        {"another room is open, many come", elsewhere, [](Desk& d) { d.talk(60); }, "OTHER badge 60"},
        {"an unread room is opened", unreadRoom, [](Desk& d) { d.openRoom(general()); },
         "away, line in view at 41, read SEEN, badge LEFT"},
        {"an unread room is opened while away", unreadRoom,
         [](Desk& d) {
             d.goAway();
             d.openRoom(general());
         },
         "away, line in view at 41, read 40, badge 60"},
        {"one reads on to the end", unreadRoom,
         [](Desk& d) {
             d.openRoom(general());
             d.wheelDown(8);
         },
         "end, line at 41, read 100, badge 0"},
        {"one jumps to the end past unread ones", unreadRoom,
         [](Desk& d) {
             d.openRoom(general());
             d.find<QPushButton>("jump")->click();
             d.settle();
         },
         "end, line at 41, read READ, badge SKIPPED"},
        {"Escape is a person's word that all is read", unreadRoom,
         [](Desk& d) {
             d.openRoom(general());
             d.workspace->pane().escape();
             d.settle();
         },
         "end, line at 41, read 100, badge 0"},
        {"one writes below unread ones", unreadRoom,
         [](Desk& d) {
             d.openRoom(general());
             d.write(QStringLiteral("mine"));
         },
         "end, line gone, read 101, badge 0"},
    };
}

/// The connection or the view was elsewhere.
std::vector<Transition> overGaps()
{
    return {
        {"a gap in which few come", spoken,
         [](Desk& d) {
             d.disconnect();
             d.talk(3);
             d.reconnect();
         },
         "end, line in view at 41, read 43, badge 0"},
        {"a gap in which many come", spoken,
         [](Desk& d) {
             d.disconnect();
             d.flood(60);
             d.reconnect();
         },
         "away, line in view at 41, read SEEN, badge LEFT"},
        {"a gap while one reads the history", inHistory,
         [](Desk& d) {
             d.disconnect();
             d.flood(60);
             d.reconnect();
         },
         "away, line at 41, read 40, badge 60"},
        {"a place in the history is found again", inHistory,
         [](Desk& d) {
             const auto before = d.view().position().place();
             d.openRoom(d.other);
             d.openRoom(general());
             QCOMPARE(d.view().position().place()->key, before->key);
             QCOMPARE(d.view().position().place()->y, before->y);
         },
         "away, line gone, read 40, badge 0"},
        {"something new ends a place in the history", inHistory,
         [](Desk& d) {
             d.openRoom(d.other);
             d.talk(60);
             d.openRoom(general());
         },
         "away, line in view at 41, read SEEN, badge LEFT"},
        {"a link into the history reads nothing", unreadRoom,
         [](Desk& d) {
             d.goAway();
             d.workspace->go(general(), d.room().messages[3].seq);
             d.settle();
         },
         "away, line at 41, read 40, badge 60"},
    };
}

/// What others do to what is unread here.
std::vector<Transition> byOthers()
{
    return {
        {"a message is deleted before it is read", elsewhere,
         [](Desk& d) {
             d.talk(2);
             d.deleteLast();
         },
         "OTHER badge 1"},
        {"all are deleted before they are read", elsewhere,
         [](Desk& d) {
             d.talk(1);
             d.deleteLast();
         },
         "OTHER badge 0"},
        {"the other device reads", unreadRoom,
         [](Desk& d) {
             d.phone.client.markRead(d.phone.here(), 100);
             d.settle();
         },
         "OTHER badge 0"},
        {"the other device writes", unreadRoom,
         [](Desk& d) {
             d.phone.say(QStringLiteral("hi"));
             d.settle();
         },
         "OTHER badge 0"},
    };
}

std::vector<Transition> transitionTable()
{
    std::vector<Transition> all;
    for (const auto& part : {inOpenRoom(), atUnreadRoom(), overGaps(), byOthers()})
        all.insert(all.end(), part.begin(), part.end());
    return all;
}

} // namespace

class ReadingTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void transitions_data();
    void transitions();
    void firstUnreadThatIsNotAtHand();
    void unreadAboveIsOfferedAndFound();
    void tallMessageIsReadAtItsEnd();
    void restartKeepsWhatIsUnread();
};

void ReadingTest::transitions_data()
{
    QTest::addColumn<int>("row");
    int i = 0;
    for (const Transition& row : transitionTable())
        QTest::newRow(row.name) << i++;
}

void ReadingTest::transitions()
{
    QFETCH(const int, row);
    const Transition wanted = transitionTable()[size_t(row)];
    Desk d;
    wanted.before(d);
    wanted.event(d);
    QString told = QString::fromLatin1(wanted.told);
    if (told.startsWith(QStringLiteral("OTHER"))) {
        QCOMPARE(QStringLiteral("OTHER badge %1").arg(d.unread()), told);
        return;
    }
    const qint64 seen = d.lastSeen();
    QVERIFY(seen > 0);
    told.replace(QStringLiteral("SEEN"), QString::number(seen));
    told.replace(QStringLiteral("LEFT"), QString::number(d.room().n - seen));
    if (told.contains(QStringLiteral("READ"))) { // of two runs that were seen only the first moves the mark
        QVERIFY(d.room().read > 40 && d.room().read < 90);
        told.replace(QStringLiteral("READ"), QString::number(d.room().read));
        told.replace(QStringLiteral("SKIPPED"), QString::number(d.unread()));
        QVERIFY(d.unread() > 10 && d.unread() < d.room().n - d.room().read);
    }
    QCOMPARE(d.told(), told);
    d.pass(1'000);
    QCOMPARE(d.phone.room().read, d.room().read); // both devices agree
}

/// After a start without a cache, the newest hundred are at hand.
void ReadingTest::firstUnreadThatIsNotAtHand()
{
    Desk d;
    d.talk(3);
    d.openRoom(d.other);
    d.pass(1'000); // until the server knows what is read
    d.flood(150);
    for (const MessageState& message : d.tom.room().messages)
        QVERIFY(
            d.tom.client.edit(d.tom.here(), message.id, QStringLiteral("edited"))); // each takes a `seq`, and no `n`
    d.flood(450);
    d.open("zoe");
    QCOMPARE(d.room().n, 603);
    QCOMPARE(d.lineSeen(), QStringLiteral("in view at 4"));
    QCOMPARE(d.room().read, d.lastSeen());
    QVERIFY(d.room().read < 60);
}

void ReadingTest::unreadAboveIsOfferedAndFound()
{
    Desk d;
    d.talk(40);
    d.openRoom(d.other);
    d.talk(60);
    d.openRoom(general());
    auto* above = d.find<QPushButton>("unreadAbove");
    QVERIFY(!above->isVisible());
    d.find<QPushButton>("jump")->click();
    d.settle();
    QVERIFY(above->isVisible());
    const qint64 first = d.room().firstUnread();
    QVERIFY(above->focusPolicy() & Qt::TabFocus); // no key does the same
    above->setFocus();
    QTest::keyClick(above, Qt::Key_Space);
    QVERIFY(d.view().hasFocus());
    d.settle();
    QVERIFY(!above->isVisible());
    QVERIFY(d.room().firstUnread() > first);
    d.wheelDown(8);
    QCOMPARE(d.unread(), 0);
    QCOMPARE(d.room().read, 100);
}

void ReadingTest::tallMessageIsReadAtItsEnd()
{
    Desk d;
    d.talk(40);
    d.openRoom(d.other);
    d.tom.say(QStringList(200, QStringLiteral("line")).join(u'\n'));
    d.settle();
    d.openRoom(general());
    QCOMPARE(d.unread(), 1);
    d.wheelDown(3);
    QCOMPARE(d.unread(), 1);
    d.wheelDown(20);
    QCOMPARE(d.unread(), 0);
}

void ReadingTest::restartKeepsWhatIsUnread()
{
    Desk d;
    d.cacheFile = d.folder.filePath(QStringLiteral("cache.sqlite"));
    d.open("zoe");
    d.talk(40);
    d.openRoom(d.other);
    d.talk(60);
    d.deleteLast();
    QCOMPARE(d.unread(), 59);
    d.open("zoe"); // which opens the room
    QCOMPARE(d.lineSeen(), QStringLiteral("in view at 41"));
    QCOMPARE(d.room().read, d.lastSeen());
    QCOMPARE(d.unread(), 99 - d.lastSeen());
}

} // namespace parlance::test

PARLANCE_SUITE(reading, parlance::test::ReadingTest)
#include "reading_test.moc"
