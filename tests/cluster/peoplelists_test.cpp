#include "cluster/onlooker.h"
#include "support/suite.h"

#include <QTest>

namespace parlance {

using namespace parlance::test;
using Fate = LoopNetwork::Fate;

/// Whoever has missed something of who is present on another node asks it for the whole list.
class PeopleListsTest final : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void whatWasLostIsAskedFor();
    void whoMissedNothingSeesNoFlicker();
    void whatIsOvertakenIsOutdated();
    void sayingItTwiceChangesNothing();
    void aListWithAHoleRemovesNobody();
    void aListRemovesWhomItDoesNotName();
    void listsAreToldOnceASecond();
};

namespace {

/// Only signs of life arrive.
Fate beatsArrive(const LoopNetwork::Bus&, const QByteArray& message)
{
    return decodeNodeMessage(message)->hasContent() ? Fate::IsLost : Fate::Arrives;
}

Fate everythingArrives(const LoopNetwork::Bus&, const QByteArray&)
{
    return Fate::Arrives;
}

} // namespace

void PeopleListsTest::whatWasLostIsAskedFor()
{
    Nodes nodes(2);
    Onlooker bob(nodes, 1);
    bob.greet("bob");
    bob.join("general");
    Onlooker goes(nodes, 0);
    goes.joinPlain("goes", "general");
    nodes.pass(2'000);
    QCOMPARE(bob.sees(), names({"bob", "goes"}));
    nodes.network.fate = beatsArrive;
    goes.vanish();
    Onlooker comes(nodes, 0);
    comes.joinPlain("comes", "general");
    nodes.settle();
    nodes.network.fate = everythingArrives;
    nodes.pass(NodeStream::beatEvery + 300);
    QCOMPARE(bob.sees(), names({"bob", "comes"}));
    QCOMPARE(comes.sees(), names({"bob", "comes"}));
}

void PeopleListsTest::whoMissedNothingSeesNoFlicker()
{
    Nodes nodes(3);
    Onlooker ann(nodes, 0);
    ann.greet("ann");
    ann.join("general");
    Onlooker bob(nodes, 1);
    bob.greet("bob");
    bob.join("general");
    Onlooker old(nodes, 1);
    old.joinPlain("old", "general");
    Onlooker carl(nodes, 2);
    carl.greet("carl");
    carl.join("general");
    nodes.pass(2'000);
    for (Onlooker* client : {&ann, &bob, &old, &carl})
        client->told("presence");
    const quint64 before = nodes.people(0).listsTold();
    nodes.network.fate = [&](const auto& to, const QByteArray& message) {
        return &to == &nodes.bus(2) ? beatsArrive(to, message) : Fate::Arrives;
    };
    ann.say(R"({"type":"typing","room":"#general","isTyping":true})"); // which one node misses
    nodes.network.fate = everythingArrives;
    nodes.pass(2'000);
    QCOMPARE(nodes.people(0).listsTold(), before + 1);
    for (Onlooker* client : {&ann, &bob, &carl})
        QVERIFY(client->told("presence").empty());
    QVERIFY(old.told("user_").empty());
}

void PeopleListsTest::whatIsOvertakenIsOutdated()
{
    Nodes nodes(2);
    Onlooker old(nodes, 1);
    old.joinPlain("old", "general");
    nodes.pass(2'000);
    Onlooker brief(nodes, 0);
    int waited = 0;
    nodes.network.fate = [&](const auto& to, const QByteArray& message) {
        if (&to != &nodes.bus(1) || !message.contains("\"brief\"") || ++waited > 2)
            return Fate::Arrives;
        if (waited == 1)
            brief.vanish(); // which is told while this waits
        return Fate::Waits;
    };
    brief.joinPlain("brief", "general");
    nodes.pass(2'000);
    QVERIFY(waited > 2);
    QVERIFY(old.told("user_").empty());
    QCOMPARE(old.sees(), names({"old"}));
}

void PeopleListsTest::sayingItTwiceChangesNothing()
{
    Nodes nodes(1);
    Onlooker bob(nodes, 0);
    bob.greet("bob");
    bob.join("general");
    const RoomId room = nodes[0].room("general");
    PlayedNode one(nodes);
    PlayedNode other(nodes);
    const PresentPerson ann = one.person(room, "ann");
    const PresentPerson dora = one.person(room, "dora");
    for (PlayedNode* node : {&one, &other}) {
        node->say({true, {ann, dora}, {}, true});
        node->say({{}, {ann}, {}, {}});
    }
    nodes.pass(200);
    QCOMPARE(bob.sees(), names({"ann", "bob", "dora"}));
    one.say({{}, {}, {{room, ann.id}}, {}});
    one.say({{}, {}, {{room, ann.id}}, {}});
    nodes.pass(200);
    QCOMPARE(bob.sees(), names({"ann", "bob", "dora"})); // by the other node
    other.say({{}, {}, {{room, ann.id}}, {}});
    nodes.pass(200);
    QCOMPARE(bob.sees(), names({"bob", "dora"}));
    QCOMPARE(nodes[0].rooms.presentIn(room), 2);
}

void PeopleListsTest::aListWithAHoleRemovesNobody()
{
    Nodes nodes(1);
    Onlooker bob(nodes, 0);
    bob.greet("bob");
    bob.join("general");
    const RoomId room = nodes[0].room("general");
    PlayedNode node(nodes);
    const PresentPerson ann = node.person(room, "ann");
    const PresentPerson carl = node.person(room, "carl");
    node.say({true, {ann, carl}, {}, true});
    const quint64 asked = nodes.people(0).listsAsked();
    node.say({true, {}, {}, {}});
    node.say({{}, {}, {}, true}, 1); // the part that has them was lost
    nodes.pass(200);
    QCOMPARE(bob.sees(), names({"ann", "bob", "carl"}));
    nodes.pass(PeopleRelay::askAgainAfter);
    node.beat();
    QVERIFY(nodes.people(0).listsAsked() > asked);
    node.say({true, {carl}, {}, {}}); // and this time none
    node.say({{}, {ann}, {}, true});
    nodes.pass(200);
    QCOMPARE(bob.sees(), names({"ann", "bob", "carl"}));
}

void PeopleListsTest::aListRemovesWhomItDoesNotName()
{
    Nodes nodes(1);
    Onlooker bob(nodes, 0);
    bob.greet("bob");
    bob.join("general");
    const RoomId room = nodes[0].room("general");
    PlayedNode node(nodes);
    node.say({true, {node.person(room, "ann"), node.person(room, "carl")}, {}, true});
    node.say({true, {node.person(room, "dora")}, {}, {}});
    nodes.pass(200);
    QCOMPARE(bob.sees(), names({"ann", "bob", "carl", "dora"})); // the list goes on
    node.say({{}, {node.person(room, "carl")}, {}, true});
    nodes.pass(200);
    QCOMPARE(bob.sees(), names({"bob", "carl", "dora"}));
}

void PeopleListsTest::listsAreToldOnceASecond()
{
    Nodes nodes(1);
    nodes.pass(2'000);
    PlayedNode node(nodes);
    const quint64 before = nodes.people(0).listsTold();
    for (int i = 0; i < 20; ++i) {
        node.ask(nodes.stream(0).node());
        nodes.pass(100);
    }
    const quint64 told = nodes.people(0).listsTold() - before;
    QVERIFY2(told == 2 || told == 3, qPrintable(QString::number(told))); // at once, and for who asked later
}

} // namespace parlance

using parlance::PeopleListsTest;
PARLANCE_SUITE(peoplelists, PeopleListsTest)
#include "peoplelists_test.moc"
