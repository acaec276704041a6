#include "client/linkworld.h"
#include "models/addresses.h"
#include "models/directorymodel.h"
#include "models/membersmodel.h"
#include "models/roomlistmodel.h"
#include "support/suite.h"

#include <QAbstractItemModelTester>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>

namespace parlance::test {

namespace {

RoomName named(const QString& name)
{
    return *RoomName::parse(name);
}

QStringList shown(const QAbstractItemModel& model)
{
    QStringList all;
    for (int row = 0; row < model.rowCount(); ++row)
        all << model.index(row, 0).data().toString();
    return all;
}

struct Kept {
    QTemporaryDir folder;
    QSettings settings{folder.filePath(QStringLiteral("p.ini")), QSettings::IniFormat};
    Preferences preferences{settings};
};

} // namespace

class ModelsTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void roomList();
    void roomListMarks();
    void nextUnreadSkipsMuted();
    void members();
    void membersWithTheSameName();
    void awayMembersWithTheSameName();
    void presenceIsUnknownWithoutAConnection();
    void membersOfACrowd();
    void directory();
    void directoryFindsPartsOfNames();
    void addressesTellServersApart();
    void preferencesAreKept();
    void linksToRoomsAndMessages();
    void longTextIsSplitBetweenWords();
};

void ModelsTest::roomList()
{
    World world;
    Person zoe(world, "zoe");
    Kept kept;
    RoomListModel model(zoe.client, kept.preferences, QStringLiteral("a"));
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    for (const char* name : {"zebra", "Apple", "banana"})
        zoe.client.join(named(QString::fromLatin1(name)));
    world.settle();
    QCOMPARE(shown(model), list({"Apple", "banana", "general", "zebra"}));
    zoe.client.leave(zoe.idOf(named(QStringLiteral("banana"))), [](const Result<Ok>&) {});
    world.settle();
    QCOMPARE(shown(model), list({"Apple", "general", "zebra"}));
}

void ModelsTest::roomListMarks()
{
    World world;
    Person zoe(world, "zoe");
    Person tom(world, "tom");
    Kept kept;
    RoomListModel model(zoe.client, kept.preferences, QStringLiteral("a"));
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    tom.say(QStringLiteral("hello"));
    world.settle();
    const QModelIndex index = model.index(0);
    QCOMPARE(index.data(RoomListModel::UnreadRole).toInt(), 1);
    QVERIFY(!index.data(RoomListModel::CalledRole).toBool());
    tom.say(QStringLiteral("@zoe hello"));
    world.settle();
    QVERIFY(index.data(RoomListModel::CalledRole).toBool());
    zoe.client.markRead(zoe.here(), 2);
    QVERIFY(!index.data(RoomListModel::CalledRole).toBool());
    QCOMPARE(index.data(RoomListModel::UnreadRole).toInt(), 0);
    zoe.client.setDraft(zoe.here(), QStringLiteral("begun"));
    QVERIFY(index.data(RoomListModel::DraftRole).toBool());
    kept.preferences.setRule(QStringLiteral("a"), zoe.here(), Rule::None);
    QCOMPARE(index.data(RoomListModel::RuleRole).toInt(), int(Rule::None));
}

void ModelsTest::nextUnreadSkipsMuted()
{
    World world;
    Person zoe(world, "zoe");
    Person tom(world, "tom");
    Kept kept;
    RoomListModel model(zoe.client, kept.preferences, QStringLiteral("a"));
    for (const char* name : {"a", "b", "c", "d"}) {
        zoe.client.join(named(QString::fromLatin1(name)));
        tom.client.join(named(QString::fromLatin1(name)));
    }
    world.settle();
    for (const char* name : {"b", "c"})
        QVERIFY(tom.client.say(tom.idOf(named(QString::fromLatin1(name))), QStringLiteral("x")));
    world.settle();
    QCOMPARE(model.nextUnread(0, 1), 1);
    QCOMPARE(model.nextUnread(0, -1), 2);
    kept.preferences.setRule(QStringLiteral("a"), zoe.idOf(named(QStringLiteral("b"))), Rule::None);
    QCOMPARE(model.nextUnread(0, 1), 2);
    QCOMPARE(model.nextUnread(2, 1), -1);
}

