#include "client/conversation.h"
#include "support/suite.h"

namespace parlance::client {

using namespace parlance::test;
using State = OutboxEntry::State;

/// Whatever happens to a message on its way, it ends in the room once, or as failed with a reason (I2, I9).
class OutboxTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void oneAtATimeInOrder();
    void changesKeepTheirPlace();
    void roomsDoNotWaitForEachOther();
    void writtenWhileOffline();
    void sentAgainUnderTheSameNonce();
    void foundInTheMissedEvents();
    void foundInTheHistoryAfterAReset();
    void notFoundAfterAReset();
    void somebodyElsesNonce();
    void rateLimit();
    void rateLimitOutlastsTheConnection();
    void refused();
    void retryBeforeALaterOneThatIsOnItsWay();
    void discard();
    void noAnswer();
    void anotherIdentity();
    void notSentWhatWouldCloseTheConnection();
    void full();
    void leftRoom();
    void leftRoomWhileAway();

  private:
    static State stateOf(const Conversation& talk, const char* nonce);
    static void say(Conversation& talk, const char* text, const char* room = "general");
};

State OutboxTest::stateOf(const Conversation& talk, const char* nonce)
{
    return talk.client.outbox().find(Nonce(nonce))->state;
}

void OutboxTest::say(Conversation& talk, const char* text, const char* room)
{
    QVERIFY(talk.client.say(roomId(room), QString::fromUtf8(text)));
}

void OutboxTest::oneAtATimeInOrder()
{
    Conversation talk;
    talk.joinGeneral(0);
    say(talk, "one");
    say(talk, "two");
    say(talk, "three");
    talk.line.expect(R"({"type":"message","room":"id-general","text":"one","nonce":"nonce-1"})");
    talk.line.expectNothing();
    talk.line.inject(message(1, annId, "nonce-1"));
    talk.line.expect(R"({"type":"message","room":"id-general","text":"two","nonce":"nonce-2"})");
    talk.line.inject(message(2, bobId, "b-1"));
    talk.line.expectNothing();
    talk.line.inject(R"({"type":"sent","room":"id-general","nonce":"nonce-2","id":"m9","seq":1})");
    talk.line.expect(R"({"type":"message","room":"id-general","text":"three","nonce":"nonce-3"})");
    talk.line.inject(message(3, annId, "nonce-3"));
    QVERIFY(talk.client.outbox().entries().empty());
    QCOMPARE(talk.general().unread(), 0); // writing is reading
}

void OutboxTest::changesKeepTheirPlace()
{
    Conversation talk;
    talk.joinGeneral(1);
    QVERIFY(talk.client.edit(roomId("general"), MessageId("m1"), QStringLiteral("better")));
    QVERIFY(talk.client.remove(roomId("general"), MessageId("m1")));
    say(talk, "behind");
    talk.line.expect(R"({"type":"edit","room":"id-general","id":"m1","text":"better","nonce":"nonce-1"})");
    talk.line.expectNothing();
    talk.line.inject(R"({"type":"edited","room":"id-general","seq":2,"n":1,"id":"m1","userId":")" + QByteArray(annId) +
                     R"(","text":"better","timestamp":5,"nonce":"nonce-1"})");
    talk.line.expect(R"({"type":"delete","room":"id-general","id":"m1","nonce":"nonce-2"})");
    talk.line.inject(R"({"type":"error","code":"not_found","message":"gone","nonce":"nonce-2"})");
    QCOMPARE(stateOf(talk, "nonce-2"), State::Failed);
    talk.line.expect(R"({"type":"message","room":"id-general","text":"behind","nonce":"nonce-3"})");
    QVERIFY(!talk.client.outbox().find(Nonce("nonce-1")));
}

void OutboxTest::roomsDoNotWaitForEachOther()
{
    Conversation talk;
    talk.joinGeneral(0);
    talk.client.join(roomName("other"));
    talk.line.takeSent();
    talk.line.inject(R"({"type":"joined","room":"id-other","name":"other","log":")" + logB +
                     R"(","head":0,"n":0,"read":0,"topic":"","users":[],"userCount":0,"history":[],"ref":"3"})");
    say(talk, "one");
    say(talk, "elsewhere", "other");
    talk.line.expect(R"({"type":"message","room":"id-general","text":"one","nonce":"nonce-1"})");
    talk.line.expect(R"({"type":"message","room":"id-other","text":"elsewhere","nonce":"nonce-2"})");
}

