#include "client/conversation.h"
#include "support/suite.h"

namespace parlance::client {

using namespace parlance::test;

/// Rooms become live and stay whole: transcripts of joining, resuming, resetting and mending holes.
class RoomsTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void join();
    void joinBeforeThereIsAConnection();
    void resumeWithNothingMissed();
    void resumePageByPage();
    void resumeOfManyRooms();
    void reset();
    void holeByEvent();
    void holeByHeartbeat();
    void holeInTheReply();
    void replyThatLeadsNowhere();
    void duplicates();
    void unknownEventMovesOn();
    void joinRefused();
    void joinRateLimited();
    void joinUnanswered();
    void leave();
    void leaveWhileJoining();
    void joinedAndLeftElsewhere();
    void leftElsewhereMeanwhile();
    void serverThatForgotEverything();
    void serverThatForgotTheName();
    void anotherIdentity();
    void readWhileAway();
};

void RoomsTest::join()
{
    Conversation talk;
    talk.greet();
    talk.client.join(roomName("general"));
    talk.line.expect(R"({"type":"join","name":"general","ref":"2"})");
    talk.line.inject(R"({"type":"joined","room":"id-general","name":"general","log":")" + logA +
                     R"(","head":42,"n":41,"read":40,"topic":"Fridays","users":[{"id":")" + bobId +
                     R"(","username":"bob"}],"userCount":1,"history":[)" + state(42, bobId, "b-1") + R"(],"ref":"2"})");
    const RoomState& room = talk.general();
    QVERIFY(room.live);
    QCOMPARE(room.head, 42);
    QCOMPARE(room.unread(), 1);
    QCOMPARE(room.topic, QStringLiteral("Fridays"));
    QCOMPARE(room.present.at(UserId(bobId)), QStringLiteral("bob"));
    QCOMPARE(room.messages.size(), size_t(1));
    QVERIFY(room.hasOlder());
    talk.client.join(roomName("general")); // is there already
    talk.line.expectNothing();
}

void RoomsTest::joinBeforeThereIsAConnection()
{
    Conversation talk;
    talk.client.join(roomName("general"));
    talk.start();
    talk.line.opens();
    talk.line.takeSent();
    talk.line.inject(welcome());
    QCOMPARE(talk.phase(), Phase::Resuming);
    talk.line.expect(R"({"type":"join","name":"general","ref":"2"})");
    talk.line.inject(joined(0, R"(,"history":[],"ref":"2")"));
    QCOMPARE(talk.phase(), Phase::Online);
}

void RoomsTest::resumeWithNothingMissed()
{
    Conversation talk;
    talk.joinGeneral(3);
    talk.line.closes(4001);
    QVERIFY(!talk.general().live);
    talk.comeBack(membership(3));
    talk.line.expect(R"({"type":"join","room":"id-general","since":3,"log":")" + logA + R"(","ref":"2"})");
    QCOMPARE(talk.phase(), Phase::Resuming);
    talk.line.inject(joined(3, R"(,"events":[],"ref":"2")"));
    QVERIFY(talk.general().live);
    QCOMPARE(talk.phase(), Phase::Online);
    QCOMPARE(talk.general().messages.size(), size_t(3));
}

void RoomsTest::resumePageByPage()
{
    Conversation talk;
    talk.joinGeneral(1);
    talk.line.closes(4001);
    talk.comeBack(membership(5));
    talk.line.takeSent();
    talk.line.inject(joined(3, R"(,"events":[)" + message(2, bobId, "b-2") + "," + message(3, bobId, "b-3") +
                                   R"(],"more":true,"ref":"2")"));
    QVERIFY(!talk.general().live);
    QCOMPARE(talk.phase(), Phase::Resuming);
    talk.line.expect(R"({"type":"join","room":"id-general","since":3,"log":")" + logA + R"(","ref":"3"})");
    talk.line.inject(
        joined(5, R"(,"events":[)" + message(4, bobId, "b-4") + "," + message(5, bobId, "b-5") + R"(],"ref":"3")"));
    QVERIFY(talk.general().live);
    QCOMPARE(talk.general().messages.size(), size_t(5));
    QCOMPARE(talk.phase(), Phase::Online);
    talk.line.expectNothing();
}

