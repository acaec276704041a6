#include "support/frames.h"
#include "support/servercore.h"
#include "support/suite.h"

#include <QTest>

namespace parlance {

using test::member;
using test::ServerCore;
using test::TestPeer;

/// The full protocol, exchange by exchange.
class FullTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void greeting();
    void tokenBringsBackTheIdentityAndItsRooms();
    void aBadTokenIsNeverSomebodyNew();
    void talkInTwoRooms();
    void editDeleteTopic();
    void joinsAreResumed();
    void resumeComesInPages();
    void resetWhereTheLogIsAnotherOrTheGapTooLarge();
    void historyByBounds();
    void readMarksOnlyGrowAndReachTheOtherConnections();
    void aRenamedRoomGoesOn();
    void membershipReachesTheOtherConnections();
    void heartbeatsSayWhatWasWritten();
    void neverGreeted();
};

void FullTest::greeting()
{
    ServerCore core;
    TestPeer& ann = core.connect();
    ann.inject(R"({"type":"hello","protocol":1,"client":"test","ref":"1"})");
    ann.expect(R"({"type":"error","code":"protocol_version","field":"protocol","message":"*","ref":"1"})");
    ann.inject(R"({"type":"hello","protocol":2,"client":"test","name":"ann","ref":"2"})");
    ann.expect(R"({"type":"welcome","protocol":2,"server":"*","serverName":"","userId":"*","username":"ann","token":"*",
                   "capabilities":[],"limits":{"text":2000,"frame":65536,"rooms":100,"messages":20,"messagesWindow":10000,
                   "name":32,"room":64,"topic":300},"heartbeat":20000,"rooms":[],"ref":"2"})");
    ann.inject(R"({"type":"hello","protocol":2,"client":"test","ref":"3"})");
    ann.expect(R"({"type":"error","code":"bad_request","message":"*","ref":"3"})");
    TestPeer& nameless = core.connect();
    nameless.inject(R"({"type":"hello","protocol":2,"client":"test"})");
    QVERIFY(
        member(nameless.expect(R"({"type":"welcome","...":true})"), "username").startsWith(QLatin1String("Guest ")));
}

void FullTest::tokenBringsBackTheIdentityAndItsRooms()
{
    ServerCore core;
    TestPeer& ann = core.connect();
    const QByteArray welcome = ann.enter("ann", "general");
    ann.inject(R"({"type":"message","room":"#general","text":"hi","nonce":"1"})");
    ann.vanish();
    TestPeer& again = core.connect();
    again.inject(R"({"type":"hello","protocol":2,"client":"test","token":")" + member(welcome, "token").toLatin1() +
                 R"("})");
    again.expect(
        R"({"type":"welcome","userId":")" + member(welcome, "userId").toLatin1() +
        R"(","username":"ann","rooms":[{"room":"#general","log":"*","name":"general","topic":"","role":"owner","head":1,"n":1,"read":1}],"...":true})");
}

void FullTest::aBadTokenIsNeverSomebodyNew()
{
    ServerCore core;
    TestPeer& ann = core.connect();
    const QByteArray token = member(ann.enter("ann", "general"), "token").toLatin1();
    for (const QByteArray& bad :
         {QByteArray("x"), token + "A", token.chopped(1), (token.startsWith('B') ? "C" : "B") + token.sliced(1)}) {
        TestPeer& thief = core.connect();
        thief.inject(R"({"type":"hello","protocol":2,"client":"test","token":")" + bad + R"("})");
        thief.expect(R"({"type":"error","code":"unauthenticated","field":"token","message":"*"})");
    }
}

