#include "client/linkworld.h"
#include "control/ending.h"
#include "support/suite.h"

#include <QTest>

#include <random>

namespace parlance {

using namespace parlance::client;
using namespace parlance::test;

namespace {

RoomName lobby()
{
    return *RoomName::parse(u"lobby");
}

} // namespace

/// An admin deletes and renames rooms while clients are in them, on their way, or away: they end with what somebody
/// sees who comes then (I5), nobody makes a room anew by coming back to it, and what cannot be sent says so (I9).
class EndedRoomsTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void renamed();
    void deleted();
    void renamedWhileAway();
    void deletedWhileAway();
    void deletedAndMadeAnewWhileAway();
    void oneEndAfterTheOther();
    void whatIsUnderWay();
    void whoIsJoining();
    void plainClientsComeBackToo();
    void atRandom_data();
    void atRandom();
};

namespace {

void rename(World& world, const RoomName& room, const RoomName& to)
{
    control::renameRoom(world.server->services, room, to, [](Result<RoomSize> size) { QVERIFY(size); });
    world.settle();
}

void remove(World& world, const RoomName& room)
{
    control::deleteRoom(world.server->services, room, [](Result<RoomSize> size) { QVERIFY(size); });
    world.settle();
}

QStringList roomsOf(World& world)
{
    QStringList names;
    world.server->store->roomSizes({}, [&names](Result<RoomSizes> sizes) {
        for (const RoomSize& size : sizes->rooms)
            names << size.room.text();
    });
    world.settle();
    return names;
}

QStringList roomsOf(const Person& person)
{
    QStringList names;
    for (const auto& [name, room] : person.client.state().rooms)
        names << name.text();
    return names;
}

/// I5, for every room of the person's.
void compareWithNewcomer(World& world, const Person& person)
{
    Person newcomer(world, "newcomer", false);
    for (const auto& [name, room] : person.client.state().rooms)
        newcomer.client.join(name);
    newcomer.client.connection().start(loginOfTest());
    world.settle();
    for (const auto& [name, room] : person.client.state().rooms) {
        const RoomState* fresh = newcomer.client.state().room(name);
        QVERIFY(room.live && fresh && fresh->live);
        QCOMPARE(room.log, fresh->log);
        QCOMPARE(room.head, fresh->head);
        QCOMPARE(room.n, fresh->n);
        QCOMPARE(room.topic, fresh->topic);
        QVERIFY(room.messages == fresh->messages);
    }
}

/// The connection is gone and nobody listens.
void goAway(Person& person)
{
    person.line.setAccept({});
    person.line.sever();
    person.world.settle();
}

void comeBack(Person& person)
{
    person.line.setAccept([&person](std::unique_ptr<Link> link) { person.accept(std::move(link)); });
    person.world.pass(31'000);
    QVERIFY(person.isOnline());
}

} // namespace

void EndedRoomsTest::renamed()
{
    World world;
    Person ann(world, "ann");
    Person bob(world, "bob");
    ann.say(QStringLiteral("one"));
    bob.say(QStringLiteral("two"));
    world.settle();
    const LogId log = ann.room().log;
    rename(world, general(), lobby());
    QVERIFY(!ann.isOnline() && !bob.isOnline());
    QVERIFY(roomsOf(ann).isEmpty()); // told before it was closed
    world.pass(5'000);
    QVERIFY(ann.isOnline() && bob.isOnline());
    QCOMPARE(roomsOf(ann), list({"lobby"}));
    QCOMPARE(roomsOf(world), list({"lobby"}));
    const RoomState& room = *ann.client.state().room(lobby());
    QVERIFY(room.log != log);
    QCOMPARE(room.messages.size(), size_t(2));
    QCOMPARE(room.read, 1); // what bob wrote is new to her still
    QVERIFY(ann.client.say(lobby(), QStringLiteral("three")));
    world.pass(200);
    QCOMPARE(bob.client.state().room(lobby())->messages.size(), size_t(3));
    compareWithNewcomer(world, bob);
}

void EndedRoomsTest::deleted()
{
    World world;
    Person ann(world, "ann");
    Person bob(world, "bob");
    ann.client.join(lobby());
    ann.say(QStringLiteral("one"));
    world.settle();
    remove(world, general());
    world.pass(5'000);
    QVERIFY(ann.isOnline() && bob.isOnline());
    QCOMPARE(roomsOf(ann), list({"lobby"}));
    QVERIFY(roomsOf(bob).isEmpty());
    QCOMPARE(roomsOf(world), list({"lobby"}));
    QVERIFY(world.server->rooms.find(general()) == nullptr);
    // Whoever wants a room of that name gets one that is new.
    bob.client.join(general());
    world.settle();
    QVERIFY(bob.room().live);
    QVERIFY(bob.room().messages.isEmpty());
    compareWithNewcomer(world, bob);
}

void EndedRoomsTest::renamedWhileAway()
{
    World world;
    Person ann(world, "ann");
    Person bob(world, "bob");
    ann.say(QStringLiteral("one"));
    world.settle();
    goAway(ann);
    ann.say(QStringLiteral("into the void"));
    rename(world, general(), lobby());
    comeBack(ann);
    // It was the only room: nothing but its log tells that the server has not forgotten everything.
    QCOMPARE(roomsOf(ann), list({"lobby"}));
    QCOMPARE(roomsOf(world), list({"lobby"}));
    QCOMPARE(ann.client.outbox().entries().size(), size_t(1));
    QCOMPARE(ann.client.outbox().entries().front().state, OutboxEntry::State::Failed);
    compareWithNewcomer(world, ann);
}

void EndedRoomsTest::deletedWhileAway()
{
    World world;
    Person ann(world, "ann");
    ann.say(QStringLiteral("one"));
    world.settle();
    goAway(ann);
    remove(world, general());
    comeBack(ann);
    QVERIFY(roomsOf(ann).isEmpty());
    QVERIFY(roomsOf(world).isEmpty());
}

void EndedRoomsTest::deletedAndMadeAnewWhileAway()
{
    World world;
    Person ann(world, "ann");
    ann.say(QStringLiteral("one"));
    world.settle();
    goAway(ann);
    remove(world, general());
    Person bob(world, "bob");
    bob.say(QStringLiteral("two"));
    world.settle();
    comeBack(ann);
    QVERIFY(roomsOf(ann).isEmpty()); // it is another room, which she has not joined
    ann.client.join(general());
    world.settle();
    QCOMPARE(ann.texts(), list({"two"}));
    compareWithNewcomer(world, ann);
}

/// All are asked for before the first is done: the name is another room's by the time of the last.
void EndedRoomsTest::oneEndAfterTheOther()
{
    World world;
    Person ann(world, "ann");
    Person bob(world, "bob");
    bob.client.join(lobby());
    bob.say(QStringLiteral("one"));
    world.settle();
    int ends = 0;
    const auto count = [&ends](const Result<RoomSize>& size) { ends += size ? 1 : 0; };
    Services& services = world.server->services;
    control::deleteRoom(services, general(), count);
    control::renameRoom(services, lobby(), general(), count);
    control::deleteRoom(services, general(), count);
    world.pass(5'000);
    QCOMPARE(ends, 3);
    QVERIFY(ann.isOnline() && bob.isOnline());
    QVERIFY(roomsOf(ann).isEmpty() && roomsOf(bob).isEmpty());
    QVERIFY(roomsOf(world).isEmpty());
}

void EndedRoomsTest::whatIsUnderWay()
{
    World world;
    Person ann(world, "ann");
    world.settle();
    const auto nonce = ann.client.say(general(), QStringLiteral("late"));
    world.wire.settle(); // the server has it; its store has not answered
    std::optional<RoomSize> size;
    control::deleteRoom(world.server->services, general(), [&size](Result<RoomSize> was) { size = *was; });
    const auto later = ann.client.say(general(), QStringLiteral("too late"));
    world.wire.settle();
    world.settle();
    QCOMPARE(size->messages, 1);
    QVERIFY(!ann.client.outbox().find(*nonce)); // it was acknowledged first
    QCOMPARE(ann.client.outbox().find(*later)->state, OutboxEntry::State::Failed);
    world.pass(5'000);
    QVERIFY(ann.isOnline());
    QVERIFY(roomsOf(ann).isEmpty());
    QVERIFY(roomsOf(world).isEmpty());
}

void EndedRoomsTest::whoIsJoining()
{
    World world;
    Person ann(world, "ann");
    ann.say(QStringLiteral("one"));
    world.settle();
    // The room is in memory, and the store has not been asked for its messages yet, or has answered already.
    Person bob(world, "bob", false);
    bob.client.connection().start(loginOfTest());
    world.wire.settle();
    TestPeer& plain = world.server->connect();
    plain.inject(R"({"type":"join","username":"eve","room":"general"})");
    remove(world, general());
    QCOMPARE(plain.closedWith, std::optional(CloseCode::RoomEnded));
    world.pass(5'000);
    QVERIFY(ann.isOnline() && bob.isOnline());
    QVERIFY(roomsOf(ann).isEmpty());
    QVERIFY(roomsOf(bob).isEmpty());
    QVERIFY(world.server->rooms.find(general()) == nullptr);
    QVERIFY(roomsOf(world).isEmpty());
}

void EndedRoomsTest::plainClientsComeBackToo()
{
    World world;
    TestPeer& eve = world.server->connect();
    eve.joinPlain("eve", "general");
    eve.inject(R"({"type":"message","text":"hi"})");
    world.settle();
    eve.take();
    rename(world, general(), lobby());
    QCOMPARE(eve.closedWith, std::optional(CloseCode::RoomEnded));
    // They know rooms by their names only: it is made anew.
    TestPeer& again = world.server->connect();
    again.inject(R"({"type":"join","username":"eve","room":"general"})");
    again.expect(R"({"type":"joined","clientId":"*","room":"general","history":[],"users":"*"})");
    QCOMPARE(roomsOf(world), list({"general", "lobby"}));
}

void EndedRoomsTest::atRandom_data()
{
    QTest::addColumn<unsigned>("seed");
    const unsigned base = qEnvironmentVariableIsSet("PARLANCE_SEED") ? qEnvironmentVariableIntValue("PARLANCE_SEED")
                                                                     : std::random_device{}();
    for (unsigned i = 0; i < 30; ++i)
        QTest::addRow("PARLANCE_SEED=%u", base + i) << base + i;
}

namespace {

/// People write, come and go while an admin cannot make up his mind.
struct Reorganisation {
    std::mt19937 random;
    World world;
    std::deque<Person> people;

    explicit Reorganisation(unsigned seed)
        : random(seed)
    {
        for (const char* name : {"ann", "bob", "carl"})
            people.emplace_back(world, name);
    }

    size_t below(size_t bound) { return std::uniform_int_distribution<size_t>(0, bound - 1)(random); }

    RoomName anyRoom() { return *RoomName::parse(QStringLiteral("room %1").arg(below(3))); }

    void happen(int number)
    {
        Person& one = people[below(people.size())];
        switch (below(12)) {
        case 0:
            return one.line.sever();
        case 1:
            return one.client.join(anyRoom());
        case 2:
            return world.pass(qint64(below(3'000)));
        case 3:
            return control::renameRoom(world.server->services, anyRoom(), anyRoom(), [](const auto&) {});
        case 4:
            return control::deleteRoom(world.server->services, anyRoom(), [](const auto&) {});
        case 5:
        case 6:
            for (size_t steps = below(30); steps > 0 && world.wire.deliverOne(); --steps) {
                if (below(4) == 0)
                    world.server->settle(); // the store answers
            }
            return;
        default:
            (void)one.client.say(anyRoom(), QString::number(number));
        }
    }
};

} // namespace

void EndedRoomsTest::atRandom()
{
    QFETCH(unsigned, seed);
    Reorganisation day(seed);
    for (int number = 0; number < 150; ++number)
        day.happen(number);
    day.world.pass(60'000);
    for (const Person& one : day.people) {
        QVERIFY(one.isOnline());
        for (const OutboxEntry& entry : one.client.outbox().entries()) {
            // Where nobody is in the room it waits for who joins.
            const bool isMember = one.client.state().room(entry.room) != nullptr;
            QVERIFY(entry.state == OutboxEntry::State::Failed || !isMember);
        }
        compareWithNewcomer(day.world, one);
    }
}

} // namespace parlance

using parlance::EndedRoomsTest;
PARLANCE_SUITE(endedrooms, EndedRoomsTest)
#include "endedrooms_test.moc"
