#include "cluster/nodeleases.h"
#include "support/loopbus.h"
#include "support/manualclock.h"
#include "support/suite.h"

#include <QTest>

#include <deque>

namespace parlance {

using namespace parlance::test;

/// The nodes that live, for all nodes of a test. Answers when it is told to.
class MemoryRegister final : public NodeRegister {
  public:
    explicit MemoryRegister(const Clock& clock)
        : m_clock(clock)
    {}

    void renewNode(const NodeRecord& self, Done<LiveNodes> done) override
    {
        m_asked.emplace_back([this, self, done = std::move(done)]() mutable {
            ++asked;
            if (isAway)
                return done(Error{ErrorCode::Busy, {}, {}});
            if (isNewer) {
                LiveNodes superseded;
                superseded.isSuperseded = true;
                return done(std::move(superseded));
            }
            m_rows[self.node] = {self, m_clock.steady()};
            std::vector<NodeRecord> alive;
            for (const auto& [node, row] : m_rows) {
                if (m_clock.steady() - row.second < lease)
                    alive.push_back(row.first);
            }
            done(LiveNodes{std::move(alive), 1, histories[self.node], false});
        });
    }
    void resignNode(const NodeId& node) override { m_rows.erase(node); }

    void leaveHistory(const StoreHistory& successor) override { left.push_back(successor); }

    void answer()
    {
        for (auto& call : std::exchange(m_asked, {}))
            call();
    }

    bool isAway = false;
    bool isNewer = false; ///< than whoever asks
    int asked = 0;
    std::map<NodeId, StoreHistory> histories; ///< that each node finds
    std::vector<StoreHistory> left;

  private:
    const Clock& m_clock;
    std::map<NodeId, std::pair<NodeRecord, qint64>> m_rows;
    std::deque<Callback<void()>> m_asked;
};

/// How nodes know of each other where they cannot hear each other.
class NodeLeasesTest final : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void init();
    void whoRenewsIsKnown();
    void whoIsSilentIsForgotten();
    void whoResignsIsForgottenAtOnce();
    void anAnswerThatIsOldMeansNothing();
    void whoLivesAndIsNotHeardMakesTheOthersAskTheStore();
    void whoIsSupersededIsToldOnce();
    void whoIsInAnEarlierHistoryLeavesIt();

  private:
    struct Node {
        Node(NodeLeasesTest& test, const char* name)
            : bus(test.m_network)
            , stream(NodeId(name), bus, test.m_wheel)
            , leases(
                  *test.m_register, stream, test.m_wheel, [this] { return NodeRecord{.node = stream.node()}; },
                  [this] { ++superseded; })
        {}
        LoopNetwork::Bus bus;
        NodeStream stream;
        int superseded = 0;
        NodeLeases leases;
    };

    void pass(qint64 milliseconds)
    {
        for (; milliseconds > 0; milliseconds -= DeadlineWheel::slotLength) {
            m_register->answer();
            advance(m_clock, m_wheel, DeadlineWheel::slotLength);
            while (m_network.deliver())
                ;
        }
    }

    LoopNetwork m_network;
    ManualClock m_clock;
    DeadlineWheel m_wheel{m_clock};
    std::unique_ptr<MemoryRegister> m_register;
    std::unique_ptr<Node> m_one;
    std::unique_ptr<Node> m_other;
};

void NodeLeasesTest::init()
{
    m_one.reset();
    m_other.reset();
    m_register = std::make_unique<MemoryRegister>(m_clock);
    m_one = std::make_unique<Node>(*this, "one");
    m_other = std::make_unique<Node>(*this, "other");
    pass(2'500);
}

void NodeLeasesTest::whoRenewsIsKnown()
{
    QCOMPARE(m_one->leases.lives(m_other->stream.node()), std::optional(true));
    QCOMPARE(m_other->leases.lives(m_one->stream.node()), std::optional(true));
    QCOMPARE(m_one->leases.lives(NodeId("nobody")), std::optional(false));
    QCOMPARE(m_one->leases.nodes().size(), size_t(2));
    QCOMPARE(m_one->stream.missing(), size_t(0));
}

void NodeLeasesTest::whoIsSilentIsForgotten()
{
    const NodeId other = m_other->stream.node();
    m_register->answer();
    m_other.reset();
    pass(NodeRegister::lease - 1'500);
    QCOMPARE(m_one->leases.lives(other), std::optional(true));
    pass(4'000);
    QVERIFY(m_one->leases.lives(other) != true);
    QCOMPARE(m_one->stream.missing(), size_t(0));
}

void NodeLeasesTest::whoResignsIsForgottenAtOnce()
{
    const NodeId other = m_other->stream.node();
    m_register->answer();
    m_other->leases.resign();
    pass(NodeLeases::renewEvery + 500);
    QVERIFY(m_one->leases.lives(other) != true);
}

void NodeLeasesTest::anAnswerThatIsOldMeansNothing()
{
    m_register->isAway = true;
    pass(NodeRegister::lease + 1'000);
    QVERIFY(m_one->leases.lives(m_other->stream.node()) != true);
    m_register->isAway = false;
    pass(2'000);
    QCOMPARE(m_one->leases.lives(m_other->stream.node()), std::optional(true));
}

void NodeLeasesTest::whoLivesAndIsNotHeardMakesTheOthersAskTheStore()
{
    const quint64 before = m_one->stream.counts().polls;
    pass(2'000);
    QCOMPARE(m_one->stream.counts().polls, before);
    m_other->bus.isCut = true; // for this one alone the bus is away
    pass(3'000);
    QVERIFY(m_one->stream.isAttached());
    QCOMPARE(m_one->stream.missing(), size_t(1));
    QVERIFY(m_one->stream.counts().polls >= before + 4);
    m_other->bus.isCut = false;
    pass(2'000);
    QCOMPARE(m_one->stream.missing(), size_t(0));
    const quint64 after = m_one->stream.counts().polls;
    pass(2'000);
    QCOMPARE(m_one->stream.counts().polls, after);
}

void NodeLeasesTest::whoIsSupersededIsToldOnce()
{
    QCOMPARE(m_one->leases.level(), 1);
    QCOMPARE(m_one->superseded, 0);
    m_register->isNewer = true;
    pass(5'000);
    QCOMPARE(m_one->superseded, 1);
    const int asked = m_register->asked;
    pass(5'000);
    QCOMPARE(m_register->asked, asked);
}

void NodeLeasesTest::whoIsInAnEarlierHistoryLeavesIt()
{
    StoreHistory& one = m_register->histories[m_one->stream.node()];
    StoreHistory& other = m_register->histories[m_other->stream.node()];
    one = other = {"system", 3};
    pass(2'500);
    QVERIFY(m_register->left.empty());
    one = {"another system", 4};
    pass(2'500);
    QVERIFY(m_register->left.empty());
    one = {"system", 4};
    pass(2'500);
    QVERIFY(!m_register->left.empty());
    for (const StoreHistory& successor : m_register->left)
        QCOMPARE(successor, one); // told by the other node alone
    m_register->left.clear();
    other = one;
    pass(1'500);
    m_register->left.clear(); // what was under way
    pass(2'500);
    QVERIFY(m_register->left.empty());
}

} // namespace parlance

using parlance::NodeLeasesTest;
PARLANCE_SUITE(nodeleases, NodeLeasesTest)
#include "nodeleases_test.moc"
