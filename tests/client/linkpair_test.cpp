#include "core/client.h"
#include "support/linkpair.h"
#include "support/servercore.h"
#include "support/suite.h"

#include <QTest>

#include <random>

namespace parlance {

using namespace parlance::client;
using namespace parlance::test;

/// The real client core against the real server core, in memory. What each does alone is tested elsewhere; here they
/// must understand each other, and nothing may be lost or doubled between them whatever the line does.
class LinkPairTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void conversation();
    void presenceTypingAndNames();
    void unreadAndReadMarks();
    void leaveAndComeBack();
    void twoDevices();
    void historyPages();
    void editsAndTopics();
    void resumeAfterABreak();
    void resumeInPages();
    void lostFrameIsFoundByTheHeartbeat();
    void lostAcknowledgement();
    void silentLine();
    void serverStarted_data();
    void serverStarted();
    void rateLimit();
    void password();
    void slowReader();
    void badLines_data();
    void badLines();
};

namespace {

RoomName general()
{
    return *RoomName::parse(u"general");
}

/// A server that can be started anew, and everybody's time, which goes forward in step with the server's.
struct World {
    Wire wire;
    ManualClock clock;
    DeadlineWheel wheel{clock};
    ServerFacts facts;
    QString password;
    std::unique_ptr<ServerCore> server;

    explicit World(qint64 messagesPerWindow = 0)
    {
        facts.newRoomsPerHour = 0;
        facts.limits.messages = messagesPerWindow;
        start();
    }

    void start() { server = std::make_unique<ServerCore>(facts, password); }

    void settle()
    {
        do {
            wire.settle();
            if (server)
                server->settle();
        } while (!wire.isQuiet());
    }

    void pass(qint64 milliseconds)
    {
        settle();
        for (qint64 left = milliseconds; left > 0; left -= DeadlineWheel::slotLength) {
            const qint64 step = std::min(left, DeadlineWheel::slotLength);
            advance(clock, wheel, step);
            if (server)
                server->pass(step);
            settle();
        }
    }
};

/// Somebody with a client.
struct Person {
    World& world;
    PairTransport line;
    Client client;

    Person(World& where, const char* name, bool start = true)
        : world(where)
        , line(where.wire, [this](std::unique_ptr<Link> link) { accept(std::move(link)); })
        , client(line, where.wheel)
    {
        Login login;
        login.client = QStringLiteral("test/1");
        login.name = *UserName::parse(QString::fromLatin1(name));
        client.join(general());
        if (start)
            client.connection().start(login);
        world.settle();
    }

    void accept(std::unique_ptr<Link> link)
    {
        if (world.server)
            world.server->add(std::move(link));
    }

    void say(const QString& text) { QVERIFY(client.say(general(), text)); }
    const RoomState& room() const { return *client.state().room(general()); }
    bool isOnline() const { return client.connection().phase() == Phase::Online; }
    const UserId& id() const { return client.state().identity.userId; }

    QStringList texts() const
    {
        QStringList all;
        for (const MessageState& message : room().messages)
            all << message.text.value_or(QStringLiteral("(deleted)"));
        return all;
    }

    QStringList names() const
    {
        QStringList all;
        for (const auto& [user, name] : room().present)
            all << name;
        all.sort();
        return all;
    }

    void fetchAll()
    {
        while (room().hasOlder() && !room().messages.isEmpty()) {
            FetchHistory request;
            request.room = general();
            request.before = room().messages.front().seq;
            bool done = false;
            client.fetchHistory(request, [&done](Result<HistoryPage> page) { done = bool(page); });
            world.settle();
            QVERIFY(done);
        }
    }
};

QStringList list(std::initializer_list<const char*> texts)
{
    QStringList all;
    for (const char* text : texts)
        all << QString::fromLatin1(text);
    return all;
}

} // namespace

void LinkPairTest::conversation()
{
    World world;
    Person ann(world, "ann");
    Person bob(world, "bob");
    QVERIFY(ann.isOnline() && bob.isOnline());
    ann.say(QStringLiteral("hi @bob"));
    bob.say(QStringLiteral("hi ann"));
    world.settle();
    QCOMPARE(ann.texts(), list({"hi @bob", "hi ann"}));
    QCOMPARE(bob.texts(), ann.texts());
    QVERIFY(ann.room().messages == bob.room().messages);
    QCOMPARE(bob.room().messages[0].mentions, std::vector{bob.id()});
    QVERIFY(ann.client.outbox().entries().empty());
    Person carl(world, "carl"); // who comes later sees the same
    QVERIFY(carl.room().messages == ann.room().messages);
}

