#include "cluster/nodes.h"
#include "support/frames.h"
#include "support/suite.h"

#include <QTest>

namespace parlance {

using namespace parlance::test;

/// Limits hold across nodes.
class RateRelayTest final : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void nobodyMayDoAsMuchOnEachNode();
    void anAddressMayNotEither();
    void withoutTheBusEachNodeCountsAlone();
    void whatIsRefusedIsNotTold();
    void whatIsSpentCountsOnAllNodes();
    void whatIsToldAgainDoesNotCount();

  private:
    static constexpr qint64 limit = 20;

    /// How many of so many messages were acknowledged.
    static int say(Nodes& nodes, TestPeer& peer, int count);
    static TestPeer& enter(Nodes& nodes, int node, const QByteArray& token = {});

    static int lastNonce;
};

int RateRelayTest::lastNonce = 0;

int RateRelayTest::say(Nodes& nodes, TestPeer& peer, int count)
{
    peer.take();
    const int before = lastNonce;
    for (int i = 0; i < count; ++i) {
        const QByteArray nonce = QByteArray::number(++lastNonce);
        peer.inject(R"({"type":"message","room":"#general","text":"hi","nonce":")" + nonce + R"("})");
    }
    nodes.settle();
    int acknowledged = 0;
    for (const QByteArray& frame : peer.take())
        acknowledged +=
            member(frame, "type") == QLatin1String("message") && member(frame, "nonce").toInt() > before ? 1 : 0;
    return acknowledged;
}

TestPeer& RateRelayTest::enter(Nodes& nodes, int node, const QByteArray& token)
{
    TestPeer& peer = nodes[node].connect();
    const QByteArray known = token.isEmpty() ? QByteArray() : R"(,"token":")" + token + '"';
    peer.inject(R"({"type":"hello","protocol":2,"client":"test","name":"ann")" + known + '}');
    peer.inject(R"({"type":"join","name":"general"})");
    nodes.pass(100);
    return peer;
}

void RateRelayTest::nobodyMayDoAsMuchOnEachNode()
{
    Nodes nodes(2, limit);
    TestPeer& here = enter(nodes, 0);
    TestPeer& there = enter(nodes, 1, member(here.take().front(), "token").toUtf8());
    QCOMPARE(say(nodes, here, 15), 15);
    nodes.pass(RateRelay::gatherFor + 100);
    QCOMPARE(say(nodes, there, 15), 5);
    nodes.pass(10'000);
    QCOMPARE(say(nodes, there, 15), 15);
}

void RateRelayTest::anAddressMayNotEither()
{
    Nodes nodes(2, 1);
    int said = 0;
    for (int i = 0; i < int(RateLimiter::addressShare); ++i)
        said += say(nodes, enter(nodes, 0), 1);
    QCOMPARE(said, int(RateLimiter::addressShare));
    nodes.pass(RateRelay::gatherFor + 100);
    QCOMPARE(say(nodes, enter(nodes, 1), 1), 0);
}

void RateRelayTest::withoutTheBusEachNodeCountsAlone()
{
    Nodes nodes(2, limit);
    TestPeer& here = enter(nodes, 0);
    TestPeer& there = enter(nodes, 1, member(here.take().front(), "token").toUtf8());
    nodes.bus(1).isCut = true;
    QCOMPARE(say(nodes, here, 15), 15);
    nodes.pass(RateRelay::gatherFor + 100);
    QCOMPARE(say(nodes, there, 15), 15);
}

/// Somebody who can only listen to the bus and send into it again what they have heard keeps nobody from writing.
void RateRelayTest::whatIsToldAgainDoesNotCount()
{
    Nodes nodes(2, limit);
    TestPeer& here = enter(nodes, 0);
    TestPeer& there = enter(nodes, 1, member(here.take().front(), "token").toUtf8());
    std::vector<QByteArray> heard;
    nodes.network.fate = [&heard](const auto&, const QByteArray& message) {
        heard.push_back(message);
        return LoopNetwork::Fate::Arrives;
    };
    QCOMPARE(say(nodes, here, 5), 5);
    nodes.pass(RateRelay::gatherFor + 100);
    nodes.network.fate = [](const auto&, const auto&) { return LoopNetwork::Fate::Arrives; };
    for (int i = 0; i < 20; ++i) {
        for (const QByteArray& message : heard)
            nodes.network.publish(message);
    }
    nodes.settle();
    QCOMPARE(say(nodes, there, 15), 15);
}

void RateRelayTest::whatIsRefusedIsNotTold()
{
    Nodes nodes(2, limit);
    TestPeer& here = enter(nodes, 0);
    TestPeer& there = enter(nodes, 1, member(here.take().front(), "token").toUtf8());
    QCOMPARE(say(nodes, here, 10), 10);
    nodes.pass(RateRelay::gatherFor + 100);
    QCOMPARE(say(nodes, there, 50), 10);
    nodes.pass(RateRelay::gatherFor + 100);
    nodes.pass(9'700); // the first ten do not count any more, and the others still do
    QCOMPARE(say(nodes, here, 50), 10);
}

void RateRelayTest::whatIsSpentCountsOnAllNodes()
{
    Nodes nodes(2, limit);
    const UserId ann("ann");
    const QString address = QStringLiteral("192.0.2.1");
    for (int i = 0; i < 5; ++i) {
        nodes[0].rates.budgets().spend(Expense::Reply, limits::replyBytes / 4, ann, address);
        nodes.pass(RateRelay::gatherFor + 100);
    }
    QVERIFY(nodes[1].rates.budgets().waitFor(Expense::Reply, ann, QStringLiteral("192.0.2.2")));
    QVERIFY(!nodes[1].rates.budgets().waitFor(Expense::Load, ann, address));
    QVERIFY(!nodes[1].rates.budgets().waitFor(Expense::Reply, UserId("bob"), address));
}

} // namespace parlance

using parlance::RateRelayTest;
PARLANCE_SUITE(raterelay, RateRelayTest)
#include "raterelay_test.moc"
