#include "cluster/nodes.h"
#include "support/frames.h"
#include "support/random.h"
#include "support/suite.h"

#include <QTest>

namespace parlance {

using namespace parlance::test;
using Fate = LoopNetwork::Fate;

/// Several nodes tell each other of events over a bus that does as it likes.
class EventRelayTest final : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void whatOneNodeCommitsTheOthersTell();
    void whatWasLostIsReadBeforeWhatComesNext();
    void aLastMessageThatWasLostIsMissedByItsNumber();
    void whatComesTwiceOrLateIsToldOnce();
    void aNodeThatLagsAnswersJoinsFromTheStore();
    void aNodeThatLagsResumesWhatItHasNotHeardOf();
    void whileTheBusIsAwayTheStoreIsAsked();
    void aSlowStoreIsAskedLessOften();
    void whatStrangersSayOnTheBusIsCounted();
    void randomWalks();

  private:
    /// A client of that node, in the room.
    static TestPeer& enter(Nodes& nodes, int node, const QByteArray& name)
    {
        TestPeer& peer = nodes[node].connect();
        peer.inject(R"({"type":"hello","protocol":2,"client":"test","name":")" + name + R"("})");
        peer.inject(R"({"type":"join","name":"general"})");
        nodes.settle();
        peer.take();
        return peer;
    }
    static void say(TestPeer& peer, const QByteArray& nonce);
    /// The seqs of the events that have come.
    static std::vector<qint64> seqs(TestPeer& peer)
    {
        std::vector<qint64> seqs;
        for (const QByteArray& frame : peer.take()) {
            if (member(frame, "type") == QLatin1String("message"))
                seqs.push_back(number(frame, "seq"));
        }
        return seqs;
    }
    static bool isBeat(const QByteArray& message) { return !message.contains('\n'); }
};