void RoomsTest::resumeOfManyRooms()
{
    Conversation talk;
    talk.start();
    talk.line.opens();
    talk.line.takeSent();
    talk.line.inject(welcome(membership(1, logA, "a") + "," + membership(2, logB, "b")));
    talk.line.expect(R"({"type":"join","room":"id-a","ref":"2"})");
    talk.line.expect(R"({"type":"join","room":"id-b","ref":"3"})");
    QCOMPARE(talk.client.state().room(roomId("b"))->unread(), 2); // known before anything is joined
    const QByteArray rest = R"(","log":")" + logA + R"(","head":0,"n":0,"read":0,"topic":"","users":[],"userCount":0,)";
    talk.line.inject(R"({"type":"joined","room":"id-b","name":"b)" + rest + R"("history":[],"ref":"3"})");
    QCOMPARE(talk.phase(), Phase::Resuming);
    talk.line.inject(R"({"type":"joined","room":"id-a","name":"a)" + rest + R"("history":[],"ref":"2"})");
    QCOMPARE(talk.phase(), Phase::Online);
}

void RoomsTest::reset()
{
    Conversation talk;
    talk.joinGeneral(7);
    talk.line.closes(4001);
    talk.comeBack(membership(1, logB));
    talk.line.expect(R"({"type":"join","room":"id-general","since":7,"log":")" + logA + R"(","ref":"2"})");
    talk.line.inject(joined(1, R"(,"history":[)" + state(1, bobId, "new") + R"(],"reset":true,"ref":"2")", logB));
    QCOMPARE(talk.general().log.text(), logB);
    QCOMPARE(talk.general().head, 1);
    QCOMPARE(talk.general().messages.size(), size_t(1));
    QCOMPARE(talk.general().messages[0].nonce->text(), QByteArray("new"));
    QCOMPARE(talk.phase(), Phase::Online);
}

void RoomsTest::holeByEvent()
{
    Conversation talk;
    talk.joinGeneral(1);
    talk.line.inject(message(3, bobId, "b-3"));
    QCOMPARE(talk.general().head, 1);
    talk.line.expect(R"({"type":"join","room":"id-general","since":1,"log":")" + logA + R"(","ref":"3"})");
    talk.line.inject(message(4, bobId, "b-4")); // still before the reply: asked for already
    talk.line.expectNothing();
    talk.line.inject(joined(4, R"(,"events":[)" + message(2, bobId, "b-2") + "," + message(3, bobId, "b-3") + "," +
                                   message(4, bobId, "b-4") + R"(],"ref":"3")"));
    QCOMPARE(talk.general().head, 4);
    QCOMPARE(talk.general().messages.size(), size_t(4));
    talk.line.inject(message(5, bobId, "b-5"));
    QCOMPARE(talk.general().head, 5);
    talk.line.expectNothing();
}

void RoomsTest::holeByHeartbeat()
{
    Conversation talk;
    talk.joinGeneral(2);
    talk.line.inject(R"({"type":"heartbeat","heads":{"id-general":2,"elsewhere":9}})");
    talk.line.expectNothing();
    talk.line.inject(R"({"type":"heartbeat","heads":{"id-general":3}})");
    talk.line.expect(R"({"type":"join","room":"id-general","since":2,"log":")" + logA + R"(","ref":"3"})");
    talk.line.inject(R"({"type":"heartbeat","heads":{"id-general":3}})");
    talk.line.expectNothing();
    talk.line.inject(joined(3, R"(,"events":[)" + message(3, bobId, "b-3") + R"(],"ref":"3")"));
    QCOMPARE(talk.general().head, 3);
    QCOMPARE(talk.phase(), Phase::Online);
}

void RoomsTest::holeInTheReply()
{
    Conversation talk;
    talk.joinGeneral(1);
    talk.line.closes(4001);
    talk.comeBack(membership(3));
    talk.line.takeSent();
    talk.line.inject(joined(3, R"(,"events":[)" + message(3, bobId, "b-3") + R"(],"ref":"2")"));
    talk.line.expect(R"({"type":"join","room":"id-general","ref":"3"})"); // from nothing
    talk.line.inject(joined(3, R"(,"history":[)" + state(3, bobId, "b-3") + R"(],"ref":"3")"));
    QVERIFY(talk.general().live);
    QCOMPARE(talk.general().messages.size(), size_t(1));
    QVERIFY(talk.general().hasOlder());
}