void OutboxTest::writtenWhileOffline()
{
    Conversation talk;
    talk.joinGeneral(0);
    talk.line.closes(1006);
    say(talk, "one");
    say(talk, "two");
    talk.comeBack(membership(0));
    talk.line.expect(R"({"type":"join","room":"id-general","since":0,"log":")" + logA + R"(","ref":"2"})");
    talk.line.expectNothing(); // not before the room is live
    talk.line.inject(joined(0, R"(,"events":[],"ref":"2")"));
    talk.line.expect(R"({"type":"message","room":"id-general","text":"one","nonce":"nonce-1"})");
    talk.line.inject(message(1, annId, "nonce-1"));
    talk.line.expect(R"({"type":"message","room":"id-general","text":"two","nonce":"nonce-2"})");
}

void OutboxTest::sentAgainUnderTheSameNonce()
{
    Conversation talk;
    talk.joinGeneral(0);
    say(talk, "one");
    say(talk, "two");
    talk.line.takeSent();
    talk.line.closes(1006);
    QCOMPARE(stateOf(talk, "nonce-1"), State::Queued);
    talk.comeBack(membership(0));
    talk.line.takeSent();
    talk.line.inject(joined(0, R"(,"events":[],"ref":"2")"));
    talk.line.expect(R"({"type":"message","room":"id-general","text":"one","nonce":"nonce-1"})");
    talk.line.expectNothing();
}

void OutboxTest::foundInTheMissedEvents()
{
    Conversation talk;
    talk.joinGeneral(0);
    say(talk, "one");
    say(talk, "two");
    talk.line.takeSent();
    talk.line.closes(1006);
    talk.comeBack(membership(1));
    talk.line.takeSent();
    talk.line.inject(joined(1, R"(,"events":[)" + message(1, annId, "nonce-1") + R"(],"ref":"2")")
                         .replace(R"("read":0)", R"("read":1)")); // to the author it counts as read
    talk.line.expect(R"({"type":"message","room":"id-general","text":"two","nonce":"nonce-2"})");
    QCOMPARE(talk.client.outbox().entries().size(), size_t(1));
}

void OutboxTest::foundInTheHistoryAfterAReset()
{
    Conversation talk;
    talk.joinGeneral(0);
    say(talk, "one");
    talk.line.takeSent();
    talk.line.closes(1006);
    talk.comeBack(membership(1, logB));
    talk.line.takeSent();
    talk.line.inject(joined(1, R"(,"history":[)" + state(1, annId, "nonce-1") + R"(],"reset":true,"ref":"2")", logB));
    QVERIFY(talk.client.outbox().entries().empty());
    talk.line.expectNothing();
}

void OutboxTest::notFoundAfterAReset()
{
    Conversation talk;
    talk.joinGeneral(0);
    say(talk, "one");
    talk.line.takeSent();
    talk.line.closes(1006);
    talk.comeBack({});
    talk.line.takeSent();
    talk.line.inject(joined(0, R"(,"history":[],"reset":true,"ref":"2")", logB));
    talk.line.expect(R"({"type":"message","room":"id-general","text":"one","nonce":"nonce-1"})");
}

void OutboxTest::somebodyElsesNonce()
{
    Conversation talk;
    talk.joinGeneral(0);
    say(talk, "one");
    talk.line.inject(message(1, bobId, "nonce-1"));
    QCOMPARE(stateOf(talk, "nonce-1"), State::Sent);
}

