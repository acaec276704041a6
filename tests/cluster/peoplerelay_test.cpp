#include "cluster/onlooker.h"
#include "control/roomacts.h"
#include "handlers/ending.h"
#include "support/suite.h"

#include <QTest>

namespace parlance {

using namespace parlance::test;

/// Who is present on one node is present on all, to clients of both dialects.
class PeopleRelayTest final : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void whoIsOnOneNodeIsSeenOnAll();
    void onWhateverNodesSomebodyIsThereOnce();
    void aRoomThatIsLoadedLaterHasThem();
    void theyKeepNoRoomInMemory();
    void aRoomOfTheSameNameDoesNotHaveThem();
    void aLeaveIsALeave();
    void whoseConnectionsEndWasSeenThen();
    void aNewNameIsShown();
    void aNewNameOutlivesTheRoomInMemory();
    void whoComesUnderANewNameHasIt();
};

namespace {

qint64 countedIn(Nodes& nodes, int node, const RoomId& room)
{
    return nodes[node].rooms.presentIn(room);
}

} // namespace

void PeopleRelayTest::whoIsOnOneNodeIsSeenOnAll()
{
    Nodes nodes(3);
    Onlooker ann(nodes, 0);
    ann.greet("ann");
    ann.join("general");
    Onlooker old(nodes, 1);
    old.joinPlain("old", "general");
    Onlooker bob(nodes, 2);
    bob.greet("bob");
    bob.join("general");
    nodes.pass(200);
    for (Onlooker* client : {&ann, &old, &bob})
        QCOMPARE(client->sees(), names({"ann", "bob", "old"}));
    bob.vanish();
    nodes.pass(200);
    QCOMPARE(ann.sees(), names({"ann", "old"}));
    QCOMPARE(old.sees(), names({"ann", "old"}));
    old.joinPlain("old", "elsewhere");
    nodes.pass(200);
    QCOMPARE(ann.sees(), names({"ann"}));
}

void PeopleRelayTest::onWhateverNodesSomebodyIsThereOnce()
{
    Nodes nodes(3);
    Onlooker watcher(nodes, 2);
    watcher.greet("watcher");
    watcher.join("general");
    Onlooker first(nodes, 0);
    first.greet("ann");
    first.join("general");
    Onlooker second(nodes, 1);
    second.greet("ann", first.token());
    second.join("general");
    Onlooker third(nodes, 2);
    third.greet("ann", first.token());
    third.join("general");
    nodes.pass(200);
    QCOMPARE(number(watcher.told("presence").back(), "userCount"), 2);
    for (Onlooker* client : {&first, &third}) {
        client->vanish();
        nodes.pass(200);
        QVERIFY(watcher.told("presence").empty());
    }
    QCOMPARE(watcher.sees(), names({"ann", "watcher"}));
    second.vanish();
    nodes.pass(200);
    QCOMPARE(watcher.sees(), names({"watcher"}));
}

void PeopleRelayTest::aRoomThatIsLoadedLaterHasThem()
{
    Nodes nodes(2);
    Onlooker ann(nodes, 0);
    ann.greet("ann");
    ann.join("general");
    const RoomId room = nodes[0].room("general");
    Onlooker bob(nodes, 1);
    bob.greet("bob");
    QVERIFY(!nodes[1].rooms.find(room));
    bob.say(R"({"type":"rooms"})");
    QVERIFY(bob.told("rooms").at(0).contains(R"("userCount":1)"));
    bob.join("general");
    QVERIFY(bob.told("joined").at(0).contains(R"("username":"ann")"));
    QCOMPARE(bob.sees(), names({"ann", "bob"}));
    nodes.pass(200);
    for (const QByteArray& frame : bob.told("presence"))
        QVERIFY2(!frame.contains("\"ann\""), frame.constData()); // it has been told
    ann.vanish();
    nodes.pass(200);
    QCOMPARE(bob.sees(), names({"bob"}));
}

