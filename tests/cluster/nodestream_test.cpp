#include "cluster/nodestream.h"
#include "support/loopbus.h"
#include "support/manualclock.h"
#include "support/suite.h"

#include <QTest>

namespace parlance {

using test::LoopNetwork;

/// Says that there are notices whenever it wants to, and writes down what it is told.
class ToldPart final : public StreamPart {
  public:
    explicit ToldPart(NodeStream& stream)
        : m_stream(stream)
    {
        m_stream.add(*this);
    }
    ~ToldPart() override { m_stream.remove(*this); }
    ToldPart(const ToldPart&) = delete;
    ToldPart& operator=(const ToldPart&) = delete;

    void speak()
    {
        m_wants = true;
        m_stream.wake();
    }

    void collect(NodeMessage& message) override
    {
        ++collected;
        message.noticed |= std::exchange(m_wants, false);
    }
    void heard(const NodeMessage& message, Turn turn) override
    {
        if (message.hasContent())
            told << QStringLiteral("%1%2")
                        .arg(turn == Turn::Late ? QStringLiteral("late ") : QString())
                        .arg(message.number);
        saidGoodbye |= message.goodbye;
    }
    void missed(const NodeId&) override { told << QStringLiteral("hole"); }
    void attached() override { told << QStringLiteral("attached"); }
    void deaf() override { told << QStringLiteral("deaf"); }
    void poll() override { ++polled; }
    void beat() override { ++beaten; }

    /// What it has been told since it was asked last.
    QString take() { return std::exchange(told, {}).join(QLatin1Char(' ')); }

    QStringList told;
    int collected = 0;
    int polled = 0;
    int beaten = 0;
    bool saidGoodbye = false;

  private:
    NodeStream& m_stream;
    bool m_wants = false;
};

/// What a node's parts may rely on.
class NodeStreamTest final : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void init();
    void whatWaitsIsOneMessage();
    void thePassEndIsAskedForOnce();
    void holesAndWhatIsLateAreKnown();
    void itPollsMoreOftenWhileItIsDeaf();
    void itPollsLessOftenTheLongerThatTakes();
    void itKnowsItsOwnMessages();
    void itHearsTheBusAgain();
    void aGoodbyeIsSaidAgainAndAgain();

  private:
    struct Node {
        explicit Node(NodeStreamTest& test)
            : bus(test.m_network)
            , stream(NodeId::random(), bus, test.m_wheel)
            , part(stream)
        {}
        LoopNetwork::Bus bus;
        NodeStream stream;
        ToldPart part;
    };

    void deliver()
    {
        while (m_network.deliver())
            ;
    }
    void pass(qint64 milliseconds)
    {
        for (; milliseconds > 0; milliseconds -= DeadlineWheel::slotLength) {
            test::advance(m_clock, m_wheel, DeadlineWheel::slotLength);
            deliver();
        }
    }
    void speak(Node& node)
    {
        node.part.speak();
        node.stream.flush();
    }

    test::ManualClock m_clock;
    DeadlineWheel m_wheel{m_clock};
    LoopNetwork m_network;
    std::optional<Node> m_ann;
    std::optional<Node> m_bob;
};

