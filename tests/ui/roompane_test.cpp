#include "models/people.h"
#include "support/suite.h"
#include "ui/uiworld.h"

#include <QAbstractButton>
#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QListView>
#include <QPushButton>

namespace parlance::test {

class RoomPaneTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void enterSendsShiftEnterBreaksTheLine();
    void draftPerRoom();
    void upEditsTheLastMessage();
    void deleteAsksFirst();
    void whatIsSeenIsRead();
    void jumpToLatest();
    void typingLine();
    void topicLine();
    void mentionCompletion();
    void completionTellsNamesakesApart();
    void emojiCompletion();
    void counterAndSplit();
    void pasteKeepsLineBreaks();
    void fieldGrowsToEightLines();
    void escapeMarksReadAndJumpsDown();
    void escapeClosesWhatIsOpenFirst();
    void todayFollowsTheClock();
    void whatWaitsSaysForWhat();
};

void RoomPaneTest::enterSendsShiftEnterBreaksTheLine()
{
    Pair w;
    w.composer().field().insertPlainText(QStringLiteral("one"));
    QTest::keyClick(&w.composer().field(), Qt::Key_Return, Qt::ShiftModifier);
    w.write(QStringLiteral("two"));
    QCOMPARE(w.tom.texts(), list({"one\ntwo"}));
    QVERIFY(w.composer().text().isEmpty());
    w.write(QStringLiteral("   "));
    QCOMPARE(w.tom.texts().size(), 1);
}

void RoomPaneTest::draftPerRoom()
{
    Pair w;
    const RoomName other = *RoomName::parse(u"other");
    w.composer().field().insertPlainText(QStringLiteral("begun"));
    w.workspace->go(other);
    w.settle();
    QVERIFY(w.composer().text().isEmpty());
    QVERIFY(w.workspace->rooms().index(w.workspace->rooms().rowOf(w.here())).data(RoomListModel::DraftRole).toBool());
    w.workspace->go(general());
    QCOMPARE(w.composer().text(), QStringLiteral("begun"));
}

void RoomPaneTest::upEditsTheLastMessage()
{
    Pair w;
    w.write(QStringLiteral("helo"));
    QTest::keyClick(&w.composer().field(), Qt::Key_Up);
    QVERIFY(w.composer().isEditing());
    QCOMPARE(w.composer().text(), QStringLiteral("helo"));
    w.composer().setText(QStringLiteral("hello"));
    QTest::keyClick(&w.composer().field(), Qt::Key_Return);
    w.settle();
    QCOMPARE(w.tom.texts(), list({"hello"}));
    QTest::keyClick(&w.composer().field(), Qt::Key_Up);
    QTest::keyClick(&w.composer().field(), Qt::Key_Escape);
    QVERIFY(!w.composer().isEditing());
}

void RoomPaneTest::deleteAsksFirst()
{
    Pair w;
    w.write(QStringLiteral("oops"));
    w.dialogs.agrees = false;
    Q_EMIT w.view().menuWanted(0, QPoint());
    w.trigger("messageMenu", QStringLiteral("Delete message…"));
    QCOMPARE(w.dialogs.asked.size(), size_t(1));
    QCOMPARE(w.dialogs.asked[0].text, QStringLiteral("oops"));
    QCOMPARE(w.tom.texts(), list({"oops"}));
    w.dialogs.agrees = true;
    Q_EMIT w.view().menuWanted(0, QPoint());
    w.trigger("messageMenu", QStringLiteral("Delete message…"));
    QCOMPARE(w.tom.texts(), list({"(deleted)"}));
}

void RoomPaneTest::whatIsSeenIsRead()
{
    Pair w;
    w.hear("one");
    QCOMPARE(w.room().unread(), 0);
    QWidget elsewhere;
    elsewhere.show();
    elsewhere.activateWindow();
    QTRY_VERIFY(!w.workspace->isActiveWindow());
    w.hear("two");
    QCOMPARE(w.room().unread(), 1);
    QCOMPARE(w.timeline().firstNew(), 2);
    w.workspace->activateWindow();
    QTRY_VERIFY(w.workspace->isActiveWindow());
    w.hear("three");
    QCOMPARE(w.room().unread(), 0);
    QCOMPARE(w.timeline().firstNew(), 2); // stays while one reads
    w.write(QStringLiteral("mine"));
    QCOMPARE(w.timeline().firstNew(), 0);
}

