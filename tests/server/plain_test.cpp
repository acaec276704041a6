#include "support/frames.h"
#include "support/servercore.h"
#include "support/suite.h"

#include <QTest>

namespace parlance {

using test::ServerCore;
using test::TestPeer;

/// The tutorial's protocol, exchange by exchange.
class PlainTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void joinTalkLeave();
    void historyIsTheLastHundredOldestFirst();
    void roomChangeLeavesTheRoomBefore();
    void sameRoomAgainIsLeftAndJoined();
    void typingEndsByItselfOnlyAfterAMinute();
    void typingEndsWithTheMessageAndTheConnection();
    void longNamesAndTextsAreCut();
    void badRequestsKeepTheConnection();
    void aCrowdIsToldLessButTheLastListIsRight();
    void passwordIsAskedOfJoin();
};

void PlainTest::joinTalkLeave()
{
    ServerCore core;
    TestPeer& ann = core.connect();
    ann.inject(R"({"type":"join","username":"ann","room":"general"})");
    const QByteArray joined = ann.expect(
        R"({"type":"joined","clientId":"*","room":"general","history":[],"users":[{"id":"*","username":"ann"}]})");
    const QByteArray annId = test::member(joined, "clientId").toLatin1();

    TestPeer& bob = core.connect();
    bob.inject(R"({"type":"join","username":"bob","room":"general"})");
    bob.expect(R"({"type":"joined","clientId":"*","room":"general","history":[],
                   "users":[{"id":"*","username":"ann"},{"id":"*","username":"bob"}]})");
    ann.expect(R"({"type":"user_joined","userId":"*","username":"bob",
                   "users":[{"id":"*","username":"ann"},{"id":"*","username":"bob"}]})");

    ann.inject(R"({"type":"message","text":"hi"})");
    const QByteArray message = R"({"type":"message","id":"*","userId":")" + annId +
                               R"(","username":"ann","text":"hi","timestamp":1774000000000})";
    ann.expect(message);
    bob.expect(message);

    ann.inject(R"({"type":"typing","isTyping":true})");
    bob.expect(R"({"type":"typing","userId":")" + annId + R"(","username":"ann","isTyping":true})");
    ann.inject(R"({"type":"typing","isTyping":false})");
    bob.expect(R"({"type":"typing","userId":")" + annId + R"(","username":"ann","isTyping":false})");

    ann.vanish();
    bob.expect(R"({"type":"user_left","userId":")" + annId +
               R"(","username":"ann","users":[{"id":"*","username":"bob"}]})");
    bob.expectNothing();
    ann.expectNothing();
}

void PlainTest::historyIsTheLastHundredOldestFirst()
{
    ServerFacts facts;
    facts.limits.messages = 0;
    ServerCore core(facts);
    TestPeer& ann = core.connect();
    ann.joinPlain("ann", "general");
    for (int i = 1; i <= 130; ++i)
        ann.inject(R"({"type":"message","text":"m)" + QByteArray::number(i) + R"("})");
    QCOMPARE(ann.take().size(), size_t(130));

    const QByteArray joined = core.connect().joinPlain("bob", "general");
    QCOMPARE(joined.count("\"timestamp\""), 100);
    QVERIFY(joined.indexOf("\"m31\"") > 0);
    QVERIFY(joined.indexOf("\"m31\"") < joined.indexOf("\"m130\""));
    QVERIFY(!joined.contains("\"m30\""));
}

void PlainTest::roomChangeLeavesTheRoomBefore()
{
    ServerCore core;
    TestPeer& ann = core.connect();
    TestPeer& bob = core.connect();
    ann.joinPlain("ann", "general");
    bob.joinPlain("bob", "general");
    ann.take();
    bob.joinPlain("bob", "random");
    ann.expect(R"({"type":"user_left","userId":"*","username":"bob","users":[{"id":"*","username":"ann"}]})");
    bob.inject(R"({"type":"message","text":"only here"})");
    bob.expect(R"({"type":"message","text":"only here","...":true})");
    ann.expectNothing();
}

void PlainTest::sameRoomAgainIsLeftAndJoined()
{
    ServerCore core;
    TestPeer& ann = core.connect();
    TestPeer& bob = core.connect();
    ann.joinPlain("ann", "general");
    bob.joinPlain("bob", "general");
    ann.take();
    bob.joinPlain("bobby", "general");
    ann.expect(R"({"type":"user_left","username":"bob","...":true})");
    ann.expect(R"({"type":"user_joined","username":"bobby","...":true})");
    ann.expectNothing();
}