void NodeStreamTest::init()
{
    m_network.fate = [](const auto&, const auto&) { return LoopNetwork::Fate::Arrives; };
    m_ann.emplace(*this);
    m_bob.emplace(*this);
    pass(1'000);
    QCOMPARE(m_bob->part.take(), QStringLiteral("attached hole")); // the other is new
}

void NodeStreamTest::whatWaitsIsOneMessage()
{
    ToldPart second(m_ann->stream);
    m_ann->stream.flush();
    QCOMPARE(second.collected, 0);
    m_ann->part.speak();
    second.speak();
    m_ann->stream.flush();
    m_ann->stream.flush();
    deliver();
    QCOMPARE(m_bob->part.take(), QStringLiteral("1"));
    QCOMPARE(second.collected, 1);
    QCOMPARE(m_ann->stream.counts().published, 1U);
    QCOMPARE(m_ann->part.take(), QStringLiteral("attached hole")); // and nothing of its own
}

void NodeStreamTest::thePassEndIsAskedForOnce()
{
    int asked = 0;
    m_ann->part.speak();
    m_ann->stream.onWaiting([&asked] { ++asked; });
    QCOMPARE(asked, 1); // something was waiting already
    m_ann->part.speak();
    QCOMPARE(asked, 1);
    m_ann->stream.flush();
    m_ann->part.speak();
    QCOMPARE(asked, 2);
}

void NodeStreamTest::holesAndWhatIsLateAreKnown()
{
    speak(*m_ann);
    speak(*m_ann);
    deliver();
    QCOMPARE(m_bob->part.take(), QStringLiteral("1 2"));
    m_network.fate = [](const auto&, const auto&) { return LoopNetwork::Fate::Doubles; };
    speak(*m_ann);
    deliver();
    QCOMPARE(m_bob->part.take(), QStringLiteral("3 late 3"));
    m_network.fate = [](const auto&, const auto&) { return LoopNetwork::Fate::IsLost; };
    speak(*m_ann);
    deliver();
    int waited = 0; // once for each node
    m_network.fate = [&waited](const auto&, const QByteArray& message) {
        return decodeNodeMessage(message)->number == 5 && ++waited <= 2 ? LoopNetwork::Fate::Waits
                                                                        : LoopNetwork::Fate::Arrives;
    };
    speak(*m_ann);
    speak(*m_ann);
    deliver();
    QCOMPARE(m_bob->part.take(), QStringLiteral("hole 6 late 5"));
    QCOMPARE(m_bob->stream.counts().holes, 1U);
    m_network.fate = [](const auto&, const auto&) { return LoopNetwork::Fate::IsLost; };
    speak(*m_ann);
    deliver();
    m_network.fate = [](const auto&, const auto&) { return LoopNetwork::Fate::Arrives; };
    pass(NodeStream::beatEvery);
    QCOMPARE(m_bob->part.take(), QStringLiteral("hole"));
}

void NodeStreamTest::itPollsMoreOftenWhileItIsDeaf()
{
    pass(10'000);
    QVERIFY(m_bob->part.polled <= 1);
    QVERIFY(m_bob->part.beaten >= 20);
    m_bob->bus.isCut = true;
    pass(NodeStream::deafAfter + NodeStream::beatEvery + 100);
    QCOMPARE(m_bob->part.take(), QStringLiteral("deaf"));
    m_bob->part.polled = 0;
    pass(2'000);
    QVERIFY(m_bob->part.polled >= 6);
    m_bob->bus.isCut = false;
    pass(NodeStream::beatEvery);
    m_bob->part.polled = 0;
    pass(NodeStream::reconcileEvery - 1'000);
    QCOMPARE(m_bob->part.polled, 0);
    pass(2'000);
    QCOMPARE(m_bob->part.polled, 1);
}

void NodeStreamTest::itPollsLessOftenTheLongerThatTakes()
{
    m_bob->bus.isCut = true;
    pass(NodeStream::deafAfter + NodeStream::beatEvery + 100);
    const auto pollsIn = [this](qint64 milliseconds) {
        m_bob->part.polled = 0;
        pass(milliseconds);
        return m_bob->part.polled;
    };
    const auto took = [this](qint64 milliseconds, size_t times = NodeStream::answersCompared) {
        for (size_t i = 0; i < times; ++i)
            m_bob->stream.pollTook(milliseconds);
    };
    took(20);
    QCOMPARE(pollsIn(20 * NodeStream::pollShare - 100), 0);
    QCOMPARE(pollsIn(200), 1);
    took(100'000);
    QCOMPARE(pollsIn(NodeStream::slowestPoll - 100), 0);
    QCOMPARE(pollsIn(200), 1);
    took(1, 1);                    // so the others were slow for another reason
    pass(NodeStream::slowestPoll); // what was set before stays
    QVERIFY(pollsIn(2'000) >= 6);
    took(100'000, NodeStream::answersCompared - 1);
    QVERIFY(pollsIn(2'000) >= 6);
    // It is about the time without the bus only.
    took(100);
    m_bob->bus.isCut = false;
    pass(NodeStream::beatEvery + 100);
    QVERIFY(m_bob->stream.isAttached());
    took(100);
    QCOMPARE(pollsIn(NodeStream::reconcileEvery - 1'000), 0);
}

/// They are heard, so the bus works, and go to no part.
void NodeStreamTest::itKnowsItsOwnMessages()
{
    m_ann->part.take();
    const quint64 heard = m_ann->stream.counts().heard;
    const auto isFromAnn = [this](const QByteArray& message) {
        return decodeNodeMessage(message)->node == m_ann->stream.node();
    };
    m_network.fate = [&](const auto&, const QByteArray& message) {
        return isFromAnn(message) ? LoopNetwork::Fate::Arrives : LoopNetwork::Fate::IsLost;
    };
    for (int i = 0; i < 20; ++i) {
        speak(*m_ann);
        pass(NodeStream::beatEvery);
    }
    QVERIFY(m_ann->stream.isAttached());
    QCOMPARE(m_ann->stream.counts().heard, heard);
    QCOMPARE(m_ann->part.take(), QString());
    QVERIFY(m_ann->stream.lag() < NodeStream::beatEvery);
}

void NodeStreamTest::itHearsTheBusAgain()
{
    m_bob->bus.isCut = true;
    speak(*m_ann);
    pass(5'000);
    m_bob->part.take();
    m_bob->bus.isCut = false;
    pass(NodeStream::beatEvery + 100);
    QVERIFY(m_bob->stream.isAttached());
    const QString told = m_bob->part.take();
    QVERIFY2(told.contains(QStringLiteral("attached")) && told.contains(QStringLiteral("hole")), qPrintable(told));
}

void NodeStreamTest::aGoodbyeIsSaidAgainAndAgain()
{
    m_network.fate = [](const auto&, const auto&) { return LoopNetwork::Fate::IsLost; };
    m_ann->part.speak();
    m_ann->stream.leave();
    deliver();
    QCOMPARE(m_ann->stream.counts().published, 1U); // what waited went out
    QVERIFY(!m_bob->part.saidGoodbye);
    m_network.fate = [](const auto&, const auto&) { return LoopNetwork::Fate::Arrives; };
    pass(NodeStream::beatEvery);
    QVERIFY(m_bob->part.saidGoodbye);
    QCOMPARE(m_bob->part.take(), QStringLiteral("hole")); // a goodbye has no number of its own
}

} // namespace parlance

using parlance::NodeStreamTest;
PARLANCE_SUITE(nodestream, NodeStreamTest)
#include "nodestream_test.moc"
