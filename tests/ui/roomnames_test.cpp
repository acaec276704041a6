#include "control/roomacts.h"
#include "support/suite.h"
#include "ui/roomheader.h"
#include "ui/rooms/renameroomdialog.h"
#include "ui/timeline/rowtext.h"
#include "ui/twoservers.h"

#include <QAbstractItemModelTester>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>

namespace parlance::test {

namespace {

RoomName named(const char* name)
{
    return *RoomName::parse(QString::fromUtf8(name));
}

/// Somebody at the server's command line.
struct Admin {
    World& world;

    void rename(const char* room, const char* to)
    {
        control::renameRoom(world.server->services, named(room), named(to),
                            [](const Result<RoomChanged>& renamed) { QVERIFY(renamed); });
    }
    void remove(const char* room)
    {
        control::deleteRoom(world.server->services, named(room),
                            [](const Result<RoomSize>& removed) { QVERIFY(removed); });
    }
};

/// Zoe's window, where she renames her room.
struct Renaming : Pair {
    bool isOffered()
    {
        Q_EMIT workspace->pane().header().menuWanted(QPoint());
        auto* menu = find<QMenu>("roomMenuItems");
        const bool offered = std::ranges::any_of(
            menu->actions(), [](const QAction* action) { return action->text() == QStringLiteral("Rename room…"); });
        menu->close();
        settle();
        return offered;
    }

    QLineEdit* openDialog()
    {
        Q_EMIT workspace->pane().header().menuWanted(QPoint());
        trigger("roomMenuItems", QStringLiteral("Rename room…"));
        return find<QLineEdit>("renameRoomName");
    }

    void enter(QLineEdit* field, const char* name)
    {
        field->setText(QString::fromUtf8(name));
        QTest::keyClick(field, Qt::Key_Return);
        settle();
    }

    bool isOpen() const { return workspace->findChild<RenameRoomDialog*>() != nullptr; }
    QString problem() const { return find<QLabel>("renameRoomProblem")->text(); }
};

} // namespace

/// Rooms whose names change, or that go, while people look at them.
class RoomNamesTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void ownersRenameFromTheMenu();
    void onlyOwnersAreOffered();
    void whatIsWrongIsSaidAtTheField();
    void anotherNameMovesNothingElse();
    void everyTextFollows();
    void theListStaysInOrder();
    void linksByIdFindARenamedRoom();
    void aRoomThatCannotBeJoinedById();
    void aLinkMakesARoomOnlyIfThatIsWanted();
    void whatWasNotSentIsShownWhenARoomIsDeleted();
    void manyDeletedRoomsShareAMessage();
    void goneWhileItIsRead();
    void linksToThisServerAreFollowedHere();
};

void RoomNamesTest::ownersRenameFromTheMenu()
{
    Renaming w;
    w.hear("hello");
    QLineEdit* field = w.openDialog();
    QCOMPARE(field->text(), QStringLiteral("general"));
    QCOMPARE(field->selectedText(), QStringLiteral("general"));
    w.enter(field, "team");
    QVERIFY(!w.isOpen());
    QCOMPARE(w.nameOfRoom(), QStringLiteral("# team"));
    QCOMPARE(w.tom.client.state().nameOf(w.tom.idOf(named("team"))), QStringLiteral("team"));
    QCOMPARE(w.timeline().item(0).below.size(), size_t(1));
    QCOMPARE(rowtext::notice(w.timeline().item(0).below[0]), QStringLiteral("zoe renamed the room to team"));
    // The same name is no change, and nothing is asked.
    w.enter(w.openDialog(), "team");
    QVERIFY(!w.isOpen());
    QCOMPARE(w.timeline().item(0).below.size(), size_t(1));
}

void RoomNamesTest::onlyOwnersAreOffered()
{
    Renaming w;
    QVERIFY(w.isOffered());
    w.tom.client.join(named("attic"));
    w.settle();
    w.workspace->go(named("attic"));
    w.settle();
    QCOMPARE(w.nameOfRoom(), QStringLiteral("# attic"));
    QVERIFY(!w.isOffered());
}

void RoomNamesTest::whatIsWrongIsSaidAtTheField()
{
    Renaming w;
    w.tom.client.join(named("attic"));
    w.settle();
    QLineEdit* field = w.openDialog();
    auto* go = w.find<QPushButton>("renameRoomGo");
    w.enter(field, "Attic");
    QVERIFY(w.isOpen());
    QCOMPARE(w.problem(), QStringLiteral("Another room already has this name. Choose a different one."));
    QCOMPARE(field->accessibleDescription(), w.problem()); // so that a screen reader says it at the field
    QVERIFY(field->hasFocus() && go->isEnabled());
    field->setText(QStringLiteral("a\u202eb"));
    QVERIFY(!go->isEnabled() && !w.problem().isEmpty());
    field->clear();
    QVERIFY(!go->isEnabled() && w.problem().isEmpty());
    w.line->setAccept({});
    w.line->sever();
    w.settle();
    w.enter(field, "team");
    QVERIFY(w.isOpen() && w.problem().contains(QStringLiteral("Not connected")));
    QCOMPARE(field->text(), QStringLiteral("team")); // to be tried again
    QTest::keyClick(field, Qt::Key_Escape);
    w.settle();
    QVERIFY(!w.isOpen());
}

