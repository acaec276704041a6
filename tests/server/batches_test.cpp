#include "protocol/textframe.h"
#include "session/batch.h"
#include "session/session.h"
#include "support/frames.h"
#include "support/servercore.h"
#include "support/suite.h"

#include <QTest>

#include <numeric>

namespace parlance {

using test::ServerCore;
using test::TestPeer;

/// What is told to a room is gathered until the end of the loop's pass. Here something happens to a connection in the
/// same pass, after an event and before it was written.
class BatchesTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void init();
    void joinsInThePassOfAMessage();
    void leavesInThePassOfAMessage();
    void repeatsInThePassOfAMessage();
    void isBeatenInThePassOfAMessage();
    void isClosedInThePassOfAMessage();
    void typistsHearNothingOfThemselves();
    void largeBatchesDoNotWait();
    void whoIsBehindIsSparedTypingAndPresence();
    void whoIsBehindInAPlainRoom();
    void aNewerListIsNotUndone();
    void framesOfAllLengths();
    void acknowledgementsAreTimedUntilTheyAreWritten();

  private:
    /// A message of ann's is committed and published, and not written to anybody yet.
    void publish(const QByteArray& nonce, const QByteArray& text = "hi");

    std::unique_ptr<ServerCore> m_core;
    TestPeer* m_ann = nullptr;
    TestPeer* m_bob = nullptr;
};

namespace {

const QByteArray one = R"({"type":"message","seq":1,"...":true})";
const QByteArray two = R"({"type":"message","seq":2,"...":true})";

} // namespace

void BatchesTest::init()
{
    m_core = std::make_unique<ServerCore>();
    m_ann = &m_core->connect();
    m_bob = &m_core->connect();
    m_ann->enter("ann", "general");
}

