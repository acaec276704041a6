#include "client/conversation.h"
#include "client/linkworld.h"
#include "support/suite.h"

namespace parlance::test {

/// In which order and how fast rooms are joined, where there are many.
class JoinPaceTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void moreRoomsThanMayBeJoined();
    void openRoomComesFirst();
    void membershipsComeInPages();
    void moreMissedThanIsGivenAtOnce();
};

/// Three times as many as the server lets in within a window: each comes alive, and none is asked for in vain more
/// often than there are joins at a time.
void JoinPaceTest::moreRoomsThanMayBeJoined()
{
    constexpr int rooms = 601;
    World world;
    world.facts.limits.rooms = rooms;
    world.start();
    const auto nameOf = [](int i) { return *RoomName::parse(QStringLiteral("room %1").arg(i)); };
    Person zoe(world, "zoe", false);
    zoe.client.prefer(nameOf(599));
    for (int i = 0; i + 1 < rooms; ++i)
        zoe.client.join(nameOf(i));
    zoe.client.connection().start(loginOfTest());
    world.settle();
    const auto live = [&zoe] {
        return std::ranges::count_if(zoe.client.state().rooms, [](const auto& each) { return each.second.live; });
    };
    QVERIFY(live() >= 200 && live() < rooms);
    QVERIFY(zoe.client.state().room(zoe.client.state().roomCalled(nameOf(599)))->live);
    QVERIFY(zoe.isOnline()); // what is left is only a matter of time
    world.pass(31'000);
    QCOMPARE(live(), rooms);
    qsizetype refused = 0;
    for (const QByteArray& frame : zoe.line.transcript())
        refused += frame.contains("rate_limited");
    QVERIFY2(refused > 0 && refused <= 3 * qsizetype(RoomJoins::atOnce), qPrintable(QString::number(refused)));
}

void JoinPaceTest::openRoomComesFirst()
{
    Conversation talk;
    QByteArray rooms;
    for (int i = 0; i < 40; ++i)
        rooms += (i > 0 ? "," : "") + membership(1, logA, "room " + QByteArray::number(100 + i));
    talk.client.prefer(roomName("room 133")); // which is the same, once it is listed
    talk.start();
    talk.line.opens();
    talk.line.takeSent();
    talk.line.inject(welcome(rooms));
    talk.line.expect(R"({"type":"join","room":"id-room 133","ref":"2"})");
    size_t others = 0;
    while (!talk.line.takeSent().isEmpty())
        ++others;
    QCOMPARE(others, RoomJoins::atOnce - 1);
}

/// 450 of them. A client that has none of them learns of all; one that has them forgets only what was left meanwhile.
void JoinPaceTest::membershipsComeInPages()
{
    constexpr int rooms = 450;
    World world;
    world.facts.limits.rooms = 2 * rooms;
    world.start();
    Person zoe(world, "zoe");
    for (int i = 0; i < rooms; ++i)
        zoe.client.join(*RoomName::parse(QStringLiteral("room %1").arg(i)));
    world.pass(31'000);
    const auto live = [](const Person& who) {
        return std::ranges::count_if(who.client.state().rooms, [](const auto& each) { return each.second.live; });
    };
    QCOMPARE(live(zoe), rooms + 1);
    Person phone(world, "phone", false);
    Login login = loginOfTest();
    login.token = zoe.client.state().identity.token;
    phone.client.connection().start(login);
    world.pass(31'000);
    QCOMPARE(live(phone), rooms + 1);
    zoe.line.setAccept({});
    zoe.line.sever();
    world.settle();
    const RoomId last = zoe.client.state().roomCalled(*RoomName::parse(u"room 99"));
    phone.client.leave(last, [](const Result<Ok>& left) { QVERIFY(left); });
    world.pass(11'000);
    zoe.line.setAccept([&zoe](std::unique_ptr<Link> link) { zoe.accept(std::move(link)); });
    zoe.client.connection().reconnectNow();
    world.pass(31'000);
    QVERIFY(!zoe.client.state().room(last));
    QCOMPARE(live(zoe), rooms);
}

/// A week's events in a hundred rooms, which take more bytes than the server gives at once: 60 of 6 KB here, which are
/// as many bytes as a thousand of 400. Each room comes alive with all of them, and the person is online meanwhile.
void JoinPaceTest::moreMissedThanIsGivenAtOnce()
{
    constexpr int rooms = 99;
    constexpr int missed = 60;
    World world;
    const auto nameOf = [](int i) { return *RoomName::parse(QStringLiteral("room %1").arg(i)); };
    Person zoe(world, "zoe");
    for (int i = 0; i < rooms; ++i)
        zoe.client.join(nameOf(i));
    world.pass(11'000);
    zoe.client.prefer(nameOf(rooms - 1)); // which is the one that she looks at
    zoe.line.setAccept({});
    zoe.line.sever();
    TestPeer& author = world.server->connect(QStringLiteral("198.51.100.1"));
    author.enter("author", "general");
    const QByteArray text = QStringLiteral("€").repeated(2'000).toUtf8();
    for (int i = 0; i < rooms; ++i) {
        const QByteArray name = "room " + QByteArray::number(i);
        author.inject(R"({"type":"join","name":")" + name + R"("})");
        world.settle();
        for (int n = 0; n < missed; ++n) {
            author.inject(R"({"type":"message","room":"#)" + name + R"(","text":")" + text + R"(","nonce":")" +
                          QByteArray::number(i) + '-' + QByteArray::number(n) + R"("})");
        }
        author.take();
    }
    zoe.line.setAccept([&zoe](std::unique_ptr<Link> link) { zoe.accept(std::move(link)); });
    zoe.client.connection().reconnectNow();
    world.settle();
    const auto caughtUp = [&] {
        int count = 0;
        for (int i = 0; i < rooms; ++i) {
            const RoomState* room = zoe.client.state().room(zoe.client.state().roomCalled(nameOf(i)));
            count += room->live && room->n == missed ? 1 : 0;
        }
        return count;
    };
    QVERIFY2(caughtUp() > rooms * 3 / 4 && caughtUp() < rooms, qPrintable(QString::number(caughtUp())));
    QVERIFY(zoe.isOnline());
    world.pass(15'000);
    QCOMPARE(caughtUp(), rooms);
    qsizetype refused = 0;
    for (const QByteArray& frame : zoe.line.transcript())
        refused += frame.contains("rate_limited");
    QVERIFY2(refused > 0 && refused <= 100, qPrintable(QString::number(refused)));
}

} // namespace parlance::test

PARLANCE_SUITE(joinpace, parlance::test::JoinPaceTest)
#include "joinpace_test.moc"