void RoomNamesTest::anotherNameMovesNothingElse()
{
    Renaming w;
    for (int i = 0; i < 60; ++i)
        w.tom.say(QStringLiteral("message %1").arg(i));
    w.settle();
    QTest::keyClick(&w.view(), Qt::Key_PageUp);
    QTest::keyClick(&w.view(), Qt::Key_PageUp);
    w.settle();
    w.composer().field().insertPlainText(QStringLiteral("half a sent"));
    const auto place = w.view().position().place();
    const qint64 unread = w.room().unread();
    const RoomId room = w.here();
    const qsizetype frames = w.line->transcript().size();
    Admin{w.world}.rename("general", "team");
    w.settle();
    QCOMPARE(w.nameOfRoom(), QStringLiteral("# team"));
    QCOMPARE(w.workspace->pane().room(), room);
    QCOMPARE(w.view().position().place()->key, place->key);
    QCOMPARE(w.view().position().place()->y, place->y);
    QCOMPARE(w.composer().text(), QStringLiteral("half a sent"));
    QCOMPARE(w.account->client().state().room(room)->unread(), unread);
    QCOMPARE(w.line->transcript().size(), frames + 1); // room_changed
    QVERIFY(w.account->client().connection().phase() == Phase::Online);
}

void RoomNamesTest::everyTextFollows()
{
    TwoServers w(false);
    Admin{w.garden.world}.rename("general", "team");
    w.settle();
    const Workspace& workspace = w.workspace(w.garden);
    QCOMPARE(w.window->windowTitle(), QStringLiteral("team · Parlance"));
    QCOMPARE(workspace.findChild<QLabel*>(QStringLiteral("roomName"))->text(), QStringLiteral("# team"));
    QCOMPARE(workspace.findChild<QListView*>(QStringLiteral("rooms"))->model()->index(0, 0).data().toString(),
             QStringLiteral("team"));
    QCOMPARE(w.workspace(w.garden).pane().view().accessibleName(), QStringLiteral("Messages in team"));
    QCOMPARE(w.workspace(w.garden).pane().composer().field().placeholderText(), QStringLiteral("Message team"));
}

void RoomNamesTest::theListStaysInOrder()
{
    Renaming w;
    for (const char* name : {"attic", "kitchen", "zoo"})
        w.tom.client.join(named(name));
    w.settle();
    for (const char* name : {"attic", "kitchen", "zoo"})
        w.workspace->go(named(name));
    w.workspace->go(named("kitchen"));
    w.settle();
    const auto shown = [&w] {
        QStringList names;
        for (int row = 0; row < w.workspace->rooms().rowCount(); ++row)
            names << w.workspace->rooms().index(row).data().toString();
        return names;
    };
    const auto* rooms = w.find<QListView>("rooms");
    const QAbstractItemModelTester tester(&w.workspace->rooms(),
                                          QAbstractItemModelTester::FailureReportingMode::QtTest);
    QCOMPARE(shown(), list({"attic", "general", "kitchen", "zoo"}));
    const std::vector<std::pair<const char*, QStringList>> names{
        {"zzz", list({"attic", "general", "zoo", "zzz"})},
        {"aaa", list({"aaa", "attic", "general", "zoo"})},
        {"b", list({"attic", "b", "general", "zoo"})},
        {"c", list({"attic", "c", "general", "zoo"})},
        {"kitchen", list({"attic", "general", "kitchen", "zoo"})},
    };
    const char* before = "kitchen";
    for (const auto& [name, all] : names) {
        Admin{w.world}.rename(std::exchange(before, name), name);
        w.settle();
        QCOMPARE(shown(), all);
        QCOMPARE(rooms->currentIndex().data().toString(), QString::fromLatin1(name)); // still the one that is open
        QCOMPARE(w.nameOfRoom(), QStringLiteral("# ") + QString::fromLatin1(name));
    }
}

void RoomNamesTest::linksByIdFindARenamedRoom()
{
    Renaming w;
    w.tom.client.join(named("attic"));
    w.settle();
    const RoomId attic = w.tom.idOf(named("attic"));
    Admin{w.world}.rename("attic", "loft");
    w.settle();
    w.workspace->go(attic); // which she is no member of
    QVERIFY(w.workspace->pane().room().isEmpty());
    w.settle();
    QCOMPARE(w.nameOfRoom(), QStringLiteral("# loft"));
    w.workspace->go(named("general"));
    w.workspace->go(attic);
    QCOMPARE(w.nameOfRoom(), QStringLiteral("# loft"));
    // The former name is another room's to have.
    w.workspace->go(named("attic"));
    w.settle();
    QCOMPARE(w.nameOfRoom(), QStringLiteral("# attic"));
    QVERIFY(w.workspace->pane().room() != attic);
}