void PlainTest::typingEndsByItselfOnlyAfterAMinute()
{
    ServerCore core;
    TestPeer& ann = core.connect();
    TestPeer& bob = core.connect();
    TestPeer& full = core.connect();
    ann.joinPlain("ann", "general");
    bob.joinPlain("bob", "general");
    full.enter("Full", "general");
    core.pass(200);
    ann.take();
    bob.take();
    full.take();

    ann.inject(R"({"type":"typing","isTyping":true})");
    bob.expect(R"({"type":"typing","isTyping":true,"...":true})");
    core.pass(20'000);
    bob.expectNothing(); // one "true" for 20 s of typing
    // Full clients forget after 8 s, so they are reminded.
    int reminders = 0;
    for (const QByteArray& frame : full.take())
        reminders += frame.contains("\"isTyping\":true") ? 1 : 0;
    QCOMPARE(reminders, 1 + 4);
    core.pass(40'100);
    bob.expect(R"({"type":"typing","isTyping":false,"...":true})");
    ann.expectNothing();
}

void PlainTest::typingEndsWithTheMessageAndTheConnection()
{
    ServerCore core;
    TestPeer& ann = core.connect();
    TestPeer& bob = core.connect();
    ann.joinPlain("ann", "general");
    bob.joinPlain("bob", "general");
    ann.take();
    ann.inject(R"({"type":"typing","isTyping":true})");
    ann.inject(R"({"type":"message","text":"hi"})");
    bob.expect(R"({"type":"typing","isTyping":true,"...":true})");
    bob.expect(R"({"type":"typing","isTyping":false,"...":true})");
    bob.expect(R"({"type":"message","text":"hi","...":true})");
    ann.inject(R"({"type":"typing","isTyping":true})");
    ann.vanish();
    bob.expect(R"({"type":"typing","isTyping":true,"...":true})");
    bob.expect(R"({"type":"typing","isTyping":false,"...":true})");
    bob.expect(R"({"type":"user_left","...":true})");
}

void PlainTest::longNamesAndTextsAreCut()
{
    ServerCore core;
    TestPeer& ann = core.connect();
    ann.inject(R"({"type":"join","username":")" + QByteArray(40, 'a') + R"(","room":")" + QByteArray(90, 'r') +
               R"("})");
    ann.expect(R"({"type":"joined","clientId":"*","room":")" + QByteArray(64, 'r') +
               R"(","history":[],"users":[{"id":"*","username":")" + QByteArray(32, 'a') + R"("}]})");
    // 1,999 letters and a face, which takes two units: cut before it, not in the middle of it.
    ann.inject(R"({"type":"message","text":")" + QByteArray(1'999, 'x') + "😀 more\"}");
    ann.expect(R"({"type":"message","text":")" + QByteArray(1'999, 'x') + R"(","...":true})");
}

void PlainTest::badRequestsKeepTheConnection()
{
    ServerCore core;
    TestPeer& ann = core.connect();
    const auto refused = [&](const QByteArray& frame, const QByteArray& code, const QByteArray& field = {}) {
        const QByteArray where = field.isEmpty() ? QByteArray() : R"(,"field":")" + field + '"';
        ann.inject(frame);
        ann.expect(R"({"type":"error","message":"*","code":")" + code + '"' + where + "}");
    };
    refused("not json", "invalid_json");
    refused(R"({"type":"message","text":"hi"})", "not_joined");
    refused(R"({"type":"typing","isTyping":true})", "not_joined");
    refused(R"({"type":"join","name":"general"})", "bad_request", "username");
    refused(R"({"type":"join","username":"ann"})", "bad_request", "room");
    refused(R"({"type":"join","username":" ","room":"general"})", "bad_request", "username");
    refused(R"({"type":"join","username":7,"room":"general"})", "bad_request", "username");
    ann.joinPlain("ann", "general");
    refused(R"({"type":"message","text":""})", "bad_request", "text");
    refused(R"({"type":"message","text":"  \n "})", "bad_request", "text");
    refused(R"({"type":"message"})", "bad_request", "text");
    refused(R"({"type":"dance"})", "unknown_type");
    refused(R"({"type":"hello","protocol":2,"client":"x"})", "bad_request");
    refused("{", "invalid_json");
    ann.inject(R"({"type":"message","text":"still here"})");
    ann.expect(R"({"type":"message","text":"still here","...":true})");
    QVERIFY(!ann.closedWith);
}

void PlainTest::aCrowdIsToldLessButTheLastListIsRight()
{
    ServerCore core;
    TestPeer& watcher = core.connect();
    watcher.joinPlain("watcher", "general");
    for (int i = 1; i <= 150; ++i)
        core.connect().joinPlain("guest " + QByteArray::number(i), "general");
    // One by one, until what all of them are told amounts to a second's worth.
    const auto storm = watcher.take();
    qsizetype bytes = 0;
    for (size_t i = 0; i < storm.size(); ++i)
        bytes += storm[i].size() * qsizetype(i + 2);
    QVERIFY(storm.size() > 20);
    QVERIFY2(bytes < limits::plainPresence + 60'000, QByteArray::number(bytes).constData());
    core.pass(3'000);
    const auto late = watcher.take();
    QVERIFY(!late.empty());
    QCOMPARE(late.back().count("\"username\""), 151 + 1);
}

void PlainTest::passwordIsAskedOfJoin()
{
    ServerCore core({}, QStringLiteral("open sesame"));
    TestPeer& ann = core.connect();
    ann.inject(R"({"type":"join","username":"ann","room":"general"})");
    ann.expect(R"({"type":"error","code":"unauthenticated","field":"password","message":"*"})");
    ann.inject(R"({"type":"join","username":"ann","room":"general","password":"sesame"})");
    ann.expect(R"({"type":"error","code":"unauthenticated","field":"password","message":"*"})");
    ann.inject(R"({"type":"join","username":"ann","room":"general","password":"open sesame"})");
    ann.expect(R"({"type":"joined","...":true})");
    ann.joinPlain("ann", "random"); // once is enough
}

} // namespace parlance

using parlance::PlainTest;
PARLANCE_SUITE(plain, PlainTest)
#include "plain_test.moc"
