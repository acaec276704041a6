#include "support/suite.h"
#include "ui/composer/composer.h"
#include "ui/roompane.h"
#include "ui/timeline/timelineview.h"
#include "ui/uiworld.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QPushButton>

namespace parlance::test {

namespace {

/// Zoe's window, and Tom, who talks to her.
struct Pair : UiWorld {
    Person tom{world, "tom"};

    void hear(const char* text)
    {
        tom.say(QString::fromUtf8(text));
        settle();
    }

    Composer& composer() { return workspace->pane().composer(); }
    TimelineView& view() { return workspace->pane().view(); }
    Timeline& timeline() { return *view().timeline(); }
    const RoomState& room() const { return *account->client().state().room(general()); }

    void write(const QString& text)
    {
        composer().field().insertPlainText(text);
        QTest::keyClick(&composer().field(), Qt::Key_Return);
        settle();
    }

    void trigger(const char* menu, const QString& text)
    {
        for (QMenu* each : workspace->findChildren<QMenu*>(QLatin1String(menu))) {
            for (QAction* action : each->actions()) {
                if (action->text() == text) {
                    action->trigger();
                    each->close();
                    settle();
                    return;
                }
            }
        }
        QFAIL(qPrintable(QStringLiteral("no ") + text));
    }

    QString nameOfRoom() const { return find<QLabel>("roomName")->text(); }
};

} // namespace

class WorkspaceTest : public QObject {
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
    void connectionBarCountsDown();
    void passwordIsAskedForAndRemembered();
    void offlineMessagesAreSentAfterwards();
    void mentionCompletion();
    void emojiCompletion();
    void commands();
    void counterAndSplit();
    void roomMenu();
    void directoryMakesARoom();
    void switcherFindsARoom();
    void roomsByKeys();
    void membersAreHiddenWhereThereIsNoRoom();
    void pasteKeepsLineBreaks();
};

void WorkspaceTest::enterSendsShiftEnterBreaksTheLine()
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

void WorkspaceTest::draftPerRoom()
{
    Pair w;
    const RoomName other = *RoomName::parse(u"other");
    w.composer().field().insertPlainText(QStringLiteral("begun"));
    w.workspace->go(other);
    w.settle();
    QVERIFY(w.composer().text().isEmpty());
    QVERIFY(w.workspace->rooms().index(w.workspace->rooms().rowOf(general())).data(RoomListModel::DraftRole).toBool());
    w.workspace->go(general());
    QCOMPARE(w.composer().text(), QStringLiteral("begun"));
}

void WorkspaceTest::upEditsTheLastMessage()
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

void WorkspaceTest::deleteAsksFirst()
{
    Pair w;
    w.write(QStringLiteral("oops"));
    w.dialogs.agrees = false;
    Q_EMIT w.view().menuWanted(0, QPoint());
    w.trigger("messageMenu", QStringLiteral("Delete…"));
    QCOMPARE(w.dialogs.asked.size(), size_t(1));
    QCOMPARE(w.dialogs.asked[0].text, QStringLiteral("oops"));
    QCOMPARE(w.tom.texts(), list({"oops"}));
    w.dialogs.agrees = true;
    Q_EMIT w.view().menuWanted(0, QPoint());
    w.trigger("messageMenu", QStringLiteral("Delete…"));
    QCOMPARE(w.tom.texts(), list({"(deleted)"}));
}

void WorkspaceTest::whatIsSeenIsRead()
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

void WorkspaceTest::jumpToLatest()
{
    Pair w;
    for (int i = 0; i < 60; ++i)
        w.tom.say(QStringLiteral("message %1").arg(i));
    w.settle();
    auto* jump = w.find<QPushButton>("jump");
    QVERIFY(!jump->isVisible());
    QTest::keyClick(&w.view(), Qt::Key_PageUp);
    QTest::keyClick(&w.view(), Qt::Key_PageUp);
    QVERIFY(jump->isVisible());
    w.hear("new");
    QVERIFY2(jump->text().contains(QStringLiteral("(1)")), qPrintable(jump->text()));
    QTest::mouseClick(jump, Qt::LeftButton);
    w.settle();
    QVERIFY(w.view().isAtEnd());
    QCOMPARE(w.room().unread(), 0);
    QVERIFY(!jump->isVisible());
}

void WorkspaceTest::typingLine()
{
    Pair w;
    w.tom.client.setTyping(general(), true);
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

void WorkspaceTest::topicLine()
{
    Pair w;
    w.write(QStringLiteral("/topic About <b>boxes</b>"));
    QCOMPARE(w.find<QLabel>("topic")->text(), QStringLiteral("About <b>boxes</b>"));
    QCOMPARE(w.find<QLabel>("topic")->textFormat(), Qt::PlainText);
    QCOMPARE(w.tom.room().topic, QStringLiteral("About <b>boxes</b>"));
}

void WorkspaceTest::connectionBarCountsDown()
{
    Pair w;
    auto* bar = w.find<QWidget>("connectionBar");
    QVERIFY(!bar->isVisible());
    w.world.server.reset();
    w.line->sever();
    w.settle();
    QVERIFY(bar->isVisible());
    QVERIFY(w.find<QLabel>("connectionText")->text().contains(QStringLiteral("Trying again")));
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

void WorkspaceTest::mentionCompletion()
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

void WorkspaceTest::emojiCompletion()
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
    w.write(QStringLiteral("/join other"));
    QCOMPARE(w.nameOfRoom(), QStringLiteral("# other"));
    w.write(QStringLiteral("/leave"));
    QCOMPARE(w.account->client().state().rooms.size(), size_t(1));
}

void WorkspaceTest::counterAndSplit()
{
    Pair w;
    const int limit = int(w.account->client().state().identity.limits.text);
    w.composer().setText(QString(limit - 10, u'x'));
    QVERIFY(w.find<QLabel>("counter")->isVisible());
    QCOMPARE(w.find<QLabel>("counter")->text(), QStringLiteral("10"));
    w.composer().setText(QStringLiteral("word ").repeated(limit / 4));
    QTest::keyClick(&w.composer().field(), Qt::Key_Return);
    w.settle();
    QCOMPARE(w.dialogs.asked.size(), size_t(1));
    QCOMPARE(w.tom.texts().size(), 2);
    QVERIFY(w.tom.texts()[0].size() <= limit);
}

void WorkspaceTest::roomMenu()
{
    Pair w;
    Q_EMIT w.workspace->pane().roomMenuWanted(QPoint());
    w.trigger("roomMenuItems", QStringLiteral("Mute"));
    QCOMPARE(w.preferences.rule(w.account->info().id, general()), Rule::None);
    Q_EMIT w.workspace->pane().roomMenuWanted(QPoint());
    w.trigger("roomMenuItems", QStringLiteral("Copy link"));
    QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("http://127.0.0.1:3001/#/general"));
    Q_EMIT w.workspace->pane().roomMenuWanted(QPoint());
    w.trigger("roomMenuItems", QStringLiteral("Leave…"));
    QVERIFY(w.account->client().state().rooms.empty());
    QVERIFY(w.nameOfRoom().isEmpty());
}

void WorkspaceTest::directoryMakesARoom()
{
    Pair w;
    w.workspace->openDirectory();
    w.settle();
    auto* search = w.find<QLineEdit>("directorySearch");
    search->setText(QStringLiteral("garden"));
    QVERIFY(w.find<QLineEdit>("directoryTopic")->isVisible());
    w.find<QLineEdit>("directoryTopic")->setText(QStringLiteral("Tomatoes"));
    QTest::mouseClick(w.find<QPushButton>("directoryGo"), Qt::LeftButton);
    w.settle();
    QCOMPARE(w.nameOfRoom(), QStringLiteral("# garden"));
    QCOMPARE(w.find<QLabel>("topic")->text(), QStringLiteral("Tomatoes"));
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

void WorkspaceTest::pasteKeepsLineBreaks()
{
    Pair w;
    QApplication::clipboard()->setText(QStringLiteral("one\r\ntwo\n\n<b>three</b>"));
    w.composer().field().paste();
    QCOMPARE(w.composer().text(), QStringLiteral("one\ntwo\n\n<b>three</b>"));
}

} // namespace parlance::test

PARLANCE_SUITE(workspace, parlance::test::WorkspaceTest)
#include "workspace_test.moc"