void EventRelayTest::say(TestPeer& peer, const QByteArray& nonce)
{
    peer.inject(R"({"type":"message","room":"#general","text":"hi","nonce":")" + nonce + R"("})");
}

void EventRelayTest::whatOneNodeCommitsTheOthersTell()
{
    Nodes nodes(3);
    TestPeer& ann = enter(nodes, 0, "ann");
    TestPeer& bob = enter(nodes, 1, "bob");
    TestPeer& old = nodes[2].connect();
    old.inject(R"({"type":"join","username":"old","room":"general"})");
    nodes.settle();
    old.take();
    say(ann, "1");
    nodes.settle();
    const quint64 before = nodes.stream(1).counts().published;
    say(bob, "2");
    say(bob, "3");
    nodes.settle();
    const std::vector<qint64> all{1, 2, 3};
    QCOMPARE(seqs(ann), all);
    QCOMPARE(seqs(bob), all);
    QCOMPARE(old.take().size(), size_t(3));
    QCOMPARE(nodes.stream(1).counts().published, before + 1); // one message a pass
    QCOMPARE(nodes.events(2).gapReads(), 0U);
}

void EventRelayTest::whatWasLostIsReadBeforeWhatComesNext()
{
    Nodes nodes(2);
    TestPeer& ann = enter(nodes, 0, "ann");
    TestPeer& bob = enter(nodes, 1, "bob");
    nodes.pass(1'000); // they know each other
    nodes.network.fate = [](const auto&, const QByteArray& message) {
        return isBeat(message) ? Fate::Arrives : Fate::IsLost;
    };
    say(ann, "1");
    nodes.settle();
    QVERIFY(seqs(bob).empty());
    nodes.network.fate = [](const auto&, const auto&) { return Fate::Arrives; };
    say(ann, "2");
    nodes.settle();
    nodes.pass(100);
    QCOMPARE(seqs(bob), (std::vector<qint64>{1, 2}));
    QCOMPARE(nodes.stream(1).counts().holes, 1U);
}

void EventRelayTest::aLastMessageThatWasLostIsMissedByItsNumber()
{
    Nodes nodes(2);
    TestPeer& ann = enter(nodes, 0, "ann");
    TestPeer& bob = enter(nodes, 1, "bob");
    nodes.pass(1'000);
    nodes.network.fate = [](const auto&, const QByteArray& message) {
        return isBeat(message) ? Fate::Arrives : Fate::IsLost;
    };
    say(ann, "1");
    nodes.settle();
    nodes.pass(NodeStream::beatEvery + 100);
    QCOMPARE(seqs(bob), std::vector<qint64>{1});
}

void EventRelayTest::whatComesTwiceOrLateIsToldOnce()
{
    Nodes nodes(2);
    TestPeer& ann = enter(nodes, 0, "ann");
    TestPeer& bob = enter(nodes, 1, "bob");
    int times = 0;
    nodes.network.fate = [&](const auto&, const QByteArray&) {
        return ++times % 3 == 0 ? Fate::Doubles : Fate::Arrives;
    };
    std::vector<qint64> all;
    for (int i = 1; i <= 9; ++i) {
        say(ann, QByteArray::number(i));
        nodes.settle();
        all.push_back(i);
    }
    QCOMPARE(seqs(bob), all);
    // The first of two messages is overtaken by the second.
    bool hasWaited = false;
    nodes.network.fate = [&](const auto& to, const QByteArray& message) {
        const bool waits = !hasWaited && &to == &nodes.bus(1) && !isBeat(message);
        hasWaited |= waits;
        return waits ? Fate::Waits : Fate::Arrives;
    };
    say(ann, "a");
    nodes[0].settle();
    nodes.stream(0).flush();
    say(ann, "b");
    nodes.settle();
    nodes.pass(200);
    QCOMPARE(seqs(bob), (std::vector<qint64>{10, 11}));
}

/// A join's reply has the past from the store and the topic from memory: both of one moment.
void EventRelayTest::aNodeThatLagsAnswersJoinsFromTheStore()
{
    Nodes nodes(2);
    TestPeer& ann = enter(nodes, 0, "ann");
    TestPeer& bob = enter(nodes, 1, "bob");
    nodes.bus(1).isCut = true;
    say(ann, "1");
    ann.inject(R"({"type":"topic","room":"#general","text":"Lunch","nonce":"t"})");
    nodes.settle();
    TestPeer& carl = nodes[1].connect();
    carl.inject(R"({"type":"hello","protocol":2,"client":"test","name":"carl"})");
    carl.inject(R"({"type":"join","name":"general"})");
    nodes.settle();
    const auto frames = carl.take();
    QCOMPARE(number(frames.at(1), "head"), 2);
    QCOMPARE(member(frames.at(1), "topic"), QStringLiteral("Lunch"));
    QCOMPARE(frames.size(), size_t(2));          // nothing twice
    QCOMPARE(seqs(bob), std::vector<qint64>{1}); // who was there already hears of it, too
}

void EventRelayTest::aNodeThatLagsResumesWhatItHasNotHeardOf()
{
    Nodes nodes(2);
    TestPeer& ann = enter(nodes, 0, "ann");
    enter(nodes, 1, "bob");
    nodes.bus(1).isCut = true;
    for (int i = 1; i <= 5; ++i)
        say(ann, QByteArray::number(i));
    nodes.settle();
    const RoomId room = nodes[0].room("general");
    const LogId log = nodes[0].rooms.find(room)->log();
    const auto join = [&](int since) {
        TestPeer& roaming = nodes[1].connect();
        roaming.inject(R"({"type":"hello","protocol":2,"client":"test","name":"roaming"})");
        roaming.inject(R"({"type":"join","room":")" + room.text() + R"(","log":")" + log.text() + R"(","since":)" +
                       QByteArray::number(since) + "}");
        nodes.settle();
        return roaming.take().at(1);
    };
    const QByteArray resumed = join(5);
    QVERIFY2(resumed.contains(R"("events":[])") && !resumed.contains("reset"), resumed.constData());
    QCOMPARE(join(3).count(R"("type":"message")"), 2);
    QVERIFY(join(9).contains(R"("reset":true)"));
}

void EventRelayTest::whileTheBusIsAwayTheStoreIsAsked()
{
    Nodes nodes(2);
    TestPeer& ann = enter(nodes, 0, "ann");
    TestPeer& bob = enter(nodes, 1, "bob");
    nodes.pass(2'000);
    QVERIFY(nodes.stream(0).isAttached() && nodes.stream(1).isAttached());
    for (int node : {0, 1})
        nodes.bus(node).isCut = true;
    say(ann, "1");
    nodes.pass(2'000);
    QCOMPARE(seqs(bob), std::vector<qint64>{1});
    QVERIFY(!nodes.stream(1).isAttached());
    QVERIFY(nodes.bus(1).reconnects > 0);
    say(ann, "2");
    nodes.pass(NodeStream::pollEvery + 100);
    QCOMPARE(seqs(bob), std::vector<qint64>{2});
    for (int node : {0, 1})
        nodes.bus(node).isCut = false;
    nodes.pass(NodeStream::beatEvery + 100);
    QVERIFY(nodes.stream(0).isAttached() && nodes.stream(1).isAttached());
    say(ann, "3");
    nodes.settle();
    QCOMPARE(seqs(bob), std::vector<qint64>{3});
}

void EventRelayTest::aSlowStoreIsAskedLessOften()
{
    constexpr qint64 asLong = 20; // ms
    Nodes nodes(2);
    TestPeer& ann = enter(nodes, 0, "ann");
    TestPeer& bob = enter(nodes, 1, "bob");
    for (int node : {0, 1})
        nodes.bus(node).isCut = true;
    nodes.pass(3'000);
    nodes.board(1).isSlow = true;
    const auto untilAsked = [&] {
        qint64 passed = 0;
        for (; nodes.board(1).held() == 0 && passed < 20'000; passed += 5)
            nodes.pass(5);
        return passed;
    };
    const auto answer = [&] {
        nodes.pass(asLong);
        nodes.board(1).answerHeads();
    };
    for (size_t i = 0; i < NodeStream::answersCompared; ++i) {
        QVERIFY(untilAsked() <= NodeStream::pollEvery + DeadlineWheel::slotLength);
        answer();
    }
    say(ann, "1");
    const qint64 pause = asLong * NodeStream::pollShare;
    for (int i = 0; i < 3; ++i) {
        const qint64 passed = untilAsked();
        QVERIFY2(passed >= pause - 5 && passed <= pause + DeadlineWheel::slotLength + 5,
                 qPrintable(QString::number(passed)));
        answer();
    }
    QCOMPARE(seqs(bob), std::vector<qint64>{1});
    nodes.board(1).isSlow = false;
    const auto askedIn = [&](qint64 milliseconds) {
        const quint64 before = nodes.events(1).reconciled();
        for (qint64 passed = 0; passed < milliseconds; passed += 5) // what is asked in a step is answered at its end
            nodes.pass(5);
        return nodes.events(1).reconciled() - before;
    };
    QCOMPARE(askedIn(pause + DeadlineWheel::slotLength), 1U);
    QVERIFY(askedIn(10 * NodeStream::pollEvery) >= 7);
}

void EventRelayTest::whatStrangersSayOnTheBusIsCounted()
{
    Nodes nodes(2);
    TestPeer& ann = enter(nodes, 0, "ann");
    TestPeer& bob = enter(nodes, 1, "bob");
    nodes.network.publish("garbage");
    nodes.network.publish(R"({"type":"node","node":"x"})");
    nodes.settle();
    QCOMPARE(nodes.stream(1).counts().refused, 2U);
    // An event of another epoch of the log is not the room's.
    MessagePosted forged;
    forged.room = nodes[0].room("general");
    forged.seq = 1;
    forged.n = 1;
    forged.id = MessageId::random();
    forged.userId = UserId::random();
    forged.username = QStringLiteral("mallory");
    forged.text = QStringLiteral("forged");
    forged.nonce = Nonce("n");
    NodeMessage forgery;
    forgery.node = NodeId::random();
    forgery.number = 1;
    forgery.events = {{LogId::random(), forged}};
    nodes.network.publish(encode(forgery));
    nodes.settle();
    QVERIFY(seqs(bob).empty());
    say(ann, "1");
    nodes.settle();
    QCOMPARE(seqs(bob), std::vector<qint64>{1});
}

void EventRelayTest::randomWalks()
{
    Random random;
    for (int walk = 0; walk < 20; ++walk) {
        Nodes nodes(3);
        std::array<TestPeer*, 6> people{};
        for (size_t i = 0; i < people.size(); ++i)
            people[i] = &enter(nodes, int(i) % 3, "p" + QByteArray::number(i));
        nodes.network.fate = [&](const auto&, const QByteArray&) {
            const int what = random.below(10);
            return what < 2 ? Fate::IsLost : what == 2 ? Fate::Doubles : what < 5 ? Fate::Waits : Fate::Arrives;
        };
        std::map<TestPeer*, std::vector<qint64>> heard;
        qint64 said = 0;
        const auto listen = [&] {
            for (TestPeer* peer : people) {
                for (const qint64 seq : seqs(*peer))
                    heard[peer].push_back(seq);
            }
        };
        for (int step = 0; step < 60; ++step) {
            TestPeer& speaker = *people[size_t(random.below(6))];
            for (int i = random.below(3); i > 0; --i)
                say(speaker, QByteArray::number(++said));
            if (random.chance(10))
                nodes.bus(random.below(3)).isCut ^= true;
            random.chance(3) ? nodes.pass(random.below(700)) : nodes.settle();
            listen();
        }
        for (int node = 0; node < 3; ++node)
            nodes.bus(node).isCut = false;
        nodes.network.fate = [](const auto&, const auto&) { return Fate::Arrives; };
        nodes.pass(1'000);
        listen();
        for (TestPeer* peer : people) {
            QCOMPARE(qint64(heard[peer].size()), said);
            for (size_t i = 0; i < heard[peer].size(); ++i)
                QCOMPARE(heard[peer][i], qint64(i) + 1);
        }
    }
}

} // namespace parlance

using parlance::EventRelayTest;
PARLANCE_SUITE(eventrelay, EventRelayTest)
#include "eventrelay_test.moc"
