#include "session/session.h"
#include "session/turns.h"
#include "support/frames.h"
#include "support/servercore.h"
#include "support/suite.h"

#include <QTest>

#include <limits>

namespace parlance {

using test::member;
using test::ServerCore;
using test::TestPeer;

namespace {

constexpr SessionId good = 1'000; // above those that flood

/// An event loop with connections that always have more to ask for, in simulated microseconds.
class FloodedLoop {
  public:
    FloodedLoop(const TurnRules& rules, int connections, qint64 cost)
        : m_turns(rules)
        , m_flooding(size_t(connections))
        , m_cost(cost)
    {
        m_turns.onMore([this] { m_isAwaited = true; });
    }

    /// Returns the longest time for which a request of another connection waits. The request comes at the beginning of
    /// a pass, and the server reads it before, between or after the requests of the others.
    qint64 longestWait(int passes)
    {
        qint64 longest = 0;
        for (int i = 0; i < passes; ++i) {
            m_good = {};
            m_since.reset();
            m_begunAt.reset();
            const size_t before = m_flooding.size() * size_t(i % 3) / 2;
            pass(before);
            while (!m_begunAt)
                pass(m_flooding.size());
            longest = std::max(longest, *m_begunAt - *m_since);
        }
        return longest;
    }

  private:
    /// The good one's request is read when so many others were.
    void pass(size_t before)
    {
        if (std::exchange(m_isAwaited, false))
            m_turns.serve([this](SessionId id) { give(id); }, [this] { return m_now; });
        m_turns.passEnded();
        if (!m_since)
            m_since = m_now;
        for (size_t i = 0; i <= m_flooding.size(); ++i) {
            if (i == before && !m_good.isQueued && !m_begunAt)
                beginGood();
            if (i < m_flooding.size() && !m_flooding[i].isQueued)
                beginAll(i);
        }
        m_turns.passEnded();
    }

    void give(SessionId id)
    {
        m_turns.begin(id == good ? m_good : m_flooding[size_t(id)], m_now);
        id == good ? beginGood() : beginAll(size_t(id));
    }

    /// As many as a connection reads at a time.
    void beginAll(size_t connection)
    {
        for (int i = 0; i < 9'000 && m_turns.take(m_flooding[connection], SessionId(connection), m_now); ++i) {
            m_now += m_cost;
        }
    }

    void beginGood()
    {
        if (m_turns.take(m_good, good, m_now))
            m_begunAt = m_now;
    }

    Turns m_turns;
    std::vector<Turns::Turn> m_flooding;
    const qint64 m_cost;
    Turns::Turn m_good;
    std::optional<qint64> m_since;
    std::optional<qint64> m_begunAt;
    qint64 m_now = 0;
    bool m_isAwaited = false; // serve()
};

const TurnRules noTurns{std::numeric_limits<int>::max(), std::numeric_limits<qint64>::max(),
                        std::numeric_limits<qint64>::max()};

QByteArray ping(int number)
{
    return R"({"type":"ping","ref":")" + QByteArray::number(number) + "\"}";
}

} // namespace

/// No connection keeps others waiting by asking for much, and one of which nearly everything is refused is closed.
class TurnsTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void othersWaitForOneTurnOfEach_data();
    void othersWaitForOneTurnOfEach();
    void everybodyComesToTheirTurn();
    void aLongBurstIsAnsweredInOrder();
    void whoLeavesWhileWaiting();
    void refusalsWithoutEnd();
    void refusalsBeforeHello();
    void refusalsOfAnHonestClient();
    void theServersFaultIsNoRefusal();
};

void TurnsTest::othersWaitForOneTurnOfEach_data()
{
    QTest::addColumn<int>("connections");
    QTest::addColumn<qint64>("cost"); // us of a request
    QTest::newRow("one connection, refused frames") << 1 << qint64(4);
    QTest::newRow("60 connections, refused frames") << 60 << qint64(4);
    QTest::newRow("60 connections, pages of members") << 60 << qint64(200);
    QTest::newRow("60 connections, the most expensive requests") << 60 << qint64(500);
}