void BatchesTest::publish(const QByteArray& nonce, const QByteArray& text)
{
    m_ann->inject(R"({"type":"message","room":"#general","text":")" + text + R"(","nonce":")" + nonce + R"("})");
    m_core->memory->deliver();
}

void BatchesTest::joinsInThePassOfAMessage()
{
    publish("1");
    m_bob->inject(R"({"type":"hello","protocol":2,"client":"test","name":"bob"})");
    m_bob->inject(R"({"type":"join","name":"general"})");
    m_core->memory->deliver();
    publish("2");
    m_bob->expect(R"({"type":"welcome","...":true})");
    m_bob->expect(R"({"type":"joined","head":1,"history":["*"],"...":true})");
    m_bob->expect(two);
    m_bob->expectNothing();
    m_ann->expect(one);
    m_ann->expect(two);
    m_ann->expectNothing();
}

void BatchesTest::leavesInThePassOfAMessage()
{
    m_bob->enter("bob", "general");
    publish("1");
    m_bob->inject(R"({"type":"leave","room":"#general","ref":"l"})");
    m_core->memory->deliver();
    publish("2");
    m_bob->expect(one);
    m_bob->expect(R"({"type":"ok","ref":"l"})");
    m_bob->expectNothing();
    m_ann->expect(one);
    m_ann->expect(two);
}

void BatchesTest::repeatsInThePassOfAMessage()
{
    publish("1");
    publish("1");
    m_ann->expect(one);
    m_ann->expect(R"({"type":"sent","seq":1,"...":true})");
    m_ann->expectNothing();
}

void BatchesTest::isBeatenInThePassOfAMessage()
{
    m_bob->enter("bob", "general");
    publish("1");
    m_bob->inject(R"({"type":"ping","ref":"p"})");
    m_bob->expect(one);
    m_bob->expect(R"({"type":"heartbeat","heads":{"#general":1},"ref":"p"})");
    m_bob->expectNothing();
}

void BatchesTest::isClosedInThePassOfAMessage()
{
    m_bob->enter("bob", "general");
    publish("1");
    m_core->hub.closeAll(CloseCode::Restarting);
    publish("2");
    m_bob->expect(one);
    m_bob->expectNothing();
    QCOMPARE(m_bob->closedWith, std::optional(CloseCode::Restarting));
}

void BatchesTest::typistsHearNothingOfThemselves()
{
    TestPeer& cat = m_core->connect();
    m_bob->enter("bob", "general");
    cat.enter("cat", "general");
    m_core->pass(200);
    for (TestPeer* peer : {m_ann, m_bob, &cat})
        peer->take();
    m_ann->inject(R"({"type":"typing","room":"#general","isTyping":true})");
    m_bob->inject(R"({"type":"typing","room":"#general","isTyping":true})");
    publish("1");
    const QByteArray annTypes = R"({"type":"typing","username":"ann","isTyping":true,"...":true})";
    const QByteArray annEnds = R"({"type":"typing","username":"ann","isTyping":false,"...":true})";
    const QByteArray bobTypes = R"({"type":"typing","username":"bob","isTyping":true,"...":true})";
    cat.expect(annTypes);
    cat.expect(bobTypes);
    m_ann->expect(bobTypes);
    m_bob->expect(annTypes);
    m_bob->expectAnyOrder({one, annEnds});
    cat.expectAnyOrder({one, annEnds});
    m_ann->expect(one);
    for (TestPeer* peer : {m_ann, m_bob, &cat})
        peer->expectNothing();
}

void BatchesTest::largeBatchesDoNotWait()
{
    ServerFacts facts;
    facts.limits.messages = 0;
    m_core = std::make_unique<ServerCore>(facts);
    m_ann = &m_core->connect();
    m_ann->enter("ann", "general");
    bool armed = false;
    m_core->hub.onWaiting([&] { armed = true; });
    const QByteArray text(2'000, 'x');
    for (int i = 0; i < 20; ++i)
        publish(QByteArray::number(i), text);
    QVERIFY(armed);
    m_ann->expectNothing(); // 40 KB wait
    for (int i = 20; i < 40; ++i)
        publish(QByteArray::number(i), text);
    QVERIFY(m_ann->take().size() >= 30); // 64 KiB do not
}

void BatchesTest::whoIsBehindIsSparedTypingAndPresence()
{
    TestPeer& cat = m_core->connect();
    m_bob->enter("bob", "general");
    m_core->pass(200);
    m_bob->take();
    m_bob->backlog = 1;
    m_ann->inject(R"({"type":"typing","room":"#general","isTyping":true})");
    cat.enter("cat", "general");
    m_core->pass(200);
    QCOMPARE(m_core->hub.deliveries().leftOutTyping, 1U);
    QVERIFY(m_core->hub.deliveries().leftOutPresence > 0);
    publish("1");
    m_bob->expect(one);
    m_bob->expectNothing();
    m_bob->drain();
    const QByteArray fresh =
        m_bob->expect(R"({"type":"presence","room":"#general","joined":"*","left":[],"userCount":3})");
    QCOMPARE(fresh.count("\"username\""), 3);
    m_bob->drain();
    m_bob->expectNothing();
}

void BatchesTest::whoIsBehindInAPlainRoom()
{
    TestPeer& cat = m_core->connect();
    m_bob->joinPlain("bob", "general");
    m_core->pass(200);
    m_bob->take();
    m_ann->inject(R"({"type":"typing","room":"#general","isTyping":true})");
    m_bob->expect(R"({"type":"typing","userId":"*","username":"ann","isTyping":true})");
    m_bob->backlog = 1;
    cat.joinPlain("cat", "general");
    m_ann->inject(R"({"type":"typing","room":"#general","isTyping":false})");
    m_bob->expect(R"({"type":"typing","userId":"*","username":"ann","isTyping":false})"); // or it is believed for ever
    m_bob->expectNothing();
    m_bob->drain();
    QCOMPARE(m_bob->expect(R"({"type":"user_joined","userId":"*","username":"cat","users":"*"})").count("\"id\""), 3);
    m_bob->expectNothing();
}

void BatchesTest::aNewerListIsNotUndone()
{
    TestPeer& cat = m_core->connect();
    m_bob->joinPlain("bob", "general");
    m_bob->backlog = 1;
    cat.joinPlain("cat", "general");
    m_core->settle();
    m_bob->backlog = 0; // taken, but the word of it has not come yet
    cat.vanish();
    m_bob->expect(R"({"type":"user_left","userId":"*","username":"cat","users":"*"})");
    m_bob->drain();
    m_bob->expectNothing();
}

void BatchesTest::framesOfAllLengths()
{
    Batch batch;
    QList<QByteArray> texts;
    for (const qsizetype length : {0, 1, 125, 126, 127, 65'535, 65'536, 70'000}) {
        texts += QByteArray(length, 'x');
        batch.add(Batch::Kind::Kept, texts.last(), 0, {});
    }
    const UserId nobody;
    for (const size_t start : {0, 3}) {
        const auto selection = batch.select(start, {nobody});
        QCOMPARE(test::textsOf(QByteArrayView(selection.frames).sliced(selection.from)),
                 texts.sliced(qsizetype(start)));
    }
}

void BatchesTest::acknowledgementsAreTimedUntilTheyAreWritten()
{
    const auto count = [this] {
        const auto& buckets = m_core->hub.counts().acknowledged.buckets();
        return std::accumulate(buckets.begin(), buckets.end(), quint64(0));
    };
    m_ann->inject(R"({"type":"message","room":"#general","text":"hi","nonce":"1"})");
    m_core->clock.advance(30);
    m_core->memory->deliver();
    m_core->clock.advance(40);
    QCOMPARE(count(), 0U); // committed, but not written
    m_core->settle();
    QCOMPARE(count(), 1U);
    QCOMPARE(m_core->hub.counts().acknowledged.sum(), 70'000);
    // A repeat is acknowledged, too; a refusal is none.
    m_ann->inject(R"({"type":"message","room":"#general","text":"hi","nonce":"1"})");
    m_ann->inject(R"({"type":"message","room":"#general","text":"","nonce":"2"})");
    m_core->settle();
    QCOMPARE(count(), 2U);
    QCOMPARE(m_core->rooms.committedCounts()[0], 1U);
}

PARLANCE_SUITE(batches, BatchesTest)

} // namespace parlance

#include "batches_test.moc"
