#include "client/adminworld.h"
#include "support/suite.h"

#include <random>

namespace parlance {

using namespace parlance::client;
using namespace parlance::test;

/// An admin deletes and renames rooms while clients are in them, on their way, or away: they end with what somebody
/// sees who comes then (I5), nobody makes a room anew by coming back to it, and what cannot be sent says so (I9).
class EndedRoomsTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void deleted();
    void deletedWhileAway();
    void deletedAndMadeAnewWhileAway();
    void oneActAfterTheOther();
    void whatIsUnderWay();
    void whoIsJoining();
    void atRandom_data();
    void atRandom();
};

void EndedRoomsTest::deleted()
{
    World world;
    Person ann(world, "ann");
    Person bob(world, "bob");
    ann.client.join(lobby());
    ann.say(QStringLiteral("one"));
    world.settle();
    const RoomId room = bob.here();
    struct Deletions : ClientObserver {
        QStringList rooms;
        void roomDeleted(const RoomId&, const RoomName& name) override { rooms << name.text(); }
    } deletions;
    bob.client.add(deletions);
    remove(world, general());
    QVERIFY(ann.isOnline() && bob.isOnline());
    QCOMPARE(roomsOf(ann), list({"lobby"}));
    QVERIFY(roomsOf(bob).isEmpty());
    QCOMPARE(deletions.rooms, list({"general"}));
    QCOMPARE(roomsOf(world), list({"lobby"}));
    QVERIFY(world.server->rooms.find(room) == nullptr);
    // Whoever wants a room of that name gets one that is new.
    bob.client.join(general());
    world.settle();
    QVERIFY(bob.room().live);
    QVERIFY(bob.here() != room);
    QVERIFY(bob.room().messages.isEmpty());
    compareWithNewcomer(world, bob);
    bob.client.remove(deletions);
}

void EndedRoomsTest::deletedWhileAway()
{
    World world;
    Person ann(world, "ann");
    ann.say(QStringLiteral("one"));
    world.settle();
    goAway(ann);
    ann.say(QStringLiteral("into the void"));
    remove(world, general());
    comeBack(ann);
    QVERIFY(roomsOf(ann).isEmpty());
    QVERIFY(roomsOf(world).isEmpty());
    QCOMPARE(ann.client.outbox().entries().front().state, OutboxEntry::State::Failed);
}

void EndedRoomsTest::deletedAndMadeAnewWhileAway()
{
    World world;
    Person ann(world, "ann");
    ann.say(QStringLiteral("one"));
    world.settle();
    goAway(ann);
    ann.say(QStringLiteral("not for strangers"));
    remove(world, general());
    Person bob(world, "bob");
    bob.say(QStringLiteral("two"));
    world.settle();
    comeBack(ann);
    QVERIFY(roomsOf(ann).isEmpty()); // it is another room, which she has not joined
    ann.client.join(general());
    world.settle();
    QCOMPARE(ann.texts(), list({"two"}));
    QCOMPARE(ann.client.outbox().entries().front().state, OutboxEntry::State::Failed);
    compareWithNewcomer(world, ann);
}

/// All are asked for before the first is done: the name is another room's by the time of the last.
void EndedRoomsTest::oneActAfterTheOther()
{
    World world;
    Person ann(world, "ann");
    Person bob(world, "bob");
    bob.client.join(lobby());
    bob.say(QStringLiteral("one"));
    world.settle();
    int acts = 0;
    const auto count = [&acts](const auto& done) { acts += done ? 1 : 0; };
    Services& services = world.server->services;
    control::deleteRoom(services, general(), count);
    world.settle();
    control::renameRoom(services, lobby(), general(), count);
    world.settle();
    control::deleteRoom(services, general(), count);
    world.pass(5'000);
    QCOMPARE(acts, 3);
    QVERIFY(ann.isOnline() && bob.isOnline());
    QVERIFY(roomsOf(ann).isEmpty() && roomsOf(bob).isEmpty());
    QVERIFY(roomsOf(world).isEmpty());
}

void EndedRoomsTest::whatIsUnderWay()
{
    World world;
    Person ann(world, "ann");
    world.settle();
    const RoomId room = ann.here();
    const auto nonce = ann.client.say(room, QStringLiteral("late"));
    world.wire.settle(); // the server has it; its store has not answered
    std::optional<RoomSize> size;
    control::deleteRoom(world.server->services, general(), [&size](Result<RoomSize> was) { size = *was; });
    const auto later = ann.client.say(room, QStringLiteral("too late"));
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
    const RoomId room = ann.here();
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
    QVERIFY(world.server->rooms.find(room) == nullptr);
    for (const Person* person : {&ann, &bob})
        compareWithNewcomer(world, *person);
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
            if (const RoomId room = one.client.state().roomCalled(anyRoom()); !room.isEmpty())
                (void)one.client.say(room, QString::number(number));
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