void TurnsTest::othersWaitForOneTurnOfEach()
{
    QFETCH(const int, connections);
    QFETCH(const qint64, cost);
    const qint64 turn = std::min<qint64>(TurnRules().requests * cost, TurnRules().turn + cost);
    const qint64 bound = 2 * TurnRules().pass + (connections + 1) * turn;

    FloodedLoop loop(TurnRules(), connections, cost);
    const qint64 wait = loop.longestWait(30);
    QVERIFY2(wait <= bound, qPrintable(QStringLiteral("%1 us, allowed are %2").arg(wait).arg(bound)));
    QVERIFY(bound < 55'000);

    FloodedLoop without(noTurns, connections, cost);
    QVERIFY2(without.longestWait(30) > bound, "nothing is tested: others wait no longer without turns");
}

/// Without losing any: one that waits is not forgotten, whatever fills the passes.
void TurnsTest::everybodyComesToTheirTurn()
{
    Turns turns(TurnRules{2, 100, 0}); // a pass has room for one turn
    bool isAwaited = false;
    turns.onMore([&] { isAwaited = true; });
    std::vector<Turns::Turn> all(5);
    QList<SessionId> order;
    for (SessionId id = 0; id < 5; ++id)
        QVERIFY(!turns.take(all[id], id, 0));
    for (int pass = 0; pass < 5; ++pass) {
        QVERIFY(std::exchange(isAwaited, false));
        turns.passEnded();
        turns.serve(
            [&](SessionId id) {
                turns.begin(all[id], 0);
                QVERIFY(turns.take(all[id], id, 0));
                order << id;
            },
            [] { return 0; });
    }
    QCOMPARE(order, (QList<SessionId>{0, 1, 2, 3, 4}));
    QVERIFY(!isAwaited);
}

void TurnsTest::aLongBurstIsAnsweredInOrder()
{
    ServerCore core;
    TestPeer& ann = core.connect();
    TestPeer& bob = core.connect();
    ann.enter("ann", "general");
    bob.enter("bob", "general");
    core.pass(200);
    ann.take();
    bob.take();
    for (int i = 0; i < 200; ++i)
        ann.inject(ping(i));
    QVERIFY(ann.paused); // 64 wait
    bob.inject(ping(1));
    const auto answers = ann.take(); // lets everything happen
    QCOMPARE(answers.size(), size_t(200));
    for (int i = 0; i < 200; ++i)
        QCOMPARE(member(answers[size_t(i)], "ref"), QString::number(i));
    QVERIFY(!ann.paused);
    bob.expect(R"({"type":"heartbeat","ref":"1","...":true})");
}

void TurnsTest::whoLeavesWhileWaiting()
{
    ServerCore core;
    TestPeer& ann = core.connect();
    TestPeer& bob = core.connect();
    bob.enter("bob", "general");
    ann.enter("ann", "general");
    for (int i = 0; i < 100; ++i)
        ann.inject("{");
    ann.vanish();
    bob.inject(ping(1));
    bob.expect(R"({"type":"heartbeat","ref":"1","...":true})");
}

void TurnsTest::refusalsWithoutEnd()
{
    for (const QByteArray frame : {R"({)", R"({"type":"who_knows"})", R"({"type":"ping"})", R"({"type":"message"})"}) {
        ServerCore core;
        TestPeer& ann = core.connect();
        ann.enter("ann", "general");
        const auto rounds = limits::refusals / 50;
        for (qint64 i = 0; i < rounds; ++i) {
            for (int k = 0; k < 50; ++k)
                ann.inject(frame);
            core.settle();
        }
        QVERIFY2(!ann.closedWith || frame.contains("ping"), frame);
        for (int k = 0; k < 50; ++k)
            ann.inject(frame);
        core.settle();
        QCOMPARE(ann.closedWith, std::optional(CloseCode::PolicyViolation));
    }
}

/// One connection could use up what its address may do, for all others of that address. Whoever says nothing wrong for
/// a while may go on.
void TurnsTest::refusalsBeforeHello()
{
    for (const QByteArray frame :
         {R"({"type":"hello","protocol":2,"client":"test","token":"wrong"})", R"({"type":"hello","protocol":1})",
          R"({"type":"join","username":"\u0000","room":"general"})", R"({"type":"message","text":"x"})", "{"}) {
        ServerCore core;
        TestPeer& ann = core.connect();
        for (qint64 i = 0; i < limits::openRefusals; ++i)
            ann.inject(frame);
        core.pass(limits::refusalsWindow);
        for (qint64 i = 0; i < limits::openRefusals; ++i)
            ann.inject(frame);
        core.settle();
        QVERIFY2(!ann.closedWith, frame);
        ann.inject(frame);
        core.settle();
        QCOMPARE(ann.closedWith, std::optional(CloseCode::PolicyViolation));
    }
}

/// One that sends a thousand messages at once, again and again, and one that knows requests that this server does not.
void TurnsTest::refusalsOfAnHonestClient()
{
    ServerCore core;
    TestPeer& ann = core.connect();
    ann.enter("ann", "general");
    for (int round = 0; round < 20; ++round) {
        for (int i = 0; i < 1'000; ++i) {
            const QByteArray nonce = QByteArray::number(round) + '-' + QByteArray::number(i);
            ann.inject(R"({"type":"message","room":"#general","text":"x","nonce":")" + nonce + "\"}");
        }
        for (int i = 0; i < 1'000; ++i)
            ann.inject(R"({"type":"from_the_future"})");
        core.pass(limits::refusalsWindow);
        ann.take();
    }
    QVERIFY(!ann.closedWith);
}

void TurnsTest::theServersFaultIsNoRefusal()
{
    ServerCore core;
    TestPeer& ann = core.connect();
    ann.enter("ann", "general");
    const Session& session = *core.hub.find(core.hub.sessionsAfter(noSession, 1).front());
    for (qint64 i = 0; i < 2 * limits::refusals; ++i)
        Call(core.hub, session, {}, {}, Order::Append).fail({ErrorCode::Busy, QStringLiteral("later"), 1'000});
    QVERIFY(!ann.closedWith);
}

} // namespace parlance

using parlance::TurnsTest;
PARLANCE_SUITE(turns, TurnsTest)
#include "turns_test.moc"