void OutboxTest::rateLimit()
{
    Conversation talk;
    talk.joinGeneral(0);
    say(talk, "one");
    say(talk, "two");
    talk.line.takeSent();
    talk.line.inject(
        R"({"type":"error","code":"rate_limited","message":"Slowly","nonce":"nonce-1","retryAfter":1500})");
    QCOMPARE(stateOf(talk, "nonce-1"), State::Waiting);
    QCOMPARE(talk.client.outbox().find(Nonce("nonce-1"))->until, talk.clock.steady() + 1'500);
    talk.pass(1'450);
    talk.line.expectNothing();
    talk.pass(100);
    talk.line.expect(R"({"type":"message","room":"id-general","text":"one","nonce":"nonce-1"})");
    talk.line.inject(R"({"type":"error","code":"busy","message":"Disk","nonce":"nonce-1"})");
    talk.pass(Outbox::pause + 50);
    talk.line.expect(R"({"type":"message","room":"id-general","text":"one","nonce":"nonce-1"})");
    talk.line.inject(message(1, annId, "nonce-1"));
    talk.line.expect(R"({"type":"message","room":"id-general","text":"two","nonce":"nonce-2"})");
}

void OutboxTest::rateLimitOutlastsTheConnection()
{
    Conversation talk;
    talk.joinGeneral(0);
    say(talk, "one");
    talk.line.takeSent();
    talk.line.inject(
        R"({"type":"error","code":"rate_limited","message":"Slowly","nonce":"nonce-1","retryAfter":9000})");
    talk.line.closes(1006);
    talk.comeBack(membership(0));
    talk.line.takeSent();
    talk.line.inject(joined(0, R"(,"events":[],"ref":"2")"));
    talk.line.expectNothing();
    talk.pass(9'000);
    talk.line.expect(R"({"type":"message","room":"id-general","text":"one","nonce":"nonce-1"})");
}

void OutboxTest::refused()
{
    Conversation talk;
    talk.joinGeneral(0);
    say(talk, "one");
    say(talk, "two");
    talk.line.takeSent();
    talk.line.inject(R"({"type":"error","code":"forbidden","message":"Not you","nonce":"nonce-1"})");
    QCOMPARE(stateOf(talk, "nonce-1"), State::Failed);
    QCOMPARE(talk.client.outbox().find(Nonce("nonce-1"))->problem->message, QStringLiteral("Not you"));
    talk.line.expect(R"({"type":"message","room":"id-general","text":"two","nonce":"nonce-2"})");
    talk.line.inject(message(1, annId, "nonce-2"));
    QVERIFY(talk.client.retry(Nonce("nonce-1")));
    talk.line.expect(R"({"type":"message","room":"id-general","text":"one","nonce":"nonce-1"})");
    QVERIFY(!talk.client.retry(Nonce("nonce-1")));
}

void OutboxTest::retryBeforeALaterOneThatIsOnItsWay()
{
    Conversation talk;
    talk.joinGeneral(0);
    say(talk, "one");
    say(talk, "two");
    talk.line.takeSent();
    talk.line.inject(R"({"type":"error","code":"internal","message":"Oops","nonce":"nonce-1"})");
    talk.line.takeSent();
    QVERIFY(talk.client.retry(Nonce("nonce-1")));
    talk.line.expectNothing();
    talk.line.inject(R"({"type":"error","code":"busy","message":"Disk","nonce":"nonce-2","retryAfter":500})");
    talk.line.expectNothing();
    talk.pass(550);
    talk.line.expect(R"({"type":"message","room":"id-general","text":"one","nonce":"nonce-1"})");
    talk.line.inject(message(1, annId, "nonce-1"));
    talk.line.expect(R"({"type":"message","room":"id-general","text":"two","nonce":"nonce-2"})");
}

void OutboxTest::discard()
{
    Conversation talk;
    talk.joinGeneral(0);
    say(talk, "one");
    say(talk, "two");
    talk.line.takeSent();
    QVERIFY(!talk.client.discard(Nonce("nonce-1"))); // on its way
    QVERIFY(talk.client.discard(Nonce("nonce-2")));
    talk.line.inject(R"({"type":"error","code":"too_long","message":"No","nonce":"nonce-1"})");
    QVERIFY(talk.client.discard(Nonce("nonce-1")));
    QVERIFY(talk.client.outbox().entries().empty());
    talk.line.expectNothing();
}

void OutboxTest::noAnswer()
{
    Conversation talk;
    talk.joinGeneral(0);
    say(talk, "one");
    talk.line.takeSent();
    talk.pass(20'000);
    talk.line.inject(R"({"type":"heartbeat","heads":{"id-general":0}})");
    talk.pass(10'050);
    talk.line.expect(R"({"type":"message","room":"id-general","text":"one","nonce":"nonce-1"})");
    QCOMPARE(stateOf(talk, "nonce-1"), State::Sent);
}

void OutboxTest::anotherIdentity()
{
    Conversation talk;
    talk.joinGeneral(0);
    say(talk, "was sent");
    say(talk, "was not");
    talk.line.takeSent();
    talk.start();
    talk.client.join(roomName("general"));
    talk.line.opens();
    talk.line.takeSent();
    talk.line.inject(welcome({}, bobId));
    QCOMPARE(stateOf(talk, "nonce-1"), State::Failed);
    talk.line.takeSent();
    talk.line.inject(joined(0, R"(,"history":[],"ref":"2")"));
    talk.line.expect(R"({"type":"message","room":"id-general","text":"was not","nonce":"nonce-2"})");
    talk.line.inject(message(1, bobId, "nonce-2"));
    talk.line.expectNothing();
    QVERIFY(talk.client.retry(Nonce("nonce-1")));
    talk.line.expect(R"({"type":"message","room":"id-general","text":"was sent","nonce":"nonce-1"})");
    talk.line.inject(message(2, bobId, "nonce-1"));
    QVERIFY(talk.client.outbox().entries().empty());
}

void OutboxTest::notSentWhatWouldCloseTheConnection()
{
    Conversation talk;
    const QString endless(100'000, u'x');
    QVERIFY(talk.client.say(roomId("general"), endless)); // the limit is not known yet
    talk.joinGeneral(0);
    QCOMPARE(stateOf(talk, "nonce-1"), State::Failed);
    talk.line.expectNothing();
    QCOMPARE(talk.client.say(roomId("general"), endless).error().code, ErrorCode::TooLong);
    QCOMPARE(talk.client.say(roomId("general"), {}).error().code, ErrorCode::BadRequest);
}

void OutboxTest::full()
{
    Conversation talk;
    for (size_t i = 0; i < Outbox::limit; ++i)
        say(talk, "x");
    QCOMPARE(talk.client.say(roomId("general"), QStringLiteral("x")).error().code, ErrorCode::TooMany);
}

void OutboxTest::leftRoom()
{
    Conversation talk;
    talk.joinGeneral(0);
    say(talk, "one");
    say(talk, "two");
    talk.line.inject(R"({"type":"room_left","room":"id-general","reason":"left"})");
    QCOMPARE(stateOf(talk, "nonce-1"), State::Failed);
    QCOMPARE(stateOf(talk, "nonce-2"), State::Failed);
    talk.line.inject(message(1, annId, "nonce-1")); // it had got through; its author is always told
    QCOMPARE(talk.client.outbox().entries().size(), size_t(1));
    talk.pass(60'000);
}

/// A list of memberships without the room says nothing about what was written there: the server does.
void OutboxTest::leftRoomWhileAway()
{
    Conversation talk;
    talk.joinGeneral(0);
    talk.client.join(roomName("other"));
    talk.line.takeSent();
    talk.line.inject(R"({"type":"joined","room":"id-other","name":"other","log":")" + logB +
                     R"(","head":0,"n":0,"read":0,"topic":"","users":[],"userCount":0,"history":[],"ref":"3"})");
    say(talk, "got through");
    say(talk, "too late");
    talk.line.takeSent();
    talk.line.closes(1006); // before the acknowledgement
    talk.comeBack(membership(0, logB, "other"));
    QVERIFY(!talk.client.state().room(roomId("general")));
    talk.line.expect(R"({"type":"message","room":"id-general","text":"got through","nonce":"nonce-1"})");
    talk.line.expect(R"({"type":"join","room":"id-other","since":0,"log":")" + logB + R"(","ref":"2"})");
    talk.line.inject(R"({"type":"sent","room":"id-general","nonce":"nonce-1","id":"m1","seq":1})");
    QVERIFY(!talk.client.outbox().find(Nonce("nonce-1")));
    talk.line.expect(R"({"type":"message","room":"id-general","text":"too late","nonce":"nonce-2"})");
    talk.line.inject(R"({"type":"error","code":"not_joined","message":"Join the room first","nonce":"nonce-2"})");
    QCOMPARE(stateOf(talk, "nonce-2"), State::Failed);
    talk.line.expectNothing();
}

} // namespace parlance::client

using parlance::client::OutboxTest;
PARLANCE_SUITE(outbox, OutboxTest)
#include "outbox_test.moc"
