#include "support/frames.h"
#include "support/servercore.h"
#include "support/suite.h"

#include <QTest>

namespace parlance {

using test::member;
using test::ServerCore;
using test::TestPeer;

/// Who is there, what they are called and whom they mean: the full protocol between people.
class PeopleTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void presenceIsGathered();
    void typingEndsByItself();
    void renameReachesEverybodyWhoSharesARoom();
    void renameOutlivesItsConnection();
    void renamingHasOneLimit();
    void membershipsComeInPages();
    void whatNeedsNoRoomLoadsNone();
    void aReadMarkDoesNotUndoALeave();
    void membersAreFoundByTheirNames();
    void directoryAndMembers();
    void mentionsAreFoundByTheServer();
};

void PeopleTest::presenceIsGathered()
{
    ServerCore core;
    TestPeer& ann = core.connect();
    ann.enter("ann", "general");
    core.pass(200);
    ann.take();
    TestPeer& bob = core.connect();
    bob.enter("bob", "general");
    core.connect().joinPlain("old", "general");
    TestPeer& brief = core.connect();
    brief.enter("brief", "general");
    brief.vanish();
    ann.expectNothing(); // not yet
    core.pass(200);
    ann.expect(R"({"type":"presence","room":"#general","joined":[{"id":"*","username":"*"},{"id":"*","username":"*"}],
                   "left":[],"userCount":3})");
    bob.vanish();
    core.pass(200);
    ann.expect(R"({"type":"presence","room":"#general","joined":[],"left":["*"],"userCount":2})");
    ann.expectNothing();
}