void ModelsTest::members()
{
    World world;
    Person zoe(world, "zoe");
    MembersModel model(zoe.client);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setRoom(zoe.here());
    world.settle();
    QCOMPARE(shown(model).mid(1), list({"zoe"}));
    {
        const Person tom(world, "tom");
        world.pass(1'000);
        QCOMPARE(shown(model).mid(1), list({"tom", "zoe"}));
    }
    world.pass(1'000);
    model.refresh();
    world.settle();
    QCOMPARE(shown(model).mid(1, 1), list({"zoe"}));
    zoe.client.connection().ask<UserRenamed>(Rename{*UserName::parse(u"adele"), {}}, [](const Result<UserRenamed>&) {});
    world.pass(1'000);
    QCOMPARE(shown(model).mid(1, 1), list({"adele"}));
    model.setRoom({});
    QCOMPARE(model.rowCount(), 0);
}

void ModelsTest::membersWithTheSameName()
{
    World world;
    Person zoe(world, "zoe");
    const Person other(world, "Zoe");
    world.pass(1'000);
    MembersModel model(zoe.client);
    model.setRoom(zoe.here());
    QCOMPARE(model.index(1).data(MembersModel::TagRole).toString().size(), 4);
    QVERIFY(model.index(1).data(MembersModel::TagRole) != model.index(2).data(MembersModel::TagRole));
}

void ModelsTest::awayMembersWithTheSameName()
{
    World world;
    Person zoe(world, "zoe");
    MembersModel model(zoe.client);
    for (const char* name : {"Ann", "ann", "bob"}) {
        const Person gone(world, name);
        world.pass(1'000);
    }
    world.pass(1'000);
    model.setRoom(zoe.here());
    world.settle();
    QCOMPARE(model.rowCount(), 6); // both headings, zoe, and three who are away
    std::map<QString, QStringList> tags;
    for (int row = 0; row < model.rowCount(); ++row)
        tags[model.index(row).data().toString().toLower()] << model.index(row).data(MembersModel::TagRole).toString();
    QCOMPARE(tags[QStringLiteral("ann")].size(), 2);
    QVERIFY(!tags[QStringLiteral("ann")][0].isEmpty() &&
            tags[QStringLiteral("ann")][0] != tags[QStringLiteral("ann")][1]);
    QCOMPARE(tags[QStringLiteral("bob")], QStringList{QString()});
    QCOMPARE(tags[QStringLiteral("zoe")], QStringList{QString()});
}

void ModelsTest::presenceIsUnknownWithoutAConnection()
{
    World world;
    Person zoe(world, "zoe");
    const Person tom(world, "tom");
    world.pass(1'000);
    MembersModel model(zoe.client);
    model.setRoom(zoe.here());
    world.settle();
    QCOMPARE(shown(model), (QStringList{QStringLiteral("Here now · 2"), QStringLiteral("tom"), QStringLiteral("zoe")}));
    QVERIFY(model.index(1).data(MembersModel::PresentRole).toBool());
    QCOMPARE(model.index(1).data(Qt::AccessibleTextRole).toString(), QStringLiteral("tom, here now"));
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    zoe.line.sever();
    world.settle();
    QVERIFY(changed.size() > 0);
    QCOMPARE(shown(model),
             (QStringList{QStringLiteral("Last seen here · 2"), QStringLiteral("tom"), QStringLiteral("zoe")}));
    for (const int row : {1, 2})
        QVERIFY(!model.index(row).data(MembersModel::PresentRole).toBool());
    QCOMPARE(model.index(1).data(Qt::AccessibleTextRole).toString(), QStringLiteral("tom, status unknown"));
    world.pass(10'000);
    QCOMPARE(shown(model), (QStringList{QStringLiteral("Here now · 2"), QStringLiteral("tom"), QStringLiteral("zoe")}));
    QVERIFY(model.index(1).data(MembersModel::PresentRole).toBool());
}

/// The server tells only a part of who is in a crowd; its list of members tells the rest, page by page.
void ModelsTest::membersOfACrowd()
{
    constexpr int people = 230;
    World world;
    Person zoe(world, "zoe");
    std::vector<std::unique_ptr<Person>> crowd;
    crowd.reserve(people);
    for (int i = 0; i < people; ++i)
        crowd.push_back(std::make_unique<Person>(world, QStringLiteral("p%1").arg(i).toLatin1().constData()));
    world.pass(5'000);
    MembersModel model(zoe.client);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setRoom(zoe.here());
    world.settle();
    while (model.canFetchMore({})) {
        model.fetchMore({});
        world.settle();
    }
    QCOMPARE(model.rowCount(), people + 2); // and zoe, and one heading: nobody is away
    QCOMPARE(model.index(0).data().toString(), QStringLiteral("Here now · %1").arg(people + 1));
}

void ModelsTest::directory()
{
    World world;
    Person zoe(world, "zoe");
    for (int i = 0; i < 70; ++i) {
        const RoomName room = named(QStringLiteral("room %1").arg(i, 2, 10, QLatin1Char('0')));
        zoe.client.join(room);
        world.settle();
        QVERIFY(zoe.client.say(zoe.idOf(room), QStringLiteral("x")));
    }
    world.settle();
    DirectoryModel model(zoe.client);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.search(QStringLiteral("ROOM"));
    world.settle();
    while (model.canFetchMore({})) {
        model.fetchMore({});
        world.settle();
    }
    QCOMPARE(model.rowCount(), 70);
    QVERIFY(model.index(0).data(DirectoryModel::MemberRole).toBool());
    model.search(QStringLiteral("room 1"));
    world.settle();
    QCOMPARE(model.rowCount(), 10);
    model.search(QStringLiteral("nothing"));
    world.settle();
    QCOMPARE(model.rowCount(), 0);
}

void ModelsTest::directoryFindsPartsOfNames()
{
    World world;
    Person zoe(world, "zoe");
    Person tom(world, "tom"); // one connection may be in a hundred rooms
    for (int i = 0; i < 120; ++i)
        (i % 2 ? zoe : tom).client.join(named(QStringLiteral("a%1").arg(i, 3, 10, QLatin1Char('0'))));
    for (const char* name : {"design", "ui Design", "zz des", "Äpfel"})
        zoe.client.join(named(QString::fromUtf8(name)));
    world.pass(20'000);
    DirectoryModel model(zoe.client);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    const QSignalSpy loaded(&model, &DirectoryModel::loaded);
    model.search(QStringLiteral("des"));
    world.settle();
    QVERIFY(!loaded.isEmpty());
    QCOMPARE(shown(model), list({"design", "ui Design", "zz des"}));
    QCOMPARE(model.bestRow(), 0);
    model.search(QStringLiteral("UI DESIGN"));
    world.settle();
    QCOMPARE(model.bestRow(), 0);
    model.search(QStringLiteral("äpf"));
    world.settle();
    QCOMPARE(shown(model), QStringList{QStringLiteral("Äpfel")});
    model.search(QStringLiteral("\u00c4P"));
    world.settle();
    QCOMPARE(shown(model), QStringList{QStringLiteral("Äpfel")});
    zoe.client.join(named(QStringLiteral("a stra\u00dfe")));
    zoe.client.join(named(QStringLiteral("stra\u00dfe")));
    world.settle();
    model.search(QStringLiteral("STRASSE"));
    world.settle();
    QCOMPARE(shown(model), (QStringList{QStringLiteral("a straße"), QStringLiteral("straße")}));
    QCOMPARE(model.bestRow(), 1); // of the very name, as names are compared
    // Qt would take more than an hour to put these marks in order.
    model.search(u'a' + QString(500'000, u'\u0301') + QString(500'000, u'\u0323'));
    world.settle();
    QCOMPARE(shown(model), QStringList());
    model.search(QStringLiteral("nothing of the kind"));
    world.settle();
    QCOMPARE(model.bestRow(), -1);
}

void ModelsTest::addressesTellServersApart()
{
    const auto address = [](const char* url) { return addressOf(QUrl(QString::fromLatin1(url))); };
    QCOMPARE(address("wss://chat.example.org/ws"), QStringLiteral("chat.example.org"));
    QCOMPARE(address("wss://chat.example.org:8443/ws"), QStringLiteral("chat.example.org:8443"));
    QCOMPARE(address("wss://example.org/chat/ws"), QStringLiteral("example.org/chat"));
    QCOMPARE(address("ws://[::1]:3001/ws"), QStringLiteral("[::1]:3001"));
}

void ModelsTest::preferencesAreKept()
{
    Kept kept;
    AccountInfo info;
    info.id = QStringLiteral("x1");
    info.url = QUrl(QStringLiteral("wss://chat.example.org/ws"));
    info.name = *UserName::parse(u"Zoë");
    info.room = RoomId("a/b \\ c"); // a server may make ids of any such signs
    info.roomName = named(QStringLiteral("a/b \\ c"));
    kept.preferences.save(info);
    kept.preferences.setRule(info.id, info.room, Rule::All);
    kept.preferences.set(Preferences::Switch::Sound, false);
    kept.preferences.setScheme(Preferences::Scheme::Dark);
    kept.settings.sync();
    QSettings file(kept.settings.fileName(), QSettings::IniFormat);
    const Preferences again(file);
    QCOMPARE(again.accounts().size(), 1);
    QCOMPARE(again.accounts()[0].url, info.url);
    QCOMPARE(again.accounts()[0].name, info.name);
    QCOMPARE(again.accounts()[0].room, info.room);
    QCOMPARE(again.accounts()[0].roomName, info.roomName);
    QCOMPARE(again.rule(info.id, info.room), Rule::All);
    QCOMPARE(again.rule(info.id, RoomId("another")), Rule::Mentions);
    QVERIFY(!again.isOn(Preferences::Switch::Sound));
    QCOMPARE(again.scheme(), Preferences::Scheme::Dark);
    kept.preferences.forget(info.id);
    QVERIFY(kept.preferences.accounts().isEmpty());
    QCOMPARE(kept.preferences.rule(info.id, info.room), Rule::Mentions);
}

void ModelsTest::linksToRoomsAndMessages()
{
    const RoomName room = named(QStringLiteral("a/b ü"));
    QCOMPARE(roomLink(QUrl(QStringLiteral("wss://example.org/ws")), room),
             QStringLiteral("https://example.org/#/a%2Fb%20%C3%BC"));
    QCOMPARE(messageLink(QUrl(QStringLiteral("ws://127.0.0.1:3001/chat/ws")), RoomId("a-1"), 42),
             QStringLiteral("http://127.0.0.1:3001/chat/#/r/a-1/42"));
}

void ModelsTest::longTextIsSplitBetweenWords()
{
    const QString words = QStringLiteral("word ").repeated(100).trimmed();
    const QStringList parts = splitText(words, 64);
    QCOMPARE(parts.join(u' '), words);
    for (const QString& part : parts)
        QVERIFY(part.size() <= 64);
    QCOMPARE(splitText(QString(130, u'x'), 64).size(), 3);
    const QString emoji = QStringLiteral("\U0001F600").repeated(40);
    for (const QString& part : splitText(emoji, 63))
        QVERIFY(part.size() % 2 == 0);
}

} // namespace parlance::test

PARLANCE_SUITE(models, parlance::test::ModelsTest)
#include "models_test.moc"