void RoomPaneTest::jumpToLatest()
{
    Pair w;
    for (int i = 0; i < 60; ++i)
        w.hear("message");
    auto* jump = w.find<QPushButton>("jump");
    QVERIFY(!jump->isVisible());
    QTest::keyClick(&w.view(), Qt::Key_PageUp);
    QTest::keyClick(&w.view(), Qt::Key_PageUp);
    QVERIFY(jump->isVisible());
    w.hear("new");
    QVERIFY2(jump->text().contains(QStringLiteral("(1)")), qPrintable(jump->text()));
    QTest::mouseClick(jump, Qt::LeftButton);
    w.settle();
    QVERIFY(w.view().position().isAtEnd());
    QCOMPARE(w.room().unread(), 0);
    QVERIFY(!jump->isVisible());
}

void RoomPaneTest::typingLine()
{
    Pair w;
    w.tom.client.setTyping(w.tom.here(), true);
    w.settle();
    QCOMPARE(w.find<QLabel>("typing")->text(), QStringLiteral("tom is typing…"));
    w.hear("done");
    QVERIFY(w.find<QLabel>("typing")->text().isEmpty());
    w.composer().field().insertPlainText(QStringLiteral("x"));
    w.settle();
    QCOMPARE(w.tom.room().typing.size(), size_t(1));
    w.composer().clear();
    w.settle();
    QVERIFY(w.tom.room().typing.empty());
}

void RoomPaneTest::topicLine()
{
    Pair w;
    w.write(QStringLiteral("/topic About <b>boxes</b>"));
    QCOMPARE(w.find<QLabel>("topic")->text(), QStringLiteral("About <b>boxes</b>"));
    QCOMPARE(w.find<QLabel>("topic")->textFormat(), Qt::PlainText);
    QCOMPARE(w.tom.room().topic, QStringLiteral("About <b>boxes</b>"));
}

void RoomPaneTest::mentionCompletion()
{
    Pair w;
    w.hear("hello");
    w.composer().field().setFocus();
    w.composer().field().insertPlainText(QStringLiteral("hi @t"));
    auto* popup = w.find<QListView>("completion");
    QVERIFY(popup->isVisible());
    QTest::keyClick(&w.composer().field(), Qt::Key_Tab);
    QCOMPARE(w.composer().text(), QStringLiteral("hi @tom "));
    QVERIFY(!popup->isVisible());
}