void RoomsTest::replyThatLeadsNowhere()
{
    Conversation talk;
    talk.joinGeneral(1);
    talk.line.closes(4001);
    talk.comeBack(membership(1));
    talk.line.takeSent();
    talk.line.inject(joined(1, R"(,"events":[],"more":true,"ref":"2")"));
    talk.line.expect(R"({"type":"join","room":"id-general","ref":"3"})");
    talk.line.inject(joined(1, R"(,"history":[],"more":true,"ref":"3")"));
    talk.line.expect(R"({"type":"join","room":"id-general","since":1,"log":")" + logA + R"(","ref":"4"})");
}

void RoomsTest::duplicates()
{
    Conversation talk;
    talk.joinGeneral(2);
    talk.line.inject(message(2, bobId, "b-2"));
    talk.line.inject(message(1, bobId, "b-1"));
    talk.line.inject(message(3, bobId, "b-3"));
    talk.line.inject(message(3, bobId, "b-3"));
    QCOMPARE(talk.general().head, 3);
    QCOMPARE(talk.general().messages.size(), size_t(3));
    talk.line.expectNothing();
}

void RoomsTest::unknownEventMovesOn()
{
    Conversation talk;
    talk.joinGeneral(2);
    talk.line.inject(R"({"type":"reacted","room":"id-general","seq":3,"n":2,"id":"m1","emoji":"x"})");
    QCOMPARE(talk.general().head, 3);
    QCOMPARE(talk.general().n, 2);
    talk.line.expectNothing();
}

void RoomsTest::joinRefused()
{
    struct Failures : ClientObserver {
        QStringList rooms;
        void joinFailed(const RoomRef& room, const Error&) override { rooms << std::get<RoomName>(room).text(); }
    } failures;
    Conversation talk;
    talk.client.add(failures);
    talk.client.join(roomName("secret"));
    talk.greet();
    talk.line.expect(R"({"type":"join","name":"secret","ref":"2"})");
    talk.line.inject(R"({"type":"error","code":"forbidden","message":"Members only","ref":"2"})");
    QCOMPARE(failures.rooms, QStringList{QStringLiteral("secret")});
    QCOMPARE(talk.phase(), Phase::Online);
    talk.line.expectNothing();
    talk.client.remove(failures);
}

