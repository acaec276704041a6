#include "client/adminworld.h"
#include "support/suite.h"

namespace parlance {

using namespace parlance::client;
using namespace parlance::test;

/// Rooms get other names while clients are in them or away. Nobody notices more than the name.
class RenamedRoomsTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void renamed();
    void renamedByItsOwner();
    void renamedWhileAway();
    void plainClients();
};

void RenamedRoomsTest::renamed()
{
    World world;
    Person ann(world, "ann");
    Person bob(world, "bob");
    ann.say(QStringLiteral("one"));
    bob.say(QStringLiteral("two"));
    world.settle();
    const RoomId room = ann.here();
    const LogId log = ann.room().log;
    ann.client.setDraft(room, QStringLiteral("half a sent"));
    const qsizetype frames = ann.line.transcript().size();
    rename(world, general(), lobby());
    QVERIFY(ann.isOnline() && bob.isOnline());
    QCOMPARE(ann.line.transcript().size(), frames + 1); // room_changed, and nothing that it asked for
    QCOMPARE(roomsOf(ann), list({"lobby"}));
    QCOMPARE(roomsOf(world), list({"lobby"}));
    const RoomState& state = *ann.client.state().room(room);
    QCOMPARE(state.log, log);
    QCOMPARE(state.messages.size(), size_t(2));
    QCOMPARE(state.unread(), 1); // what bob wrote is new to her still, and another name is not
    QCOMPARE(ann.client.draft(room), QStringLiteral("half a sent"));
    QVERIFY(ann.client.say(room, QStringLiteral("three")));
    world.settle();
    QCOMPARE(bob.client.state().room(room)->messages.size(), size_t(3));
    compareWithNewcomer(world, bob);
}

void RenamedRoomsTest::renamedByItsOwner()
{
    World world;
    Person ann(world, "ann");
    Person bob(world, "bob");
    QVERIFY(ann.room().isOwner && !bob.room().isOwner); // who came first has made it
    bob.client.join(lobby());
    world.settle();
    std::vector<std::optional<ErrorCode>> answers;
    const auto answer = [&answers](const Result<Ok>& done) {
        answers.push_back(done ? std::nullopt : std::optional(done.error().code));
    };
    const RoomId room = ann.here();
    bob.client.setName(room, *RoomName::parse(u"mine"), answer);
    world.settle();
    ann.client.setName(room, *RoomName::parse(u"LOBBY"), answer);
    world.settle();
    ann.client.setName(room, *RoomName::parse(u"team"), answer);
    world.settle();
    QCOMPARE(answers, (std::vector<std::optional<ErrorCode>>{ErrorCode::Forbidden, ErrorCode::NameTaken, {}}));
    QCOMPARE(roomsOf(bob), list({"lobby", "team"}));
    goAway(ann);
    ann.client.setName(room, general(), answer);
    QCOMPARE(answers.back(), std::optional(ErrorCode::Busy)); // now or not at all
}

void RenamedRoomsTest::renamedWhileAway()
{
    World world;
    Person ann(world, "ann");
    Person bob(world, "bob");
    ann.say(QStringLiteral("one"));
    world.settle();
    const RoomId room = ann.here();
    goAway(ann);
    ann.say(QStringLiteral("written meanwhile"));
    rename(world, general(), lobby());
    comeBack(ann);
    QCOMPARE(roomsOf(ann), list({"lobby"}));
    QCOMPARE(roomsOf(world), list({"lobby"}));
    QVERIFY(ann.client.outbox().entries().empty());
    QCOMPARE(bob.client.state().room(room)->messages.size(), size_t(2));
    compareWithNewcomer(world, ann);
}

/// They know rooms by their names only: whoever is in one stays, and the former name is free.
void RenamedRoomsTest::plainClients()
{
    World world;
    TestPeer& eve = world.server->connect();
    eve.joinPlain("eve", "general");
    eve.inject(R"({"type":"message","text":"hi"})");
    world.settle();
    eve.take();
    rename(world, general(), lobby());
    QVERIFY(!eve.closedWith);
    TestPeer& another = world.server->connect();
    another.inject(R"({"type":"join","username":"eve","room":"general"})");
    another.expect(R"({"type":"joined","clientId":"*","room":"general","history":[],"users":"*"})");
    QCOMPARE(roomsOf(world), list({"general", "lobby"}));
}

} // namespace parlance

using parlance::RenamedRoomsTest;
PARLANCE_SUITE(renamedrooms, RenamedRoomsTest)
#include "renamedrooms_test.moc"