void PeopleTest::typingEndsByItself()
{
    ServerCore core;
    TestPeer& ann = core.connect();
    TestPeer& bob = core.connect();
    ann.enter("ann", "general");
    bob.enter("bob", "general");
    core.pass(200);
    ann.take();
    bob.take();
    const QByteArray typing = R"({"type":"typing","room":"#general","isTyping":true})";
    const QByteArray heard = R"({"type":"typing","room":"#general","userId":"*","username":"ann","isTyping":true})";
    ann.inject(typing);
    bob.expect(heard);
    core.pass(3'000);
    ann.inject(typing);
    bob.expect(heard); // repeated, or bob would forget
    core.pass(5'900);
    bob.expectNothing();
    core.pass(200);
    bob.expect(R"({"type":"typing","room":"#general","userId":"*","username":"ann","isTyping":false})");
    ann.expectNothing();
}

void PeopleTest::renameReachesEverybodyWhoSharesARoom()
{
    ServerCore core;
    TestPeer& ann = core.connect();
    TestPeer& phone = core.connect();
    TestPeer& bob = core.connect();
    TestPeer& stranger = core.connect();
    const QByteArray token = member(ann.enter("ann", "general"), "token").toLatin1();
    ann.inject(R"({"type":"join","name":"random"})");
    bob.enter("bob", "general");
    bob.inject(R"({"type":"join","name":"random"})");
    stranger.enter("eve", "elsewhere");
    phone.inject(R"({"type":"hello","protocol":2,"client":"test","token":")" + token + R"("})");
    core.pass(200);
    for (TestPeer* peer : {&ann, &bob, &phone, &stranger})
        peer->take();
    ann.inject(R"({"type":"rename","name":"  Ann Lee ","ref":"n"})");
    ann.expect(R"({"type":"renamed","userId":"*","username":"Ann Lee","ref":"n"})");
    ann.expectNothing();
    bob.expectNothing(); // not yet: it is gathered
    core.pass(200);
    for (int rooms = 0; rooms < 2; ++rooms)
        bob.expect(R"({"type":"renamed","userId":"*","username":"Ann Lee"})");
    bob.expectNothing();
    ann.expectNothing();
    phone.expect(R"({"type":"renamed","userId":"*","username":"Ann Lee"})");
    stranger.expectNothing();
    ann.inject(R"({"type":"rename","name":"a\u200bb","ref":"n"})");
    ann.expect(
        R"({"type":"error","code":"bad_request","message":"name: must not contain the character U+200B; leave it out","ref":"n","field":"name"})");
    // A hello with another name renames, too.
    TestPeer& tablet = core.connect();
    tablet.inject(R"({"type":"hello","protocol":2,"client":"test","name":"Annie","token":")" + token + R"("})");
    core.pass(200);
    bob.expect(R"({"type":"renamed","userId":"*","username":"Annie"})");
}

/// Whoever renames and goes at once is renamed also in the rooms that they were not in.
void PeopleTest::renameOutlivesItsConnection()
{
    ServerCore core;
    TestPeer& ann = core.connect();
    TestPeer& bob = core.connect();
    const QByteArray token = member(ann.enter("ann", "general"), "token").toLatin1();
    bob.enter("bob", "general");
    ann.vanish();
    TestPeer& again = core.connect();
    again.inject(R"({"type":"hello","protocol":2,"client":"test","token":")" + token + R"("})");
    again.expect(R"({"type":"welcome","...":true})");
    core.pass(200);
    bob.take();
    again.inject(R"({"type":"rename","name":"Ann Lee"})");
    again.vanish();
    core.pass(200);
    bob.expect(R"({"type":"renamed","userId":"*","username":"Ann Lee"})");
    bob.inject(R"({"type":"members","room":"#general","prefix":"lee","ref":"m"})");
    bob.expect(R"({"type":"members","room":"#general","members":["*"],"more":false,"ref":"m"})");
}

void PeopleTest::renamingHasOneLimit()
{
    ServerCore core;
    TestPeer& ann = core.connect();
    const QByteArray token = member(ann.enter("ann", "general"), "token").toLatin1();
    const auto hello = [&](const QByteArray& name) {
        TestPeer& again = core.connect();
        again.inject(R"({"type":"hello","protocol":2,"client":"test","name":")" + name + R"(","token":")" + token +
                     R"("})");
        return member(again.expect(R"({"type":"welcome","...":true})"), "username");
    };
    for (int i = 0; i < 3; ++i)
        ann.inject(R"({"type":"rename","name":"by request )" + QByteArray::number(i) + R"("})");
    QCOMPARE(hello("by hello 1"), QStringLiteral("by hello 1"));
    QCOMPARE(hello("by hello 2"), QStringLiteral("by hello 2"));
    QCOMPARE(hello("by hello 3"), QStringLiteral("by hello 2")); // in, but not under another name
    QCOMPARE(hello("by hello 2"), QStringLiteral("by hello 2"));
    ann.take();
    ann.inject(R"({"type":"rename","name":"by request 4","ref":"n"})");
    ann.expect(R"({"type":"error","code":"rate_limited","message":"*","retryAfter":"*","ref":"n"})");
}

void PeopleTest::membershipsComeInPages()
{
    ServerFacts facts;
    facts.newRoomsPerHour = 0;
    facts.limits.rooms = 1'000;
    ServerCore core(facts);
    TestPeer& ann = core.connect();
    const QByteArray token = member(ann.enter("ann", "general"), "token").toLatin1();
    for (int i = 0; i < limits::membershipsPage + 50; ++i) {
        if (i % 100 == 0)
            core.pass(20'000);
        ann.inject(R"({"type":"join","name":"room )" + QByteArray::number(i) + R"("})");
    }
    core.settle();
    TestPeer& phone = core.connect();
    phone.inject(R"({"type":"hello","protocol":2,"client":"test","token":")" + token + R"("})");
    const QByteArray welcome = phone.expect(R"({"type":"welcome","more":true,"...":true})");
    QCOMPARE(welcome.count("\"room\":"), limits::membershipsPage + 1); // and one in the limits
    const qsizetype last = welcome.lastIndexOf("{\"room\":\"") + 9;
    const QByteArray name = welcome.sliced(last, welcome.indexOf('"', last) - last);
    phone.inject(R"({"type":"memberships","after":")" + name + R"(","ref":"m"})");
    const QByteArray page = phone.expect(R"({"type":"memberships","more":false,"...":true,"ref":"m"})");
    QCOMPARE(page.count("\"room\":"), 51);
    phone.inject(R"({"type":"memberships","after":"nowhere","ref":"m"})");
    phone.expect(R"({"type":"error","code":"not_found","field":"room","message":"*","ref":"m"})");
}

void PeopleTest::whatNeedsNoRoomLoadsNone()
{
    ServerCore core;
    TestPeer& ann = core.connect();
    TestPeer& bob = core.connect();
    const QByteArray token = member(ann.enter("ann", "general"), "token").toLatin1();
    bob.enter("bob", "general");
    bob.inject(R"({"type":"message","room":"#general","text":"hi","nonce":"1"})");
    bob.vanish();
    ann.vanish();
    core.pass(2 * Rooms::lingerTime);
    QCOMPARE(core.rooms.count(), size_t(0));
    TestPeer& again = core.connect();
    TestPeer& phone = core.connect();
    for (TestPeer* peer : {&again, &phone}) {
        peer->inject(R"({"type":"hello","protocol":2,"client":"test","token":")" + token + R"("})");
        peer->expect(R"({"type":"welcome","...":true})");
    }
    again.inject(R"({"type":"read","room":"#general","n":5,"ref":"r"})");
    again.expect(R"({"type":"ok","ref":"r"})");
    phone.expect(R"({"type":"read_moved","room":"#general","read":1})");
    again.inject(R"({"type":"read","room":"#general","n":1,"ref":"r"})"); // which is no news
    again.expect(R"({"type":"ok","ref":"r"})");
    phone.expectNothing();
    again.inject(R"({"type":"history","room":"#general","ref":"h"})");
    again.expect(R"({"type":"history","room":"#general","messages":["*"],"ref":"h","...":true})");
    again.inject(R"({"type":"read","room":"#nowhere","n":1,"ref":"r"})");
    again.expect(R"({"type":"error","code":"not_joined","message":"*","ref":"r"})");
    QCOMPARE(core.rooms.count(), size_t(0));
    again.inject(R"({"type":"members","room":"#general","ref":"m"})"); // which does
    again.expect(R"({"type":"members","room":"#general","members":["*","*"],"more":false,"ref":"m"})");
    QCOMPARE(core.rooms.lingering(), size_t(1));
    again.inject(R"({"type":"leave","room":"#general","ref":"l"})");
    again.expect(R"({"type":"ok","ref":"l"})");
    phone.expect(R"({"type":"room_left","room":"#general","reason":"left"})");
    again.inject(R"({"type":"history","room":"#general","ref":"h"})");
    again.expect(R"({"type":"error","code":"not_joined","message":"*","ref":"h"})");
}

void PeopleTest::aReadMarkDoesNotUndoALeave()
{
    ServerCore core;
    TestPeer& ann = core.connect();
    TestPeer& bob = core.connect();
    const QByteArray token = member(ann.enter("ann", "general"), "token").toLatin1();
    bob.enter("bob", "general");
    bob.inject(R"({"type":"message","room":"#general","text":"hi","nonce":"1"})");
    bob.vanish();
    ann.vanish();
    core.pass(2 * Rooms::lingerTime);
    const auto enter = [&](TestPeer& peer) {
        peer.inject(R"({"type":"hello","protocol":2,"client":"test","token":")" + token + R"("})");
        peer.expect(R"({"type":"welcome","...":true})");
    };
    TestPeer& desk = core.connect();
    TestPeer& phone = core.connect();
    enter(desk);
    enter(phone);
    // Both ask the store before either is answered, since the room is not in memory.
    desk.inject(R"({"type":"leave","room":"#general","ref":"l"})");
    phone.inject(R"({"type":"read","room":"#general","n":1,"ref":"r"})");
    desk.expect(R"({"type":"ok","ref":"l"})");
    core.settle();
    TestPeer& later = core.connect();
    later.inject(R"({"type":"hello","protocol":2,"client":"test","token":")" + token + R"("})");
    later.expect(R"({"type":"welcome","rooms":[],"...":true})");
}

void PeopleTest::membersAreFoundByTheirNames()
{
    ServerCore core;
    TestPeer& ann = core.connect();
    ann.enter("Ann Lee", "general");
    for (const char* name : {"Leo", "Zoe Legrand", "mc-lean", "Bob", "Élise", "Anna Weiß"})
        core.connect().enter(name, "general");
    const auto find = [&](const QByteArray& rest) {
        ann.take();
        ann.inject(R"({"type":"members","room":"#general","ref":"m",)" + rest + "}");
        return ann.expect(R"({"type":"members","room":"#general","...":true,"ref":"m"})");
    };
    const QByteArray le = find(R"("prefix":"LE")");
    QCOMPARE(le.count("username"), 4);
    QVERIFY(le.contains("Ann Lee") && le.contains("Leo") && le.contains("Zoe Legrand") && le.contains("mc-lean"));
    QVERIFY(le.contains(R"("more":false)"));
    QCOMPARE(find(R"("prefix":"ann l")").count("username"), 1);
    QCOMPARE(find(R"("prefix":"él")").count("username"), 1);
    QCOMPARE(find(R"("prefix":"E\u0301L")").count("username"), 1); // however the letter is composed
    QCOMPARE(find(R"("prefix":"WEISS")").count("username"), 1);
    QCOMPARE(find(R"("prefix":"ee")").count("username"), 0); // the middle of a word
    const QByteArray two = find(R"("prefix":"le","limit":2)");
    QCOMPARE(two.count("username"), 2);
    QVERIFY(two.contains(R"("more":true)"));
    QVERIFY(find(R"("limit":5)").contains(R"("more":true)"));
    // Who comes, goes and is renamed afterwards counts, too.
    TestPeer& late = core.connect();
    late.enter("Lena", "general");
    QCOMPARE(find(R"("prefix":"le")").count("username"), 5);
    late.inject(R"({"type":"rename","name":"Magda"})");
    QCOMPARE(find(R"("prefix":"le")").count("username"), 4);
    QCOMPARE(find(R"("prefix":"mag")").count("username"), 1);
    late.inject(R"({"type":"leave","room":"#general"})");
    QCOMPARE(find(R"("prefix":"mag")").count("username"), 0);
    ann.inject(R"({"type":"members","room":"#general","prefix":"a","after":"b","ref":"m"})");
    ann.expect(R"({"type":"error","code":"bad_request","message":"*","ref":"m"})");
}

void PeopleTest::directoryAndMembers()
{
    ServerCore core;
    TestPeer& ann = core.connect();
    ann.enter("ann", "general");
    ann.inject(R"({"type":"join","name":"Games"})");
    ann.inject(R"({"type":"join","name":"random"})");
    ann.take();
    TestPeer& bob = core.connect();
    bob.enter("bob", "general");
    bob.vanish();
    ann.inject(R"({"type":"rooms","contains":"g","ref":"d"})");
    ann.expect(R"({"type":"rooms","rooms":[{"room":"#Games","log":"*","name":"Games","topic":"","n":0,"userCount":1},
                   {"room":"#general","log":"*","name":"general","topic":"","n":0,"userCount":1}],"more":false,"ref":"d"})");
    ann.inject(R"({"type":"rooms","limit":1,"ref":"d"})");
    ann.expect(R"({"type":"rooms","rooms":[{"room":"#Games","...":true}],"more":true,"next":"Games","ref":"d"})");
    ann.inject(R"({"type":"rooms","limit":1,"after":"Games","ref":"d"})");
    ann.expect(R"({"type":"rooms","rooms":[{"room":"#general","...":true}],"more":true,"next":"general","ref":"d"})");
    ann.inject(R"({"type":"members","room":"#general","ref":"m"})");
    const QByteArray members =
        ann.expect(R"({"type":"members","room":"#general","members":["*","*"],"more":false,"ref":"m"})");
    QVERIFY(members.contains(R"("username":"ann","present":true})"));
    QVERIFY(members.contains(R"("username":"bob","present":false,"lastSeen":)"));
    ann.inject(R"({"type":"members","room":"#nowhere","ref":"m"})");
    ann.expect(R"({"type":"error","code":"not_joined","message":"*","ref":"m"})");
}

void PeopleTest::mentionsAreFoundByTheServer()
{
    ServerCore core;
    TestPeer& ann = core.connect();
    TestPeer& bob = core.connect();
    ann.enter("ann", "general");
    const QByteArray bobId = member(bob.enter("Bob Ray", "general"), "userId").toLatin1();
    ann.inject(R"({"type":"message","room":"#general","text":"hi @bob ray, and @all","nonce":"1"})");
    ann.expect(R"({"type":"message","mentions":[")" + bobId + R"(","all"],"...":true})");
    ann.inject(R"({"type":"message","room":"#general","text":"x@bob ray.example @bobby","nonce":"2"})");
    QVERIFY(!ann.expect(R"({"type":"message","...":true})").contains("mentions"));
}

} // namespace parlance

using parlance::PeopleTest;
PARLANCE_SUITE(people, PeopleTest)
#include "people_test.moc"
