#include "handlers/ending.h"
#include "storage/surplus.h"
#include "support/frames.h"
#include "support/servercore.h"
#include "support/suite.h"

#include <QTest>

namespace parlance {

using test::member;
using test::ServerCore;
using test::TestPeer;

/// What becomes of those whom the store takes out because strangers have made too much.
class SweptTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void whoIsSweptOutMayStillSpeak();
    void whoIsSweptOutIsStillInTheRoom();
    void whoLeavesWhileTheirMessageIsWrittenIsNoMember();
    void aSweptRoomEndsForThoseInIt();
    void aJoinThatARoomsEndOvertakesFindsNoRoom();
};

namespace {

/// Ann enters general from an address that has made as many members as there may be, and is swept out at once, while
/// she is in the room. Returns her welcome.
QByteArray enterAndBeSweptOut(ServerCore& core, TestPeer& ann)
{
    const RoomId elsewhere("elsewhere");
    core.store->makeRoom({elsewhere, *RoomName::parse(u"elsewhere"), {}, {}}, [](auto) {});
    for (size_t i = 0; i < mostSilentMemberships; ++i) {
        core.store->saveMember(elsewhere, {UserId("stranger " + QByteArray::number(i)), QStringLiteral("g"), 0, 0},
                               QStringLiteral("192.0.2.99"));
    }
    const QByteArray welcome = ann.enter("ann", "general");
    core.settle();
    ann.take();
    return welcome;
}

} // namespace

/// Strangers from the same address push the newest of them out, however they came in.
void SweptTest::whoIsSweptOutMayStillSpeak()
{
    ServerCore core;
    TestPeer& bob = core.connect(QStringLiteral("192.0.2.2"));
    bob.enter("bob", "general");
    TestPeer& ann = core.connect(QStringLiteral("192.0.2.99"));
    const QByteArray welcome = enterAndBeSweptOut(core, ann);
    const UserId user(member(welcome, "userId").toLatin1());
    QVERIFY(!core.rooms.find(core.room("general"))->isMember(user));
    bob.take();
    ann.inject(R"({"type":"message","room":"#general","text":"hi","nonce":"1"})");
    ann.expect(R"({"type":"message","text":"hi","...":true})");
    bob.expect(R"({"type":"message","text":"hi","...":true})");
    core.store->saveMember(RoomId("elsewhere"), {UserId("one more"), QStringLiteral("g"), 0, 0},
                           QStringLiteral("192.0.2.99")); // the newest stranger goes now, not an author
    core.settle();
    QVERIFY(core.rooms.find(core.room("general"))->isMember(user));
    ann.vanish();
    TestPeer& again = core.connect();
    again.inject(R"({"type":"hello","protocol":2,"client":"test","token":")" + member(welcome, "token").toLatin1() +
                 R"("})");
    again.expect(R"({"type":"welcome","rooms":[{"room":"#general","...":true}],"...":true})");
}

void SweptTest::whoIsSweptOutIsStillInTheRoom()
{
    ServerCore core;
    core.connect().enter("bob", "general");
    TestPeer& ann = core.connect(QStringLiteral("192.0.2.99"));
    const UserId user(member(enterAndBeSweptOut(core, ann), "userId").toLatin1());
    // What the store refuses makes nobody a member.
    ann.inject(R"({"type":"edit","room":"#general","id":"none","text":"x","nonce":"1"})");
    ann.expect(R"({"type":"error","code":"not_found","field":"id","message":"*","nonce":"1"})");
    QVERIFY(!core.rooms.find(core.room("general"))->isMember(user));
    ann.inject(R"({"type":"history","room":"#general","ref":"h"})");
    ann.expect(R"({"type":"history","ref":"h","...":true})");
    ann.inject(R"({"type":"leave","room":"#general","ref":"l"})");
    ann.expect(R"({"type":"ok","ref":"l"})");
    QVERIFY(core.attendance.roomsOf(1).size() == 1 && core.attendance.roomsOf(2).empty());
    ann.inject(R"({"type":"history","room":"#general","ref":"h"})");
    ann.expect(R"({"type":"error","code":"not_joined","message":"*","ref":"h"})");
}

void SweptTest::whoLeavesWhileTheirMessageIsWrittenIsNoMember()
{
    ServerCore core;
    core.connect().enter("bob", "general");
    TestPeer& ann = core.connect();
    const QByteArray welcome = ann.enter("ann", "general");
    TestPeer& phone = core.connect();
    phone.inject(R"({"type":"hello","protocol":2,"client":"test","token":")" + member(welcome, "token").toLatin1() +
                 R"("})");
    phone.expect(R"({"type":"welcome","...":true})");
    ann.take();
    phone.take();
    ann.inject(R"({"type":"message","room":"#general","text":"bye","nonce":"1"})");
    phone.inject(R"({"type":"leave","room":"#general","ref":"l"})"); // before the store has answered
    phone.expect(R"({"type":"ok","ref":"l"})");
    const UserId user(member(welcome, "userId").toLatin1());
    QVERIFY(!core.rooms.find(core.room("general"))->isMember(user));
    TestPeer& again = core.connect();
    again.inject(R"({"type":"hello","protocol":2,"client":"test","token":")" + member(welcome, "token").toLatin1() +
                 R"("})");
    again.expect(R"({"type":"welcome","rooms":[],"...":true})");
}

void SweptTest::aSweptRoomEndsForThoseInIt()
{
    ServerCore core;
    const auto make = [&core](int i, const QString& address) {
        const QByteArray name = "room " + QByteArray::number(i);
        core.store->makeRoom({RoomId(name), *RoomName::parse(QString::fromLatin1(name)), {}, address}, [](auto) {});
    };
    const int most = int(mostEmptyRooms);
    for (int i = 1; i < most; ++i)
        make(i, QStringLiteral("192.0.2.99"));
    TestPeer& ann = core.connect(QStringLiteral("192.0.2.99"));
    ann.enter("ann", "mine");
    TestPeer& plain = core.connect(QStringLiteral("192.0.2.99"));
    plain.joinPlain("old", "mine");
    core.settle();
    const RoomId mine = core.room("mine");
    core.pass(1'000);
    ann.take();
    make(most, QStringLiteral("192.0.2.1")); // one too many, and not the newest of the address that holds the most
    ann.expect(R"({"type":"room_left","room":"#mine","reason":"deleted"})");
    QVERIFY(!ann.closedWith);
    QVERIFY(plain.closedWith == CloseCode::RoomEnded); // has no other way to know
    QCOMPARE(core.rooms.find(mine), nullptr);
    // For the address that holds the most, a new room is gone before it is entered. The client must keep asking.
    ann.inject(R"({"type":"join","name":"mine","ref":"j"})");
    ann.expect(R"({"type":"error","code":"busy","message":"*","ref":"j","retryAfter":1000})");
}

/// The past was being read when the room ended. The answer is not_found, not not_joined.
void SweptTest::aJoinThatARoomsEndOvertakesFindsNoRoom()
{
    ServerCore core;
    TestPeer& ann = core.connect();
    ann.enter("ann", "general");
    TestPeer& bob = core.connect();
    bob.enter("bob", "lobby");
    bob.take();
    bob.inject(R"({"type":"join","room":"#general","ref":"j"})");
    handlers::roomEnded(core.services, core.room("general"));
    bob.expect(R"({"type":"room_left","room":"#general","reason":"deleted"})");
    bob.expect(R"({"type":"error","code":"not_found","field":"room","message":"*","ref":"j"})");
}

} // namespace parlance

using parlance::SweptTest;
PARLANCE_SUITE(swept, SweptTest)
#include "swept_test.moc"
