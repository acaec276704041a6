#include "client/linkworld.h"
#include "support/suite.h"

#include <QTest>

#include <deque>
#include <random>

namespace parlance {

using namespace parlance::client;
using namespace parlance::test;

/// Lines that break, stall and lose frames, and servers that start anew: nothing may be lost or doubled between the two
/// cores whatever happens.
class LinkFaultsTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void resumeAfterABreak();
    void resumeInPages();
    void lostFrameIsFoundByTheHeartbeat();
    void lostAcknowledgement();
    void silentLine();
    void serverStarted_data();
    void serverStarted();
    void slowReader();
    void badLines_data();
    void badLines();
};

void LinkFaultsTest::resumeAfterABreak()
{
    World world;
    Person ann(world, "ann");
    Person bob(world, "bob");
    ann.say(QStringLiteral("one"));
    world.settle();
    bob.line.sever();
    world.settle();
    QVERIFY(!bob.isOnline());
    ann.say(QStringLiteral("two"));
    bob.say(QStringLiteral("written while away"));
    world.pass(2'000);
    QVERIFY(bob.isOnline());
    QCOMPARE(bob.texts(), list({"one", "two", "written while away"}));
    QVERIFY(bob.room().messages == ann.room().messages);
}

void LinkFaultsTest::resumeInPages()
{
    World world;
    Person ann(world, "ann");
    Person bob(world, "bob");
    bob.line.sever();
    world.settle();
    for (int i = 0; i < 400; ++i)
        ann.say(QString(1'900, u'x'));
    world.pass(2'000);
    QVERIFY(bob.isOnline());
    QCOMPARE(bob.room().messages.size(), size_t(400));
    qsizetype pages = 0;
    for (const QByteArray& frame : bob.line.transcript()) {
        pages += frame.startsWith(R"({"type":"joined")") && frame.contains(R"("more":true)") ? 1 : 0;
        QVERIFY(frame.size() <= limits::pageBytes);
    }
    QVERIFY(pages >= 2);
}

void LinkFaultsTest::lostFrameIsFoundByTheHeartbeat()
{
    World world;
    Person ann(world, "ann");
    Person bob(world, "bob");
    bob.line.lose(1);
    ann.say(QStringLiteral("one"));
    world.settle();
    QVERIFY(bob.texts().isEmpty());
    world.pass(20'100); // I8: within one heartbeat
    QCOMPARE(bob.texts(), list({"one"}));
    QVERIFY(bob.isOnline());
}

void LinkFaultsTest::lostAcknowledgement()
{
    World world;
    Person ann(world, "ann");
    ann.line.lose(1);
    ann.say(QStringLiteral("one"));
    world.settle();
    QCOMPARE(ann.client.outbox().entries().size(), size_t(1));
    ann.line.sever();
    world.pass(2'000);
    QVERIFY(ann.client.outbox().entries().empty());
    QCOMPARE(ann.texts(), list({"one"}));
    QCOMPARE(ann.room().n, 1);
}

void LinkFaultsTest::silentLine()
{
    World world;
    Person ann(world, "ann");
    ann.line.stall(true);
    world.pass(46'000);
    QVERIFY(!ann.isOnline());
    ann.line.stall(false);
    world.pass(31'000);
    QVERIFY(ann.isOnline());
    QCOMPARE(world.server->hub.count(), size_t(1));
}

void LinkFaultsTest::serverStarted_data()
{
    QTest::addColumn<bool>("killed");
    QTest::addRow("stopped") << false;
    QTest::addRow("killed") << true;
}

/// The memory store forgets everything: no rooms, no memberships, no names. The clients bring their names back. The
/// rooms are gone, as if they had been deleted, and what was written for them has failed; nobody makes them anew by
/// coming back.
void LinkFaultsTest::serverStarted()
{
    QFETCH(bool, killed);
    World world;
    Person ann(world, "ann");
    Person bob(world, "bob");
    ann.say(QStringLiteral("before"));
    world.settle();
    const UserId annBefore = ann.id();
    if (!killed)
        world.server->hub.closeAll(CloseCode::Restarting);
    world.server.reset();
    world.settle();
    QVERIFY(!ann.isOnline() && !bob.isOnline());
    ann.say(QStringLiteral("while it was down"));
    bob.say(QStringLiteral("me too"));
    world.pass(5'000);
    QVERIFY(!ann.isOnline());
    world.start();
    world.pass(31'000);
    QVERIFY(ann.isOnline() && bob.isOnline());
    QCOMPARE(ann.id(), annBefore);
    for (const Person* person : {&ann, &bob}) {
        QVERIFY(person->client.state().rooms.empty());
        QCOMPARE(person->client.outbox().entries().front().state, OutboxEntry::State::Failed);
        QCOMPARE(person->client.outbox().entries().front().problem->code, ErrorCode::NotFound);
    }
    ann.client.join(general());
    bob.client.join(general());
    world.pass(1'000); // presence is gathered
    QCOMPARE(ann.names(), list({"ann", "bob"}));
    ann.say(QStringLiteral("after"));
    world.settle();
    QCOMPARE(bob.texts(), list({"after"}));
}

void LinkFaultsTest::slowReader()
{
    World world;
    Person ann(world, "ann");
    Person bob(world, "bob");
    bob.line.stall(true);
    for (int i = 0; i < 1'000; ++i)
        ann.say(QString(2'000, u'x'));
    world.settle();
    QCOMPARE(world.server->hub.count(), size_t(1)); // bob was let go (I7)
    bob.line.stall(false);
    world.pass(2'000);
    QVERIFY(bob.isOnline());
    QVERIFY(bob.room().messages == ann.room().messages);
}

void LinkFaultsTest::badLines_data()
{
    QTest::addColumn<unsigned>("seed");
    const unsigned base = qEnvironmentVariableIsSet("PARLANCE_SEED") ? qEnvironmentVariableIntValue("PARLANCE_SEED")
                                                                     : std::random_device{}();
    for (unsigned i = 0; i < 40; ++i)
        QTest::addRow("PARLANCE_SEED=%u", base + i) << base + i;
}

namespace {

/// Several people who write and change what is written, on lines that break, stall and lose frames.
struct BadDay {
    std::mt19937 random;
    World world;
    std::deque<Person> people;
    QStringList written;

    explicit BadDay(unsigned seed)
        : random(seed)
    {
        for (const char* name : {"ann", "bob", "carl", "dora"})
            people.emplace_back(world, name);
    }

    size_t below(size_t bound) { return std::uniform_int_distribution<size_t>(0, bound - 1)(random); }

    /// One of the things that happen; `number` tells them apart.
    void happen(int number)
    {
        Person& one = people[below(people.size())];
        switch (below(10)) {
        case 0:
            return one.line.sever();
        case 1:
            return one.line.lose(int(below(3)));
        case 2:
            return one.line.stall(below(2) == 0);
        case 3:
            return world.pass(qint64(below(3'000)));
        case 4:
            return edit(one, number);
        case 5:
            return deliverSome();
        default:
            written << QStringLiteral("%1 %2").arg(number).arg(below(1'000));
            one.say(written.back());
        }
    }

    /// Changes a message into what it is, so that the texts stay comparable.
    void edit(Person& one, int number)
    {
        const RoomState* room = one.client.state().room(one.here());
        if (!room || room->messages.isEmpty())
            return;
        const MessageState& target = room->messages[below(room->messages.size())];
        const Nonce nonce("e-" + QByteArray::number(number));
        one.client.connection().send(EditMessage{one.here(), target.id, *target.text, nonce});
    }

    void deliverSome()
    {
        for (size_t steps = below(30); steps > 0 && world.wire.deliverOne(); --steps) {
            if (below(4) == 0)
                world.server->settle(); // the store answers
        }
    }

    void end()
    {
        for (Person& one : people) {
            one.line.lose(0);
            one.line.stall(false);
        }
        world.pass(60'000); // a lost acknowledgement costs 30 s, a long back-off 30 s
    }
};

} // namespace

/// I2, I3, I5, I8 together: when the lines are good again everybody catches up, and everything written is there once,
/// in one order.
void LinkFaultsTest::badLines()
{
    QFETCH(unsigned, seed);
    BadDay day(seed);
    for (int number = 0; number < 300; ++number)
        day.happen(number);
    day.end();
    day.written.sort();
    Person fresh(day.world, "eve");
    fresh.fetchAll();
    for (Person& one : day.people) {
        QVERIFY(one.isOnline());
        QVERIFY(one.client.outbox().entries().empty());
        one.fetchAll();
        QVERIFY(one.room().messages == fresh.room().messages);
        QStringList texts = one.texts();
        texts.sort();
        QCOMPARE(texts, day.written);
    }
}

} // namespace parlance

using parlance::LinkFaultsTest;
PARLANCE_SUITE(linkfaults, LinkFaultsTest)
#include "linkfaults_test.moc"