void RoomNamesTest::aRoomThatCannotBeJoinedById()
{
    Renaming w;
    w.workspace->go(RoomId("2d6c9f1e-8a47-4b0d-93e5-7f1a0c4b6e21"));
    QCOMPARE(w.find<QLabel>("empty")->text(), QStringLiteral("Joining the room…"));
    w.settle();
    QCOMPARE(w.dialogs.told.size(), 1);
    QVERIFY(w.dialogs.told[0].startsWith(QStringLiteral("The room cannot be joined: ")));
    QCOMPARE(w.find<QLabel>("empty")->text(), QStringLiteral("Choose a room."));
}

void RoomNamesTest::aLinkMakesARoomOnlyIfThatIsWanted()
{
    Renaming w;
    w.tom.client.join(named("attic"));
    w.settle();
    w.workspace->go(named("Attic"), 0, IfMissing::Refuse);
    w.settle();
    QCOMPARE(w.nameOfRoom(), QStringLiteral("# attic"));
    QVERIFY(w.dialogs.asked.empty());

    w.dialogs.agrees = false;
    w.workspace->go(named("unknwon"), 0, IfMissing::Refuse);
    w.settle();
    QCOMPARE(w.dialogs.asked.size(), size_t(1));
    QVERIFY(w.dialogs.asked[0].title.contains(QStringLiteral("unknwon")));
    QVERIFY(w.idOf(named("unknwon")).isEmpty());
    QCOMPARE(w.find<QLabel>("empty")->text(), QStringLiteral("Choose a room."));

    w.dialogs.agrees = true;
    w.workspace->go(named("unknwon"), 0, IfMissing::Refuse);
    w.settle();
    QCOMPARE(w.nameOfRoom(), QStringLiteral("# unknwon"));
    QVERIFY(w.dialogs.told.isEmpty());
}

void RoomNamesTest::whatWasNotSentIsShownWhenARoomIsDeleted()
{
    Renaming w;
    w.write(QStringLiteral("sent"));
    w.line->setAccept({});
    w.line->sever();
    w.settle();
    w.write(QStringLiteral("waits for the connection"));
    w.composer().field().insertPlainText(QStringLiteral("half a sent"));
    Admin{w.world}.remove("general");
    w.settle();
    w.line->setAccept([&w](std::unique_ptr<Link> link) { w.world.server->add(std::move(link)); });
    w.account->client().connection().reconnectNow();
    w.pass(5'000);
    QVERIFY(w.account->client().state().rooms.empty());
    QVERIFY(w.nameOfRoom().isEmpty());
    QCOMPARE(w.dialogs.told.size(), 1);
    const QString told = w.dialogs.told[0];
    QVERIFY(told.startsWith(QStringLiteral("“general” was deleted: ")));
    QVERIFY(told.contains(QStringLiteral("waits for the connection")) && told.contains(QStringLiteral("half a sent")));
    QVERIFY(!told.contains(QStringLiteral("\nsent\n")));
}

void RoomNamesTest::manyDeletedRoomsShareAMessage()
{
    Renaming w;
    for (const char* name : {"attic", "kitchen"}) {
        w.workspace->go(named(name));
        w.settle();
    }
    w.workspace->go(named("general"));
    for (const char* name : {"attic", "kitchen"})
        Admin{w.world}.remove(name);
    w.pass(5'000);
    QCOMPARE(w.dialogs.told, list({"2 rooms were deleted: attic\nkitchen"}));
    QCOMPARE(w.nameOfRoom(), QStringLiteral("# general"));
}

/// Another room opens by itself, from inside the news, when what the view shows is gone already.
void RoomNamesTest::goneWhileItIsRead()
{
    Renaming w;
    w.workspace->go(named("attic"));
    w.settle();
    w.workspace->go(named("general"));
    for (int i = 0; i < 60; ++i)
        w.tom.say(QStringLiteral("message %1").arg(i));
    w.settle();
    QTest::keyClick(&w.view(), Qt::Key_PageUp);
    w.settle();
    QVERIFY(!w.view().position().isAtEnd());
    Admin{w.world}.remove("general");
    w.settle();
    QVERIFY(w.idOf(named("general")).isEmpty());
    w.workspace->go(named("attic"));
    w.settle();
    QCOMPARE(w.nameOfRoom(), QStringLiteral("# attic"));
}

void RoomNamesTest::linksToThisServerAreFollowedHere()
{
    Pair w;
    w.tom.client.join(*RoomName::parse(u"attic"));
    w.settle();
    Q_EMIT w.view().linkActivated(QStringLiteral("http://127.0.0.1:3001/#/attic"));
    w.settle();
    QCOMPARE(w.nameOfRoom(), QStringLiteral("# attic"));
    w.dialogs.agrees = false;
    Q_EMIT w.view().linkActivated(QStringLiteral("http://127.0.0.1:3001/#/unknwon"));
    w.settle();
    QCOMPARE(w.dialogs.asked.size(), size_t(1)); // whether to create it
    QVERIFY(w.idOf(*RoomName::parse(u"unknwon")).isEmpty());
}

} // namespace parlance::test

PARLANCE_SUITE(roomnames, parlance::test::RoomNamesTest)
#include "roomnames_test.moc"