void FullTest::talkInTwoRooms()
{
    ServerCore core;
    TestPeer& ann = core.connect();
    TestPeer& bob = core.connect();
    const QByteArray annId = member(ann.enter("ann", "general"), "userId").toLatin1();
    ann.inject(R"({"type":"join","name":"random","ref":"j"})");
    ann.expect(
        R"({"type":"joined","room":"#random","log":"*","name":"random","topic":"","role":"owner","head":0,"n":0,"read":0,"users":[{"id":"*","username":"ann"}],
                   "userCount":1,"history":[],"ref":"j"})");
    bob.enter("bob", "random");
    ann.inject(R"({"type":"message","room":"#random","text":"hi","nonce":"a1"})");
    const QByteArray event = R"({"type":"message","room":"#random","seq":1,"n":1,"id":"*","userId":")" + annId +
                             R"(","username":"ann","text":"hi","timestamp":"*","nonce":"a1"})";
    ann.expect(event);
    bob.expect(event);
    ann.inject(R"({"type":"message","room":"#random","text":"other words","nonce":"a1"})");
    ann.expect(R"({"type":"sent","room":"#random","nonce":"a1","id":"*","seq":1})");
    bob.expectNothing();
    bob.inject(R"({"type":"message","room":"#random","text":"waves","nonce":"a1","style":"me"})");
    bob.expect(
        R"({"type":"message","seq":2,"n":2,"text":"waves","style":"me","...":true})"); // nonces are an author's own
}

void FullTest::editDeleteTopic()
{
    ServerCore core;
    TestPeer& ann = core.connect();
    TestPeer& bob = core.connect();
    ann.enter("ann", "general");
    bob.enter("bob", "general");
    ann.inject(R"({"type":"message","room":"#general","text":"helo","nonce":"1"})");
    const QByteArray id = member(ann.expect(R"({"type":"message","...":true})"), "id").toLatin1();
    bob.inject(R"({"type":"edit","room":"#general","id":")" + id + R"(","text":"mine","nonce":"b"})");
    bob.expect(R"({"type":"message","...":true})");
    bob.expect(R"({"type":"error","code":"forbidden","message":"*","nonce":"b"})");
    ann.inject(R"({"type":"edit","room":"#general","id":")" + id + R"(","text":"hello","nonce":"2"})");
    bob.expect(
        R"({"type":"edited","room":"#general","seq":2,"n":1,"id":"*","userId":"*","text":"hello","timestamp":"*","nonce":"2"})");
    ann.inject(R"({"type":"delete","room":"#general","id":")" + id + R"(","nonce":"3"})");
    bob.expect(
        R"({"type":"deleted","room":"#general","seq":3,"n":1,"id":"*","userId":"*","timestamp":"*","nonce":"3"})");
    ann.inject(R"({"type":"edit","room":"#general","id":")" + id + R"(","text":"again","nonce":"4"})");
    ann.inject(R"({"type":"topic","room":"#general","text":"A  new\n topic","nonce":"5"})");
    bob.expect(R"({"type":"topic_changed","seq":4,"n":1,"text":"A new topic","...":true})");
    const auto frames = ann.take();
    QVERIFY(
        test::matches(R"({"type":"error","code":"not_found","field":"id","nonce":"4","message":"*"})", frames.at(2)));
    // A plain client's history leaves the deleted one out.
    const QByteArray joined = core.connect().joinPlain("old", "general");
    QVERIFY(joined.contains("\"history\":[]"));
}

void FullTest::joinsAreResumed()
{
    ServerCore core;
    TestPeer& ann = core.connect();
    TestPeer& bob = core.connect();
    ann.enter("ann", "general");
    bob.inject(R"({"type":"hello","protocol":2,"client":"test","name":"bob"})");
    bob.inject(R"({"type":"join","name":"general"})");
    bob.expect(R"({"type":"welcome","...":true})");
    const QByteArray log = member(bob.expect(R"({"type":"joined","...":true})"), "log").toLatin1();
    for (const char* nonce : {"1", "2", "3"})
        ann.inject(QByteArray(R"({"type":"message","room":"#general","text":"m","nonce":")") + nonce + R"("})");
    bob.take();
    // A hole was found: the same connection asks again, and stays live.
    bob.inject(R"({"type":"join","name":"General","make":false,"ref":"again"})");
    bob.expect(R"({"type":"joined","room":"#general","ref":"again","...":true})");
    bob.inject(R"({"type":"join","room":"#general","since":1,"log":")" + log + R"(","ref":"r"})");
    bob.expect(
        R"({"type":"joined","room":"#general","log":"*","name":"general","topic":"","head":3,"n":3,"read":0,"users":"*","userCount":2,
                   "events":[{"type":"message","seq":2,"...":true},{"type":"message","seq":3,"...":true}],"ref":"r"})");
    ann.inject(R"({"type":"message","room":"#general","text":"m","nonce":"4"})");
    bob.expect(R"({"type":"message","seq":4,"...":true})");
}

void FullTest::resumeComesInPages()
{
    ServerFacts facts;
    facts.limits.messages = 0;
    ServerCore core(facts);
    TestPeer& ann = core.connect();
    ann.enter("ann", "general");
    for (int i = 1; i <= 1'500; ++i)
        ann.inject(R"({"type":"message","room":"#general","text":"m","nonce":")" + QByteArray::number(i) + R"("})");
    ann.take();
    const QByteArray log = core.rooms.find(core.room("general"))->log().text();
    TestPeer& bob = core.connect();
    bob.inject(R"({"type":"hello","protocol":2,"client":"test","name":"bob"})");
    bob.expect(R"({"type":"welcome","...":true})");
    bob.inject(R"({"type":"join","name":"general"})");
    bob.expect(R"({"type":"joined","...":true})");
    qint64 reached = 0;
    int pages = 0;
    for (bool more = true; more; ++pages) {
        bob.inject(R"({"type":"join","room":"#general","since":)" + QByteArray::number(reached) + R"(,"log":")" + log +
                   R"("})");
        const QByteArray page = bob.expect(R"({"type":"joined","events":"*","...":true})");
        QVERIFY(page.size() <= limits::pageBytes);
        QCOMPARE(page.count("\"seq\""), member(page, "head").toLongLong() - reached);
        reached = member(page, "head").toLongLong();
        more = page.contains("\"more\":true");
        // Not live before the last page: what comes now is in a later one.
        ann.inject(R"({"type":"message","room":"#general","text":"late","nonce":"p)" + QByteArray::number(pages) +
                   R"("})");
        if (!more)
            continue;
        bob.expectNothing();
        bob.inject(R"({"type":"typing","room":"#general","isTyping":true})"); // nor present, which would cost a place
        bob.expect(R"({"type":"error","code":"not_joined","message":"*"})");
    }
    QVERIFY(pages >= 2);
    bob.expect(R"({"type":"message","seq":)" + QByteArray::number(reached + 1) + R"(,"...":true})");
}

void FullTest::resetWhereTheLogIsAnotherOrTheGapTooLarge()
{
    ServerFacts facts;
    facts.limits.messages = 0;
    ServerCore core(facts);
    TestPeer& ann = core.connect();
    ann.enter("ann", "general");
    const QByteArray log = core.rooms.find(core.room("general"))->log().text();
    for (int i = 1; i <= 10'002; ++i)
        ann.inject(R"({"type":"message","room":"#general","text":"m","nonce":")" + QByteArray::number(i) + R"("})");
    ann.take();
    TestPeer& bob = core.connect();
    bob.inject(R"({"type":"hello","protocol":2,"client":"test","name":"bob"})");
    bob.expect(R"({"type":"welcome","...":true})");
    const auto reset = [&](const QByteArray& fields) {
        bob.inject(R"({"type":"join","name":"general",)" + fields + "}");
        bob.expect(R"({"type":"joined","reset":true,"head":10002,"history":"*","...":true})");
    };
    reset(R"("since":5,"log":"another")");
    reset(R"("since":5)");
    reset(R"("since":10003,"log":")" + log + "\"");
    reset(R"("since":-1,"log":")" + log + "\"");
    reset(R"("since":1,"log":")" + log + "\"");
    bob.inject(R"({"type":"join","room":"#general","since":2,"log":")" + log + "\"}");
    bob.expect(R"({"type":"joined","events":"*","more":true,"...":true})");
}

void FullTest::historyByBounds()
{
    ServerFacts facts;
    facts.limits.messages = 0;
    ServerCore core(facts);
    TestPeer& ann = core.connect();
    ann.enter("ann", "general");
    for (int i = 1; i <= 10; ++i)
        ann.inject(R"({"type":"message","room":"#general","text":"m","nonce":")" + QByteArray::number(i) + R"("})");
    ann.take();
    const auto page = [&](const QByteArray& bounds, const QByteArray& pattern) {
        ann.inject(R"({"type":"history","room":"#general",)" + bounds + R"("ref":"h"})");
        ann.expect(R"({"type":"history","room":"#general","asOf":10,"ref":"h",)" + pattern + "}");
    };
    const auto seqs = [](std::initializer_list<int> numbers) {
        QByteArray text;
        for (const int n : numbers)
            text += (text.isEmpty() ? "" : ",") + QByteArray(R"({"seq":)") + QByteArray::number(n) + R"(,"...":true})";
        return QByteArray(R"("messages":[)") + text + "]";
    };
    page(R"("limit":3,)", seqs({8, 9, 10}) + R"(,"moreBefore":true,"moreAfter":false)");
    page(R"("before":4,)", seqs({1, 2, 3}) + R"(,"moreBefore":false,"moreAfter":true)");
    page(R"("after":7,"limit":2,)", seqs({8, 9}) + R"(,"moreBefore":true,"moreAfter":true)");
    page(R"("around":5,"limit":4,)", seqs({3, 4, 5, 6}) + R"(,"moreBefore":true,"moreAfter":true)");
    page(R"("after":10,)", seqs({}) + R"(,"moreBefore":true,"moreAfter":false)");
    ann.inject(R"({"type":"history","room":"#general","before":4,"after":2,"ref":"h"})");
    ann.expect(R"({"type":"error","code":"bad_request","message":"*","ref":"h"})");
    ann.inject(R"({"type":"history","room":"#general","limit":101,"ref":"h"})");
    ann.expect(
        R"({"type":"error","code":"bad_request","message":"limit: must be from 1 to 100, got 101","ref":"h","field":"limit"})");
}

void FullTest::readMarksOnlyGrowAndReachTheOtherConnections()
{
    ServerCore core;
    TestPeer& ann = core.connect();
    TestPeer& phone = core.connect();
    TestPeer& bob = core.connect();
    bob.enter("bob", "general");
    const QByteArray token = member(ann.enter("ann", "general"), "token").toLatin1();
    phone.inject(R"({"type":"hello","protocol":2,"client":"test","token":")" + token + R"("})");
    phone.expect(
        R"({"type":"welcome","rooms":[{"room":"#general","log":"*","name":"general","topic":"","head":0,"n":0,"read":0}],"...":true})");
    for (const char* nonce : {"1", "2", "3"})
        bob.inject(QByteArray(R"({"type":"message","room":"#general","text":"m","nonce":")") + nonce + R"("})");
    ann.take();
    ann.inject(R"({"type":"read","room":"#general","n":2,"ref":"r"})");
    ann.expect(R"({"type":"ok","ref":"r"})");
    phone.expect(R"({"type":"read_moved","room":"#general","read":2})");
    ann.inject(R"({"type":"read","room":"#general","n":1,"ref":"r"})");
    ann.expect(R"({"type":"ok","ref":"r"})");
    phone.expectNothing();
    ann.inject(R"({"type":"read","room":"#general","n":99})");
    phone.expect(R"({"type":"read_moved","room":"#general","read":3})");
    // Who writes has read.
    bob.inject(R"({"type":"message","room":"#general","text":"m","nonce":"4"})");
    ann.inject(R"({"type":"message","room":"#general","text":"m","nonce":"5"})");
    ann.inject(R"({"type":"join","name":"general"})");
    ann.expect(R"({"type":"message","n":4,"...":true})");
    ann.expect(R"({"type":"message","n":5,"...":true})");
    ann.expect(R"({"type":"joined","n":5,"read":5,"...":true})");
}

void FullTest::aRenamedRoomGoesOn()
{
    ServerCore core;
    TestPeer& ann = core.connect();
    TestPeer& bob = core.connect();
    TestPeer& old = core.connect();
    ann.enter("ann", "general");
    const QByteArray token = member(bob.enter("bob", "general"), "token").toLatin1();
    old.joinPlain("old", "general");
    core.pass(200);
    for (TestPeer* peer : {&ann, &bob, &old})
        peer->take();
    bob.inject(R"({"type":"set_room","room":"#general","name":"Team","nonce":"1"})");
    bob.expect(R"({"type":"error","code":"forbidden","message":"*","nonce":"1"})"); // ann made it
    ann.inject(R"({"type":"set_room","room":"#general","name":"Team","nonce":"1"})");
    for (TestPeer* peer : {&ann, &bob}) {
        peer->expect(R"({"type":"room_changed","room":"#general","seq":1,"n":0,"by":{"id":"*","username":"ann"},
                         "name":"Team","timestamp":"*","nonce":"1"})");
    }
    old.expectNothing(); // names are nothing that a plain client hears of
    ann.inject(R"({"type":"set_room","room":"#general","name":"Team","nonce":"1"})");
    ann.expect(R"({"type":"sent","room":"#general","seq":1,"nonce":"1"})");

    // Everybody goes on talking.
    old.inject(R"({"type":"message","text":"still here"})");
    for (TestPeer* peer : {&ann, &bob, &old})
        peer->expect(R"({"type":"message","text":"still here","...":true})");

    // It is found by its new name, in any spelling; the former one is free.
    TestPeer& carl = core.connect();
    carl.inject(R"({"type":"hello","protocol":2,"client":"test"})");
    carl.inject(R"({"type":"join","name":"TEAM"})");
    carl.expect(R"({"type":"welcome","...":true})");
    carl.expect(R"({"type":"joined","room":"#general","name":"Team","...":true})");
    ann.inject(R"({"type":"join","name":"general","ref":"j"})");
    ann.take();
    QVERIFY(core.rooms.findNamed(*RoomName::parse(u"general"))->id() != core.room("Team"));
    ann.inject(R"({"type":"set_room","room":"#Team","name":"GENERAL","nonce":"2"})");
    ann.expect(R"({"type":"error","code":"name_taken","field":"name","message":"*","nonce":"2"})");

    // Who was away finds the new name in welcome and the event where they left off.
    TestPeer& phone = core.connect();
    phone.inject(R"({"type":"hello","protocol":2,"client":"test","token":")" + token + R"("})");
    phone.expect(R"({"type":"welcome","rooms":[{"room":"#Team","name":"Team","head":2,"...":true}],"...":true})");
    phone.inject(R"({"type":"join","room":"#Team","since":0,"log":")" +
                 core.rooms.find(core.room("Team"))->log().text() + R"("})");
    phone.expect(R"({"type":"joined","name":"Team","events":[{"type":"room_changed","name":"Team","...":true},
                     {"type":"message","...":true}],"...":true})");
}

void FullTest::membershipReachesTheOtherConnections()
{
    ServerCore core;
    TestPeer& ann = core.connect();
    TestPeer& phone = core.connect();
    TestPeer& bob = core.connect();
    const QByteArray token = member(ann.enter("ann", "general"), "token").toLatin1();
    bob.enter("bob", "general");
    phone.inject(R"({"type":"hello","protocol":2,"client":"test","token":")" + token + R"("})");
    phone.inject(R"({"type":"join","name":"general"})");
    phone.take();
    ann.inject(R"({"type":"join","name":"random"})");
    phone.expect(
        R"({"type":"room_joined","membership":{"room":"#random","log":"*","name":"random","topic":"","role":"owner","head":0,"n":0,"read":0}})");
    core.pass(200);
    ann.take();
    bob.take();
    phone.take();
    phone.inject(R"({"type":"leave","room":"#general","ref":"l"})");
    phone.expect(R"({"type":"ok","ref":"l"})");
    ann.expect(R"({"type":"room_left","room":"#general","reason":"left"})");
    core.pass(200);
    bob.expect(R"({"type":"presence","room":"#general","joined":[],"left":["*"],"userCount":1})");
    bob.inject(R"({"type":"message","room":"#general","text":"gone?","nonce":"1"})");
    ann.expectNothing();
    ann.inject(R"({"type":"message","room":"#general","text":"hi","nonce":"9"})");
    ann.expect(R"({"type":"error","code":"not_joined","message":"*","nonce":"9"})");
}

void FullTest::heartbeatsSayWhatWasWritten()
{
    ServerCore core;
    TestPeer& ann = core.connect();
    ann.enter("ann", "general");
    ann.inject(R"({"type":"message","room":"#general","text":"m","nonce":"1"})");
    ann.take();
    core.pass(20'100);
    ann.expect(R"({"type":"presence","...":true})");
    ann.expect(R"({"type":"heartbeat","heads":{"#general":1}})");
    ann.take();
    ann.inject(R"({"type":"ping","ref":"p"})");
    ann.expect(R"({"type":"heartbeat","heads":{"#general":1},"ref":"p"})");
    core.pass(20'000);
    ann.expect(R"({"type":"heartbeat","heads":{"#general":1}})");
    ann.expectNothing();
}

void FullTest::neverGreeted()
{
    ServerCore core;
    TestPeer& silent = core.connect();
    core.pass(299'000);
    QVERIFY(!silent.closedWith);
    core.pass(1'100);
    QCOMPARE(silent.closedWith, CloseCode::NotGreeted);
    QCOMPARE(core.hub.count(), size_t(0));
}

} // namespace parlance

using parlance::FullTest;
PARLANCE_SUITE(full, FullTest)
#include "full_test.moc"
