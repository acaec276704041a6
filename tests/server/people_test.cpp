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
    ann.expect(R"({"type":"presence","room":"general","joined":[{"id":"*","username":"*"},{"id":"*","username":"*"}],
                   "left":[],"userCount":3})");
    bob.vanish();
    core.pass(200);
    ann.expect(R"({"type":"presence","room":"general","joined":[],"left":["*"],"userCount":2})");
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
    const QByteArray typing = R"({"type":"typing","room":"general","isTyping":true})";
    const QByteArray heard = R"({"type":"typing","room":"general","userId":"*","username":"ann","isTyping":true})";
    ann.inject(typing);
    bob.expect(heard);
    core.pass(3'000);
    ann.inject(typing);
    bob.expect(heard); // repeated, or bob would forget
    core.pass(5'900);
    bob.expectNothing();
    core.pass(200);
    bob.expect(R"({"type":"typing","room":"general","userId":"*","username":"ann","isTyping":false})");
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
    ann.inject(R"({"type":"join","room":"random"})");
    bob.enter("bob", "general");
    bob.inject(R"({"type":"join","room":"random"})");
    stranger.enter("eve", "elsewhere");
    phone.inject(R"({"type":"hello","protocol":1,"client":"test","token":")" + token + R"("})");
    core.pass(200);
    for (TestPeer* peer : {&ann, &bob, &phone, &stranger})
        peer->take();
    ann.inject(R"({"type":"rename","name":"  Ann Lee ","ref":"n"})");
    ann.expect(R"({"type":"renamed","userId":"*","username":"Ann Lee","ref":"n"})");
    ann.expectNothing();
    bob.expect(R"({"type":"renamed","userId":"*","username":"Ann Lee"})");
    bob.expectNothing(); // once, although two rooms are shared
    phone.expect(R"({"type":"renamed","userId":"*","username":"Ann Lee"})");
    stranger.expectNothing();
    ann.inject(R"({"type":"rename","name":"a\u200bb","ref":"n"})");
    ann.expect(
        R"({"type":"error","code":"bad_request","message":"name: must not contain the character U+200B; leave it out","ref":"n"})");
    // A hello with another name renames, too.
    TestPeer& tablet = core.connect();
    tablet.inject(R"({"type":"hello","protocol":1,"client":"test","name":"Annie","token":")" + token + R"("})");
    bob.expect(R"({"type":"renamed","userId":"*","username":"Annie"})");
}

void PeopleTest::directoryAndMembers()
{
    ServerCore core;
    TestPeer& ann = core.connect();
    ann.enter("ann", "general");
    ann.inject(R"({"type":"join","room":"Games"})");
    ann.inject(R"({"type":"join","room":"random"})");
    ann.take();
    TestPeer& bob = core.connect();
    bob.enter("bob", "general");
    bob.vanish();
    ann.inject(R"({"type":"rooms","prefix":"g","ref":"d"})");
    ann.expect(R"({"type":"rooms","rooms":[{"room":"Games","topic":"","n":0,"userCount":1},
                   {"room":"general","topic":"","n":0,"userCount":1}],"more":false,"ref":"d"})");
    ann.inject(R"({"type":"rooms","limit":1,"ref":"d"})");
    ann.expect(R"({"type":"rooms","rooms":[{"room":"Games","...":true}],"more":true,"ref":"d"})");
    ann.inject(R"({"type":"rooms","limit":1,"after":"Games","ref":"d"})");
    ann.expect(R"({"type":"rooms","rooms":[{"room":"general","...":true}],"more":true,"ref":"d"})");
    ann.inject(R"({"type":"members","room":"general","ref":"m"})");
    const QByteArray members =
        ann.expect(R"({"type":"members","room":"general","members":["*","*"],"more":false,"ref":"m"})");
    QVERIFY(members.contains(R"("username":"ann","present":true})"));
    QVERIFY(members.contains(R"("username":"bob","present":false,"lastSeen":)"));
    ann.inject(R"({"type":"members","room":"nowhere","ref":"m"})");
    ann.expect(R"({"type":"error","code":"not_joined","message":"*","ref":"m"})");
}

void PeopleTest::mentionsAreFoundByTheServer()
{
    ServerCore core;
    TestPeer& ann = core.connect();
    TestPeer& bob = core.connect();
    ann.enter("ann", "general");
    const QByteArray bobId = member(bob.enter("Bob Ray", "general"), "userId").toLatin1();
    ann.inject(R"({"type":"message","room":"general","text":"hi @bob ray, and @all","nonce":"1"})");
    ann.expect(R"({"type":"message","mentions":[")" + bobId + R"(","all"],"...":true})");
    ann.inject(R"({"type":"message","room":"general","text":"x@bob ray.example @bobby","nonce":"2"})");
    QVERIFY(!ann.expect(R"({"type":"message","...":true})").contains("mentions"));
}

} // namespace parlance

using parlance::PeopleTest;
PARLANCE_SUITE(people, PeopleTest)
#include "people_test.moc"