void RoomPaneTest::completionTellsNamesakesApart()
{
    Pair w;
    const Person other(w.world, "TOM");
    w.pass(1'000); // until presence is told
    w.composer().field().setFocus();
    w.composer().field().insertPlainText(QStringLiteral("@to"));
    const QAbstractItemModel& proposals = *w.find<QListView>("completion")->model();
    QStringList shown;
    for (int row = 0; row < proposals.rowCount(); ++row)
        shown << proposals.index(row, 0).data().toString();
    shown.sort();
    QStringList wanted{QStringLiteral("@tom  ") + client::tagOf(w.tom.id()),
                       QStringLiteral("@TOM  ") + client::tagOf(other.id())};
    wanted.sort();
    QCOMPARE(shown, wanted);
    QTest::keyClick(&w.composer().field(), Qt::Key_Tab);
    QCOMPARE(w.composer().text().toLower(), QStringLiteral("@tom ")); // the tag is not part of the name
}

void RoomPaneTest::emojiCompletion()
{
    Pair w;
    w.composer().field().setFocus();
    w.composer().field().insertPlainText(QStringLiteral(":rocket"));
    QVERIFY(w.find<QListView>("completion")->isVisible());
    QTest::keyClick(&w.composer().field(), Qt::Key_Return);
    QCOMPARE(w.composer().text(), QStringLiteral("🚀 "));
    w.composer().field().insertPlainText(QStringLiteral(":rocket"));
    QTest::keyClick(&w.composer().field(), Qt::Key_Escape);
    QVERIFY(!w.find<QListView>("completion")->isVisible());
}

void RoomPaneTest::counterAndSplit()
{
    Pair w;
    const int limit = int(w.account->client().state().identity.limits.text);
    w.composer().setText(QString(limit - 10, u'x'));
    QVERIFY(w.find<QLabel>("counter")->isVisible());
    QCOMPARE(w.find<QLabel>("counter")->text(), QStringLiteral("10"));
    w.composer().setText(QString(limit + 1, u'x'));
    QCOMPARE(w.find<QLabel>("counter")->text(), QStringLiteral("1 character too long"));
    QLocale::setDefault(QLocale(QLocale::English));
    w.composer().setText(QString(limit + 1'000, u'x'));
    QLocale::setDefault(QLocale::system());
    QCOMPARE(w.find<QLabel>("counter")->text(), QStringLiteral("1,000 characters too long"));
    QCOMPARE(w.find<QLabel>("counter")->accessibleName(), QStringLiteral("1,000 characters too long"));
    w.composer().setText(QStringLiteral("word ").repeated(limit / 4));
    QTest::keyClick(&w.composer().field(), Qt::Key_Return);
    w.settle();
    QCOMPARE(w.tom.texts().size(), 0);
    w.find<QPushButton>("acceptOffer")->click();
    w.settle();
    QVERIFY(w.dialogs.asked.empty());
    QCOMPARE(w.tom.texts().size(), 2);
    QVERIFY(w.tom.texts()[0].size() <= limit);
    QVERIFY(w.composer().text().isEmpty());
}

void RoomPaneTest::pasteKeepsLineBreaks()
{
    Pair w;
    QApplication::clipboard()->setText(QStringLiteral("one\r\ntwo\n\n<b>three</b>"));
    w.composer().field().paste();
    QCOMPARE(w.composer().text(), QStringLiteral("one\ntwo\n\n<b>three</b>"));
}

void RoomPaneTest::fieldGrowsToEightLines()
{
    Pair w;
    const auto heightWith = [&w](int lines) {
        w.composer().setText(QStringList(lines, QStringLiteral("line")).join(u'\n'));
        w.settle();
        return w.composer().field().height();
    };
    const int one = heightWith(1);
    QVERIFY(heightWith(2) > one);
    const int eight = heightWith(8);
    QVERIFY(eight > heightWith(7));
    QCOMPARE(heightWith(20), eight);
    QCOMPARE(heightWith(1), one);
}

void RoomPaneTest::escapeMarksReadAndJumpsDown()
{
    Pair w;
    for (int i = 0; i < 60; ++i)
        w.hear("message");
    w.view().setFocus();
    QTest::keyClick(&w.view(), Qt::Key_PageUp);
    QTest::keyClick(&w.view(), Qt::Key_PageUp);
    w.hear("new");
    QCOMPARE(w.room().unread(), 1);
    w.workspace->pane().escape();
    w.settle();
    QVERIFY(w.view().position().isAtEnd());
    QCOMPARE(w.room().unread(), 0);
    QVERIFY(w.composer().field().hasFocus());
}

void RoomPaneTest::escapeClosesWhatIsOpenFirst()
{
    Pair w;
    w.write(QStringLiteral("mine"));
    for (int i = 0; i < 60; ++i)
        w.hear("message");
    w.view().setFocus();
    QTest::keyClick(&w.view(), Qt::Key_PageUp);
    w.composer().field().setFocus();
    QTest::keyClick(&w.composer().field(), Qt::Key_Up);
    w.composer().field().insertPlainText(QStringLiteral(" :rocket"));
    QVERIFY(w.find<QListView>("completion")->isVisible());
    w.workspace->pane().escape();
    QVERIFY(!w.find<QListView>("completion")->isVisible());
    QVERIFY(w.composer().isEditing());
    w.workspace->pane().escape();
    QVERIFY(!w.composer().isEditing());
    QVERIFY(!w.view().position().isAtEnd());
    w.workspace->pane().escape();
    QVERIFY(w.view().position().isAtEnd());
}

/// Also where nothing else happens: without a connection.
void RoomPaneTest::todayFollowsTheClock()
{
    Pair w;
    w.hear("Good night");
    w.line->setAccept({});
    w.line->sever();
    w.settle();
    const auto day = [&w] {
        for (const RowLabel& label : w.view().rows().layout(0).labels()) {
            if (label.kind == RowLabel::Day)
                return label.text;
        }
        return QString();
    };
    QCOMPARE(day(), QStringLiteral("Today"));
    advance(w.world.clock, w.world.wheel, 24 * 3'600'000);
    QCOMPARE(day(), QStringLiteral("Yesterday"));
}

void RoomPaneTest::whatWaitsSaysForWhat()
{
    Pair w;
    const auto fate = [&w] {
        for (const RowLabel& label : w.view().rows().layout(0).labels()) {
            if (label.kind == RowLabel::Fate)
                return label.text;
        }
        return QString();
    };
    w.line->setAccept({});
    w.line->sever();
    w.settle();
    w.write(QStringLiteral("into the void"));
    QCOMPARE(fate(), QStringLiteral("Will be sent once you are connected"));
}

} // namespace parlance::test

PARLANCE_SUITE(roompane, parlance::test::RoomPaneTest)
#include "roompane_test.moc"
