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
    QVERIFY(zoe.client.state().room(nameOf(599))->live);
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
    talk.client.prefer(roomName("room 133"));
    talk.start();
    talk.line.opens();
    talk.line.takeSent();
    talk.line.inject(welcome(rooms));
    talk.line.expect(R"({"type":"join","room":"room 133","ref":"2"})");
    size_t others = 0;
    while (!talk.line.takeSent().isEmpty())
        ++others;
    QCOMPARE(others, RoomJoins::atOnce - 1);
}

} // namespace parlance::test

PARLANCE_SUITE(joinpace, parlance::test::JoinPaceTest)
#include "joinpace_test.moc"