void LinkPairTest::presenceTypingAndNames()
{
    World world;
    Person ann(world, "ann");
    Person bob(world, "bob");
    world.pass(200); // presence is gathered
    QCOMPARE(ann.names(), list({"ann", "bob"}));
    QCOMPARE(bob.names(), list({"ann", "bob"}));
    bob.client.setTyping(general(), true);
    world.settle();
    QCOMPARE(ann.room().typing.size(), size_t(1));
    QVERIFY(bob.room().typing.empty());
    world.pass(6'100); // the server ends it
    QVERIFY(ann.room().typing.empty());
    bob.client.connection().ask<UserRenamed>(Rename{*UserName::parse(u"Bob Ray"), {}}, [](Result<UserRenamed>) {});
    world.settle();
    QCOMPARE(ann.names(), list({"Bob Ray", "ann"}));
    QCOMPARE(bob.client.state().identity.username.text(), QStringLiteral("Bob Ray"));
    bob.client.connection().stop();
    world.pass(200);
    QCOMPARE(ann.names(), list({"ann"}));
}

void LinkPairTest::unreadAndReadMarks()
{
    World world;
    Person ann(world, "ann");
    Person bob(world, "bob");
    ann.say(QStringLiteral("one"));
    ann.say(QStringLiteral("two"));
    world.settle();
    QCOMPARE(ann.room().unread(), 0);
    QCOMPARE(bob.room().unread(), 2);
    bob.client.markRead(general(), 1);
    world.settle();
    bob.line.sever();
    world.pass(2'000);
    QVERIFY(bob.isOnline());
    QCOMPARE(bob.room().unread(), 1);
}

void LinkPairTest::leaveAndComeBack()
{
    World world;
    Person ann(world, "ann");
    Person bob(world, "bob");
    bob.client.leave(general(), [](Result<Ok>) {});
    world.settle();
    QVERIFY(!bob.client.state().room(general()));
    ann.say(QStringLiteral("while away"));
    world.pass(200);
    QCOMPARE(ann.names(), list({"ann"}));
    bob.client.join(general());
    world.settle();
    QCOMPARE(bob.texts(), list({"while away"}));
}

void LinkPairTest::twoDevices()
{
    World world;
    Person phone(world, "ann");
    phone.say(QStringLiteral("from the phone"));
    world.settle();
    Person desk(world, "ann", false);
    Login login;
    login.client = QStringLiteral("test/1");
    login.token = phone.client.state().identity.token;
    desk.client.connection().start(login);
    world.settle();
    QCOMPARE(desk.id(), phone.id());
    QCOMPARE(desk.texts(), list({"from the phone"}));
    desk.say(QStringLiteral("from the desk"));
    world.settle();
    QCOMPARE(phone.texts(), list({"from the phone", "from the desk"}));
    QCOMPARE(phone.room().unread(), 0);

    const RoomName other = *RoomName::parse(u"other");
    desk.client.join(other);
    world.settle();
    QVERIFY(phone.client.state().room(other)->live); // followed by itself
    desk.client.leave(other, [](Result<Ok>) {});
    world.settle();
    QVERIFY(!phone.client.state().room(other));
}

void LinkPairTest::historyPages()
{
    World world;
    Person ann(world, "ann");
    for (int i = 1; i <= 250; ++i)
        ann.say(QString::number(i));
    world.settle();
    Person bob(world, "bob");
    QVERIFY(bob.room().hasOlder());
    QVERIFY(bob.room().messages.size() < 250);
    bob.fetchAll();
    QVERIFY(bob.room().messages == ann.room().messages);
    QCOMPARE(bob.room().n, 250);
}

void LinkPairTest::editsAndTopics()
{
    World world;
    Person ann(world, "ann");
    Person bob(world, "bob");
    for (const char* text : {"one", "two", "three"})
        ann.say(QString::fromLatin1(text));
    world.settle();
    const auto idOf = [&ann](size_t row) { return ann.room().messages[row].id; };
    ann.client.connection().send(EditMessage{general(), idOf(0), QStringLiteral("uno @bob"), Nonce("e1")});
    ann.client.connection().send(DeleteMessage{general(), idOf(1), Nonce("d1")});
    ann.client.connection().send(SetTopic{general(), QStringLiteral("Numbers"), Nonce("t1")});
    bob.client.connection().send(EditMessage{general(), idOf(2), QStringLiteral("not mine"), Nonce("e2")});
    world.settle();
    QCOMPARE(bob.texts(), list({"uno @bob", "(deleted)", "three"}));
    QCOMPARE(bob.room().topic, QStringLiteral("Numbers"));
    QCOMPARE(bob.room().n, 3);
    Person carl(world, "carl");
    QCOMPARE(carl.room().topic, QStringLiteral("Numbers"));
    QVERIFY(carl.room().messages == bob.room().messages); // I5
}

void LinkPairTest::resumeAfterABreak()
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

void LinkPairTest::resumeInPages()
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

void LinkPairTest::lostFrameIsFoundByTheHeartbeat()
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

void LinkPairTest::lostAcknowledgement()
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

void LinkPairTest::silentLine()
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

void LinkPairTest::serverStarted_data()
{
    QTest::addColumn<bool>("killed");
    QTest::addRow("stopped") << false;
    QTest::addRow("killed") << true;
}

/// The memory store forgets everything: new logs, no memberships, no names. The clients bring all that back.
void LinkPairTest::serverStarted()
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
    QCOMPARE(ann.names(), list({"ann", "bob"}));
    QStringList texts = ann.texts();
    texts.sort();
    QCOMPARE(texts, list({"me too", "while it was down"}));
    QVERIFY(ann.room().messages == bob.room().messages);
}

void LinkPairTest::rateLimit()
{
    World world(3);
    Person ann(world, "ann");
    for (int i = 1; i <= 5; ++i)
        ann.say(QString::number(i));
    world.settle();
    QCOMPARE(ann.texts(), list({"1", "2", "3"}));
    QCOMPARE(ann.client.outbox().entries().front().state, OutboxEntry::State::Waiting);
    world.pass(20'000);
    QCOMPARE(ann.texts(), list({"1", "2", "3", "4", "5"}));
}

void LinkPairTest::password()
{
    World world;
    world.password = QStringLiteral("open sesame");
    world.start();
    Person ann(world, "ann");
    QCOMPARE(ann.client.connection().phase(), Phase::Refused);
    QCOMPARE(ann.client.connection().problem().code, ErrorCode::Unauthenticated);
    Login login;
    login.client = QStringLiteral("test/1");
    login.password = QStringLiteral("open sesame");
    ann.client.connection().start(login);
    world.settle();
    QVERIFY(ann.isOnline());
}

void LinkPairTest::slowReader()
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

void LinkPairTest::badLines_data()
{
    QTest::addColumn<unsigned>("seed");
    const unsigned base = qEnvironmentVariableIsSet("PARLANCE_SEED") ? qEnvironmentVariableIntValue("PARLANCE_SEED")
                                                                     : std::random_device{}();
    for (unsigned i = 0; i < 40; ++i)
        QTest::addRow("PARLANCE_SEED=%u", base + i) << base + i;
}

/// I2, I3, I5, I8 together: several people write, change and delete over lines that break, stall and lose frames. When
/// the lines are good again everybody catches up, and everything written is there once, in one order.
void LinkPairTest::badLines()
{
    QFETCH(unsigned, seed);
    std::mt19937 random(seed);
    const auto below = [&random](size_t bound) { return std::uniform_int_distribution<size_t>(0, bound - 1)(random); };
    World world;
    std::deque<Person> people;
    for (const char* name : {"ann", "bob", "carl", "dora"})
        people.emplace_back(world, name);
    QStringList written;
    for (int i = 0; i < 300; ++i) {
        Person& one = people[below(people.size())];
        switch (below(10)) {
        case 0:
            one.line.sever();
            break;
        case 1:
            one.line.lose(int(below(3)));
            break;
        case 2:
            one.line.stall(below(2) == 0);
            break;
        case 3:
            world.pass(qint64(below(3'000)));
            break;
        case 4:
            if (const auto* room = one.client.state().room(general()); room && !room->messages.isEmpty()) {
                const MessageState& target = room->messages[below(room->messages.size())];
                const Nonce nonce("e-" + QByteArray::number(i));
                one.client.connection().send(EditMessage{general(), target.id, *target.text, nonce});
            }
            break;
        case 5:
            for (size_t steps = below(30); steps > 0 && world.wire.deliverOne(); --steps) {
                if (below(4) == 0)
                    world.server->settle(); // the store answers
            }
            break;
        default:
            written << QStringLiteral("%1 %2").arg(i).arg(below(1'000));
            one.say(written.back());
        }
    }
    for (Person& one : people) {
        one.line.lose(0);
        one.line.stall(false);
    }
    world.pass(60'000); // a lost acknowledgement costs 30 s, a long back-off 30 s
    written.sort();
    Person fresh(world, "eve");
    fresh.fetchAll();
    for (Person& one : people) {
        QVERIFY(one.isOnline());
        QVERIFY(one.client.outbox().entries().empty());
        one.fetchAll();
        QVERIFY(one.room().messages == fresh.room().messages);
        QStringList texts = one.texts();
        texts.sort();
        QCOMPARE(texts, written);
    }
}

} // namespace parlance

using parlance::LinkPairTest;
PARLANCE_SUITE(linkpair, LinkPairTest)
#include "linkpair_test.moc"
