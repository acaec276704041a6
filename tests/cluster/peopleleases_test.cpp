#include "cluster/onlooker.h"
#include "support/suite.h"

#include <QTest>

namespace parlance {

using namespace parlance::test;

/// Who is taken for present by connections to a node of which nothing is heard.
class PeopleLeasesTest final : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void init();
    void peopleOfADeadNodeGo();
    void theirNodeMayBeKnownToLive();
    void whoHearsNothingKeepsEverybody();
    void whoHearsNothingBelievesTheStore();
    void aRepeatedSignOfLifeIsNone();
    void whoHearsTheBusFirstWaitsForTheOthers();
    void whoWasStoppedKeepsEverybody();
    void aNodeThatComesBackIsAsked();
    void aGoodbyeIsNoFlicker();
    void aGoodbyeEndsTheLeaseInAnyCase();
    void aNewNodeIsToldOfEverybody();

  private:
    std::unique_ptr<Nodes> m_nodes;
    std::unique_ptr<Onlooker> m_ann; // on node 0
    std::unique_ptr<Onlooker> m_bob; // on node 1
    std::unique_ptr<Onlooker> m_old; // plain, on node 1
};

void PeopleLeasesTest::init()
{
    m_nodes = std::make_unique<Nodes>(3);
    m_ann = std::make_unique<Onlooker>(*m_nodes, 0);
    m_ann->greet("ann");
    m_ann->join("general");
    m_bob = std::make_unique<Onlooker>(*m_nodes, 1);
    m_bob->greet("bob");
    m_bob->join("general");
    m_old = std::make_unique<Onlooker>(*m_nodes, 1);
    m_old->joinPlain("old", "general");
    m_nodes->pass(2'000);
    QCOMPARE(m_bob->sees(), names({"ann", "bob", "old"}));
    QCOMPARE(m_old->sees(), names({"ann", "bob", "old"}));
}

void PeopleLeasesTest::peopleOfADeadNodeGo()
{
    m_nodes->kill(0);
    m_nodes->pass(PeopleRelay::lease - NodeStream::beatEvery - 100);
    QCOMPARE(m_bob->sees(), names({"ann", "bob", "old"}));
    m_nodes->pass(NodeStream::beatEvery * 2);
    QCOMPARE(m_bob->sees(), names({"bob", "old"}));
    QCOMPARE(m_old->sees(), names({"bob", "old"}));
}

void PeopleLeasesTest::theirNodeMayBeKnownToLive()
{
    m_nodes->registered = {m_nodes->stream(0).node()};
    m_nodes->bus(0).isCut = true;
    m_nodes->pass(20'000);
    QCOMPARE(m_bob->sees(), names({"ann", "bob", "old"}));
    m_ann->vanish();
    m_nodes->bus(0).isCut = false;
    m_nodes->pass(NodeStream::beatEvery + 1'000);
    QCOMPARE(m_bob->sees(), names({"bob", "old"}));
    Onlooker carl(*m_nodes, 0);
    carl.greet("carl");
    carl.join("general");
    m_nodes->pass(200);
    QCOMPARE(m_bob->sees(), names({"bob", "carl", "old"}));
    m_nodes->kill(0);
    m_nodes->pass(20'000);
    QCOMPARE(m_bob->sees(), names({"bob", "carl", "old"}));
    m_nodes->registered.clear();
    m_nodes->pass(NodeStream::beatEvery + 200);
    QCOMPARE(m_bob->sees(), names({"bob", "old"}));
}

void PeopleLeasesTest::whoHearsNothingKeepsEverybody()
{
    m_nodes->bus(1).isCut = true;
    m_bob->told("presence");
    m_nodes->pass(20'000);
    QCOMPARE(m_ann->sees(), names({"ann"})); // for the others it is this node that is silent
    QCOMPARE(m_bob->sees(), names({"ann", "bob", "old"}));
    m_nodes->bus(1).isCut = false;
    m_nodes->pass(2'000);
    QVERIFY(m_bob->told("presence").empty());
    QCOMPARE(m_ann->sees(), names({"ann", "bob", "old"}));
}

/// The bus is away, and a node dies.
void PeopleLeasesTest::whoHearsNothingBelievesTheStore()
{
    const NodeId dead = m_nodes->stream(0).node();
    for (const int node : {0, 1, 2})
        m_nodes->bus(node).isCut = true;
    m_nodes->pass(20'000);
    m_nodes->kill(0);
    m_nodes->pass(20'000);
    QCOMPARE(m_bob->sees(), names({"ann", "bob", "old"}));
    m_nodes->ended = {dead};
    m_nodes->pass(NodeStream::beatEvery + 200);
    QCOMPARE(m_bob->sees(), names({"bob", "old"}));
}

/// Somebody who can only listen to the bus and send into it again what they have heard keeps nobody alive.
void PeopleLeasesTest::aRepeatedSignOfLifeIsNone()
{
    std::vector<QByteArray> heard;
    m_nodes->network.fate = [&](const auto&, const QByteArray& message) {
        if (decodeNodeMessage(message)->node == m_nodes->stream(0).node())
            heard.push_back(message);
        return LoopNetwork::Fate::Arrives;
    };
    m_nodes->pass(3'000);
    QVERIFY(!heard.empty());
    m_nodes->network.fate = [](const auto&, const auto&) { return LoopNetwork::Fate::Arrives; };
    m_nodes->kill(0);
    for (int i = 0; i < 20; ++i) {
        for (const QByteArray& message : heard)
            m_nodes->network.publish(message);
        m_nodes->pass(500);
    }
    QCOMPARE(m_bob->sees(), names({"bob", "old"}));
}

/// The bus is restarted, and nodes find it again one after the other.
void PeopleLeasesTest::whoHearsTheBusFirstWaitsForTheOthers()
{
    for (const int node : {0, 1, 2})
        m_nodes->bus(node).isCut = true;
    m_nodes->pass(20'000);
    m_bob->told("presence");
    m_nodes->bus(1).isCut = false;
    m_nodes->pass(PeopleRelay::lease - NodeStream::beatEvery);
    QVERIFY(m_nodes->stream(1).isAttached());
    m_nodes->bus(0).isCut = false;
    m_nodes->pass(3'000);
    QVERIFY(m_bob->told("presence").empty());
    QCOMPARE(m_bob->sees(), names({"ann", "bob", "old"}));
}

/// After a stop of the whole program the clock has moved on, and the first thing that happens may be that deadlines are
/// due. What others said meanwhile was lost or comes afterwards.
void PeopleLeasesTest::whoWasStoppedKeepsEverybody()
{
    ServerCore& stopped = (*m_nodes)[1];
    for (const qint64 length : {10'000, 60'000}) {
        m_bob->told("presence");
        stopped.clock.advance(length);
        stopped.wheel.run();
        m_nodes->pass(3'000);
        QVERIFY(m_bob->told("presence").empty());
        QCOMPARE(m_bob->sees(), names({"ann", "bob", "old"}));
    }
}

void PeopleLeasesTest::aNodeThatComesBackIsAsked()
{
    m_nodes->bus(0).isCut = true;
    m_nodes->pass(10'000);
    QCOMPARE(m_bob->sees(), names({"bob", "old"}));
    m_nodes->bus(0).isCut = false; // nothing has changed on it: its numbers have no hole
    m_nodes->pass(2'000);
    QCOMPARE(m_bob->sees(), names({"ann", "bob", "old"}));
    QCOMPARE(m_ann->sees(), names({"ann", "bob", "old"}));
}

void PeopleLeasesTest::aGoodbyeIsNoFlicker()
{
    Onlooker carl(*m_nodes, 0);
    carl.greet("carl");
    carl.join("general");
    m_nodes->pass(2'000);
    m_bob->told("presence");
    m_old->told("user_");
    const QByteArray token = m_ann->token();
    m_nodes->stream(0).leave();
    m_ann->vanish();
    carl.vanish();
    m_nodes->pass(1'000);
    m_nodes->kill(0);
    Onlooker ann(*m_nodes, 2);
    ann.greet("ann", token);
    ann.join("general");
    QCOMPARE(ann.sees(), names({"ann", "bob", "carl", "old"}));
    m_nodes->pass(PeopleRelay::farewell - 1'500);
    QVERIFY(m_bob->told("presence").empty());
    QVERIFY(m_old->told("user_").empty());
    m_nodes->pass(1'500);
    QCOMPARE(m_bob->sees(), names({"ann", "bob", "old"})); // one has not come back
    QCOMPARE(m_old->sees(), names({"ann", "bob", "old"}));
    QCOMPARE(ann.sees(), names({"ann", "bob", "old"}));
}

void PeopleLeasesTest::aGoodbyeEndsTheLeaseInAnyCase()
{
    m_nodes->registered = {m_nodes->stream(0).node()};
    m_nodes->network.fate = [](const auto&, const QByteArray& message) {
        return message.contains("goodbye") ? LoopNetwork::Fate::IsLost : LoopNetwork::Fate::Arrives;
    };
    m_nodes->stream(0).leave();
    m_nodes->settle();
    m_nodes->network.fate = [](const auto&, const auto&) { return LoopNetwork::Fate::Arrives; };
    const quint64 told = m_nodes->people(0).listsTold();
    m_nodes->pass(PeopleRelay::farewell + 2 * NodeStream::beatEvery); // each sign of life says it again
    QCOMPARE(m_bob->sees(), names({"bob", "old"}));
    m_nodes->pass(10'000);
    QCOMPARE(m_bob->sees(), names({"bob", "old"}));
    QCOMPARE(m_nodes->people(0).listsTold(), told);
}

void PeopleLeasesTest::aNewNodeIsToldOfEverybody()
{
    m_nodes->kill(2);
    m_nodes->start(2);
    m_nodes->pass(NodeStream::beatEvery + 1'000);
    Onlooker carl(*m_nodes, 2);
    carl.greet("carl");
    carl.join("general");
    QCOMPARE(carl.sees(), names({"ann", "bob", "carl", "old"}));
    m_nodes->pass(200);
    QCOMPARE(m_ann->sees(), names({"ann", "bob", "carl", "old"}));
}

} // namespace parlance

using parlance::PeopleLeasesTest;
PARLANCE_SUITE(peopleleases, PeopleLeasesTest)
#include "peopleleases_test.moc"