void RoomsTest::joinRateLimited()
{
    Conversation talk;
    talk.client.join(roomName("general"));
    talk.greet();
    talk.line.takeSent();
    talk.line.inject(R"({"type":"error","code":"rate_limited","message":"Slowly","ref":"2","retryAfter":3000})");
    QCOMPARE(talk.phase(), Phase::Resuming);
    talk.pass(2'950);
    talk.line.expectNothing();
    talk.pass(100);
    talk.line.expect(R"({"type":"join","name":"general","ref":"3"})");
}

void RoomsTest::joinUnanswered()
{
    Conversation talk;
    talk.greet();
    talk.client.join(roomName("general"));
    talk.line.expect(R"({"type":"join","name":"general","ref":"2"})");
    talk.pass(20'000);
    talk.line.inject(R"({"type":"heartbeat","heads":{}})");
    talk.pass(10'050);
    talk.line.expect(R"({"type":"join","name":"general","ref":"3"})");
    talk.line.inject(joined(0, R"(,"history":[],"ref":"3")"));
    talk.line.inject(joined(0, R"(,"history":[],"ref":"2")")); // late
    QVERIFY(talk.general().live);
    talk.pass(31'000);
    talk.line.expectNothing();
}

void RoomsTest::leave()
{
    Conversation talk;
    talk.joinGeneral(2);
    bool done = false;
    talk.client.leave(roomId("general"), [&done](Result<Ok> ok) { done = bool(ok); });
    talk.line.expect(R"({"type":"leave","room":"id-general","ref":"3"})");
    QVERIFY(talk.client.state().room(roomId("general")));
    talk.line.inject(R"({"type":"ok","ref":"3"})");
    QVERIFY(done);
    QVERIFY(!talk.client.state().room(roomId("general")));
}

void RoomsTest::leaveWhileJoining()
{
    Conversation talk;
    talk.client.join(roomId("general"));
    talk.greet();
    talk.line.takeSent();
    QCOMPARE(talk.phase(), Phase::Resuming);
    talk.line.inject(R"({"type":"room_left","room":"id-general","reason":"left"})");
    QCOMPARE(talk.phase(), Phase::Online);
}

void RoomsTest::joinedAndLeftElsewhere()
{
    Conversation talk;
    talk.greet();
    talk.line.inject(R"({"type":"room_joined","membership":)" + membership(2) + "}");
    talk.line.expect(R"({"type":"join","room":"id-general","ref":"2"})");
    QCOMPARE(talk.general().unread(), 2);
    talk.line.inject(joined(2, R"(,"history":[],"ref":"2")"));
    talk.line.inject(R"({"type":"room_left","room":"id-general","reason":"left"})");
    QVERIFY(!talk.client.state().room(roomId("general")));
}

void RoomsTest::leftElsewhereMeanwhile()
{
    Conversation talk;
    talk.joinGeneral(2);
    talk.line.inject(R"({"type":"room_joined","membership":)" + membership(0, logB, "other") + "}");
    talk.line.takeSent();
    talk.line.inject(R"({"type":"joined","room":"id-other","name":"other","log":")" + logB +
                     R"(","head":0,"n":0,"read":0,"topic":"","users":[],"userCount":0,"history":[],"ref":"3"})");
    talk.line.closes(4001);
    talk.comeBack(membership(0, logB, "other"));
    QVERIFY(!talk.client.state().room(roomId("general")));
    talk.line.expect(R"({"type":"join","room":"id-other","since":0,"log":")" + logB + R"(","ref":"2"})");
    talk.line.expectNothing();
}

void RoomsTest::serverThatForgotEverything()
{
    Conversation talk;
    talk.joinGeneral(2);
    talk.line.closes(4001);
    talk.comeBack({});
    talk.line.expect(R"({"type":"join","room":"id-general","since":2,"log":")" + logA + R"(","ref":"2"})");
    talk.line.inject(joined(0, R"(,"history":[],"reset":true,"ref":"2")", logB));
    QVERIFY(talk.general().live);
    QVERIFY(talk.general().messages.isEmpty());
}

void RoomsTest::serverThatForgotTheName()
{
    Conversation talk;
    talk.joinGeneral(2);
    talk.line.closes(4001);
    talk.pass(*talk.client.connection().retryIn() + 50);
    talk.line.opens();
    talk.line.takeSent();
    talk.line.inject(welcome().replace(R"("ann")", R"("Guest 6f1c")"));
    talk.line.expect(R"({"type":"rename","name":"ann","ref":"2"})");
    talk.line.expect(R"({"type":"join","room":"id-general","since":2,"log":")" + logA + R"(","ref":"3"})");
    talk.line.inject(R"({"type":"renamed","userId":")" + annId + R"(","username":"ann","ref":"2"})");
    QCOMPARE(talk.client.state().identity.username.text(), QStringLiteral("ann"));
    talk.line.inject(joined(0, R"(,"history":[],"reset":true,"ref":"3")", logB));

    // A server that remembers the rooms was told of the new name by another device.
    talk.line.closes(4001);
    talk.pass(*talk.client.connection().retryIn() + 50);
    talk.line.opens();
    talk.line.takeSent();
    talk.line.inject(welcome(membership(0, logB)).replace(R"("ann")", R"("Ann Lee")"));
    talk.line.expect(R"({"type":"join","room":"id-general","since":0,"log":")" + logB + R"(","ref":"2"})");
    talk.line.expectNothing();
}

void RoomsTest::anotherIdentity()
{
    Conversation talk;
    talk.joinGeneral(2);
    talk.start();
    talk.line.opens();
    talk.line.takeSent();
    talk.line.inject(welcome({}, bobId));
    QVERIFY(talk.client.state().rooms.empty());
    QCOMPARE(talk.client.state().identity.userId.text(), bobId);
}

void RoomsTest::readWhileAway()
{
    Conversation talk;
    talk.joinGeneral(3);
    talk.client.markRead(roomId("general"), 1);
    talk.line.expect(R"({"type":"read","room":"id-general","n":1})");
    talk.client.markRead(roomId("general"), 1); // a mark only grows
    talk.line.expectNothing();
    talk.line.closes(4001);
    talk.client.markRead(roomId("general"), 3);
    QCOMPARE(talk.general().unread(), 0);
    talk.comeBack(membership(3));
    talk.line.takeSent();
    talk.line.inject(joined(3, R"(,"events":[],"ref":"2")"));
    talk.line.expect(R"({"type":"read","room":"id-general","n":3})");
    QCOMPARE(talk.general().unread(), 0);
}

} // namespace parlance::client

using parlance::client::RoomsTest;
PARLANCE_SUITE(rooms, RoomsTest)
#include "rooms_test.moc"