void PeopleRelayTest::theyKeepNoRoomInMemory()
{
    Nodes nodes(2);
    Onlooker ann(nodes, 0);
    ann.greet("ann");
    ann.join("general");
    const RoomId room = nodes[0].room("general");
    Onlooker bob(nodes, 1);
    bob.greet("bob");
    bob.join("general");
    bob.vanish();
    nodes.pass(Rooms::lingerTime + 1'000);
    QVERIFY(!nodes[1].rooms.find(room));
    QCOMPARE(countedIn(nodes, 1, room), 1);
    Onlooker carl(nodes, 1);
    carl.joinPlain("carl", "general");
    QCOMPARE(carl.sees(), names({"ann", "carl"}));
}

void PeopleRelayTest::aRoomOfTheSameNameDoesNotHaveThem()
{
    Nodes nodes(2);
    Onlooker ann(nodes, 0);
    ann.greet("ann");
    ann.join("general");
    Onlooker bob(nodes, 1);
    bob.greet("bob");
    bob.join("general");
    const RoomId former = nodes[0].room("general");
    nodes.bus(0).isCut = true; // the other node hears later of who left
    control::deleteRoom(nodes[0].services, *RoomName::parse(u"general"), [](const Result<RoomSize>&) {});
    nodes.settle();
    handlers::roomEnded(nodes[1].services, former);
    bob.join("general");
    nodes.pass(200);
    QVERIFY(nodes[1].room("general") != former);
    QCOMPARE(bob.sees(), names({"bob"}));
    nodes.bus(0).isCut = false;
    nodes.pass(NodeStream::beatEvery + 1'000);
    ann.join("general");
    nodes.pass(200);
    QCOMPARE(bob.sees(), names({"ann", "bob"}));
    QCOMPARE(ann.sees(), names({"ann", "bob"}));
    QCOMPARE(countedIn(nodes, 0, former), 0);
    QCOMPARE(countedIn(nodes, 1, former), 0);
}

void PeopleRelayTest::aLeaveIsALeave()
{
    Nodes nodes(2);
    Onlooker ann(nodes, 0);
    ann.greet("ann");
    ann.join("general");
    Onlooker bob(nodes, 1);
    bob.greet("bob");
    bob.join("general");
    ann.say(R"({"type":"leave","room":"#general"})");
    nodes.pass(200);
    QCOMPARE(bob.sees(), names({"bob"}));
}

void PeopleRelayTest::whoseConnectionsEndWasSeenThen()
{
    Nodes nodes(2);
    Onlooker ann(nodes, 0);
    ann.greet("ann");
    ann.join("general");
    Onlooker bob(nodes, 1);
    bob.greet("bob");
    bob.join("general");
    const auto members = [&bob] {
        bob.say(R"({"type":"members","room":"#general"})");
        return bob.told("members").at(0);
    };
    QCOMPARE(members().count(R"("present":true)"), 2);
    nodes.pass(60'000);
    ann.vanish();
    nodes.settle();
    const QByteArray seen = R"("lastSeen":)" + QByteArray::number(nodes[1].clock.wall());
    QVERIFY2(members().contains(seen), seen.constData());
}

void PeopleRelayTest::aNewNameIsShown()
{
    Nodes nodes(2);
    Onlooker ann(nodes, 0);
    ann.greet("ann");
    ann.join("general");
    Onlooker bob(nodes, 1);
    bob.greet("bob");
    bob.join("general");
    Onlooker old(nodes, 1);
    old.joinPlain("old", "general");
    ann.say(R"({"type":"rename","name":"anna"})");
    nodes.pass(200);
    QCOMPARE(bob.sees(), names({"anna", "bob", "old"}));
    nodes.kill(0);
    nodes.start(0);
    nodes.pass(1'000);
    Onlooker late(nodes, 1);
    late.joinPlain("late", "general");
    QCOMPARE(late.sees(), names({"anna", "bob", "late", "old"}));
    QCOMPARE(old.sees(), names({"anna", "bob", "late", "old"}));
}

/// Somebody was renamed, perhaps on a node that they are on no more.
void PeopleRelayTest::aNewNameOutlivesTheRoomInMemory()
{
    Nodes nodes(3);
    Onlooker ann(nodes, 0);
    ann.greet("ann");
    ann.join("general");
    nodes.people(1).renamed(ann.user(), *UserName::parse(u"anna")); // which has heard of it before
    Onlooker early(nodes, 1);
    early.joinPlain("early", "general");
    QCOMPARE(early.sees(), names({"anna", "early"}));
    early.vanish();
    nodes.pass(Rooms::lingerTime + 1'000);
    for (const int node : {0, 1, 2}) {
        nodes[node].identities.renamed(ann.user(), *UserName::parse(u"anna"));
        nodes.people(node).renamed(ann.user(), *UserName::parse(u"anna"));
    }
    nodes.kill(2);
    nodes.start(2); // it is told by a whole list
    nodes.pass(1'000);
    for (const int node : {1, 2}) {
        Onlooker bob(nodes, node);
        bob.greet("bob");
        bob.join("general");
        QVERIFY(bob.sees().contains(QStringLiteral("anna")));
        QVERIFY(!bob.sees().contains(QStringLiteral("ann")));
    }
}

/// The room knows them from a node whose news of the new name has not come.
void PeopleRelayTest::whoComesUnderANewNameHasIt()
{
    Nodes nodes(2);
    Onlooker ann(nodes, 0);
    ann.greet("ann");
    ann.join("general");
    Onlooker bob(nodes, 1);
    bob.greet("bob");
    bob.join("general");
    nodes.pass(200);
    nodes.bus(1).isCut = true;
    ann.say(R"({"type":"rename","name":"anna"})");
    QCOMPARE(bob.sees(), names({"ann", "bob"}));
    Onlooker second(nodes, 1);
    second.greet("ann", ann.token());
    second.join("general");
    QCOMPARE(second.sees(), names({"anna", "bob"}));
    nodes.pass(200);
    QCOMPARE(bob.sees(), names({"anna", "bob"}));
}

} // namespace parlance

using parlance::PeopleRelayTest;
PARLANCE_SUITE(peoplerelay, PeopleRelayTest)
#include "peoplerelay_test.moc"
