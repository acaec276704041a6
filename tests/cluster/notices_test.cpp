#include "cluster/nodes.h"
#include "support/frames.h"
#include "support/suite.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

namespace parlance {

using namespace parlance::test;

/// What one node changes in memberships, marks, names and rooms is so on the others.
class NoticesTest final : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void whoComesIntoARoomIsAMemberOnAllNodes();
    void anIdentityHearsOnAllNodesThatItCameAndLeft();
    void whoLeavesIsOutOfTheRoomOnAllNodes();
    void marksMoveOnAllNodes();
    void whoLeavesAndComesBackHasReadEverythingOnAllNodes();
    void namesChangeOnAllNodes();
    void aNameThatIsStoredHoldsForWhoSaysHelloJustThen();
    void aNameOfWhichTheStoreIsNotSureIsAskedFor();
    void whatTheStoreCouldNotSayIsAskedAgain();
    void ofTwoChangesAtOnceTheLastThatWasStoredHolds();
    void aRoomEndsOnAllNodes();
    void aRoomThatIsNotInMemoryEndsForItsMembers();
    void aRoomThatIsBeingLoadedMissesNothing();
    void aNodeThatHasReadNothingForTooLongStartsAnew();

  private:
    /// Somebody with one identity on several nodes.
    struct Person {
        std::vector<TestPeer*> peers; // by node
        TestPeer& operator[](int node) const { return *peers[size_t(node)]; }
    };

    static QByteArray member(const QByteArray& frame, const char* name) { return test::member(frame, name).toUtf8(); }

    /// Connects the same person to every node, without a room.
    static Person arrive(Nodes& nodes, const QByteArray& name);
    static void join(Nodes& nodes, TestPeer& peer, const QByteArray& room);
    static void forgetAll(const Person& person)
    {
        for (TestPeer* peer : person.peers)
            peer->take();
    }
    /// What the members are called, by id.
    static QByteArray names(Nodes& nodes, TestPeer& peer);
};

NoticesTest::Person NoticesTest::arrive(Nodes& nodes, const QByteArray& name)
{
    Person person;
    QByteArray token;
    for (int node = 0; node < nodes.count(); ++node) {
        TestPeer& peer = nodes[node].connect();
        const QByteArray known = token.isEmpty() ? QByteArray() : R"(,"token":")" + token + '"';
        peer.inject(R"({"type":"hello","protocol":2,"client":"test","name":")" + name + '"' + known + '}');
        nodes.pass(100);
        token = member(peer.expect(R"({"type":"welcome","...":true})"), "token");
        person.peers.push_back(&peer);
    }
    return person;
}

void NoticesTest::join(Nodes& nodes, TestPeer& peer, const QByteArray& room)
{
    peer.inject(R"({"type":"join","name":")" + room + R"("})");
    nodes.pass(100);
}

QByteArray NoticesTest::names(Nodes& nodes, TestPeer& peer)
{
    peer.inject(R"({"type":"members","room":"#general"})");
    nodes.settle();
    QByteArray names;
    for (const QByteArray& frame : peer.take()) {
        if (member(frame, "type") != "members")
            continue;
        const QJsonObject page = QJsonDocument::fromJson(frame).object();
        for (const auto& one : page[QStringLiteral("members")].toArray())
            names += (names.isEmpty() ? "" : " ") + one[QStringLiteral("username")].toString().toUtf8();
    }
    return names;
}

void NoticesTest::whoComesIntoARoomIsAMemberOnAllNodes()
{
    Nodes nodes(2);
    const Person ann = arrive(nodes, "ann");
    const Person bob = arrive(nodes, "bob");
    join(nodes, ann[0], "general");
    join(nodes, ann[1], "general");
    join(nodes, bob[0], "general");
    forgetAll(ann);
    const QByteArray both = names(nodes, ann[0]);
    QVERIFY(both == "ann bob" || both == "bob ann");
    QCOMPARE(names(nodes, ann[1]), both);
    ann[1].inject(R"({"type":"message","room":"#general","text":"@bob","nonce":"1"})");
    nodes.settle();
    ann[1].expect(R"({"type":"message","mentions":["*"],"...":true})");
}

void NoticesTest::anIdentityHearsOnAllNodesThatItCameAndLeft()
{
    Nodes nodes(3);
    const Person ann = arrive(nodes, "ann");
    join(nodes, ann[0], "general");
    for (const int node : {1, 2}) {
        ann[node].expect(R"({"type":"room_joined","...":true})");
        ann[node].expectNothing();
    }
    ann[2].inject(R"({"type":"leave","room":"#general"})");
    nodes.pass(100);
    for (const int node : {0, 1}) {
        const std::vector<QByteArray> frames = ann[node].take();
        QCOMPARE(member(frames.back(), "type"), QByteArray("room_left"));
        QCOMPARE(member(frames.back(), "reason"), QByteArray("left"));
    }
}

void NoticesTest::whoLeavesIsOutOfTheRoomOnAllNodes()
{
    Nodes nodes(2);
    const Person ann = arrive(nodes, "ann");
    const Person bob = arrive(nodes, "bob");
    for (const int node : {0, 1}) {
        join(nodes, ann[node], "general");
        join(nodes, bob[node], "general");
    }
    bob[0].inject(R"({"type":"leave","room":"#general"})");
    nodes.pass(100);
    forgetAll(ann);
    forgetAll(bob);
    ann[1].inject(R"({"type":"message","room":"#general","text":"@bob","nonce":"1"})");
    nodes.settle();
    QVERIFY(!ann[1].expect(R"({"type":"message","...":true})").contains("mentions"));
    bob[1].expectNothing();
    bob[1].inject(R"({"type":"message","room":"#general","text":"still here?","nonce":"1","ref":"1"})");
    nodes.settle();
    bob[1].expect(R"({"type":"error","code":"not_joined","...":true})");
    QCOMPARE(names(nodes, ann[1]), QByteArray("ann"));
}

void NoticesTest::marksMoveOnAllNodes()
{
    Nodes nodes(2);
    const Person ann = arrive(nodes, "ann");
    const Person bob = arrive(nodes, "bob");
    for (const int node : {0, 1}) {
        join(nodes, ann[node], "general");
        join(nodes, bob[node], "general");
    }
    for (const QByteArray nonce : {"1", "2", "3"})
        ann[0].inject(R"({"type":"message","room":"#general","text":"hi","nonce":")" + nonce + R"("})");
    nodes.pass(100);
    forgetAll(bob);
    bob[0].inject(R"({"type":"read","room":"#general","n":2})");
    nodes.pass(100);
    bob[1].expect(R"({"type":"read_moved","read":2,"...":true})");
    bob[1].expectNothing();
}

/// The other node learns of both at once, and the store tells it only that the person is a member.
void NoticesTest::whoLeavesAndComesBackHasReadEverythingOnAllNodes()
{
    Nodes nodes(2);
    const Person ann = arrive(nodes, "ann");
    const Person bob = arrive(nodes, "bob");
    join(nodes, ann[1], "general");
    join(nodes, bob[0], "general");
    for (const char* nonce : {"1", "2", "3"}) {
        bob[0].inject(R"({"type":"message","room":"#general","text":"hi","nonce":")" + QByteArray(nonce) + R"("})");
        nodes.settle();
    }
    join(nodes, ann[0], "general");
    forgetAll(ann);
    ann[0].inject(R"({"type":"leave","room":"#general"})");
    ann[0].inject(R"({"type":"join","name":"general"})");
    nodes.pass(100);
    ann[0].expect(R"({"type":"joined","read":3,"...":true})");
    ann[1].take();
    join(nodes, ann[1], "general");
    ann[1].expect(R"({"type":"joined","read":3,"...":true})");
}

void NoticesTest::namesChangeOnAllNodes()
{
    Nodes nodes(2);
    const Person ann = arrive(nodes, "ann");
    const Person bob = arrive(nodes, "bob");
    for (const int node : {0, 1})
        join(nodes, ann[node], "general");
    join(nodes, bob[1], "general");
    forgetAll(ann);
    forgetAll(bob);
    ann[0].inject(R"({"type":"rename","name":"Anna"})");
    nodes.pass(100);
    ann[1].expect(R"({"type":"renamed","username":"Anna","...":true})");
    ann[1].expectNothing();
    bob[1].expect(R"({"type":"renamed","username":"Anna","...":true})");
    bob[1].expectNothing();
}

/// The store is asked who they are, and their other connection gives the name and is gone before it answers.
void NoticesTest::aNameThatIsStoredHoldsForWhoSaysHelloJustThen()
{
    Nodes nodes(2);
    TestPeer& first = nodes[0].connect();
    TestPeer& second = nodes[0].connect();
    first.inject(R"({"type":"hello","protocol":2,"client":"test","name":"ann"})");
    nodes.pass(1'000);
    const QByteArray welcome = first.expect(R"({"type":"welcome","...":true})");
    const UserId ann(member(welcome, "userId"));
    second.inject(R"({"type":"hello","protocol":2,"client":"test","token":")" + member(welcome, "token") + R"("})");
    first.inject(R"({"type":"rename","name":"Anna"})");
    first.vanish();
    nodes.pass(1'000);
    QCOMPARE(nodes[0].identities.nameOf(ann)->text(), QStringLiteral("Anna"));
}

/// PostgreSQL has committed it, but its answer was lost, and it is away for a while.
void NoticesTest::aNameOfWhichTheStoreIsNotSureIsAskedFor()
{
    Nodes nodes(2);
    const Person ann = arrive(nodes, "ann");
    join(nodes, ann[0], "general");
    const Person bob = arrive(nodes, "bob");
    join(nodes, bob[0], "general");
    forgetAll(bob);
    nodes.board(0).losesNames = true;
    nodes.board(0).isBusy = true;
    ann[0].inject(R"({"type":"rename","name":"Anna"})");
    nodes.pass(3 * NoticeReader::retryAfter);
    QVERIFY(names(nodes, bob[0]).split(' ').contains("ann"));
    nodes.board(0).losesNames = nodes.board(0).isBusy = false;
    nodes.pass(NodeStream::reconcileEvery);
    QVERIFY(names(nodes, bob[0]).split(' ').contains("Anna"));
}

/// PostgreSQL may go away between a notice and what has to be asked because of it.
void NoticesTest::whatTheStoreCouldNotSayIsAskedAgain()
{
    Nodes nodes(2);
    const Person ann = arrive(nodes, "ann");
    const Person bob = arrive(nodes, "bob");
    for (const int node : {0, 1})
        join(nodes, ann[node], "general");
    join(nodes, bob[1], "general");
    join(nodes, ann[0], "random");
    forgetAll(ann);
    forgetAll(bob);
    nodes.board(1).isBusy = true;
    ann[0].inject(R"({"type":"rename","name":"Anna"})");
    ann[0].inject(R"({"type":"leave","room":")" + nodes[0].room("random").text() + R"("})");
    nodes.pass(3 * NoticeReader::retryAfter);
    ann[1].expectNothing();
    bob[1].expectNothing();
    nodes.board(1).isBusy = false;
    nodes.pass(2 * NoticeReader::retryAfter);
    ann[1].expect(R"({"type":"renamed","username":"Anna","...":true})");
    ann[1].expect(R"({"type":"room_left","...":true})");
    ann[1].expectNothing();
    bob[1].expect(R"({"type":"renamed","username":"Anna","...":true})");
    bob[1].expectNothing();
}

void NoticesTest::ofTwoChangesAtOnceTheLastThatWasStoredHolds()
{
    Nodes nodes(2);
    const Person ann = arrive(nodes, "ann");
    for (const int node : {0, 1})
        join(nodes, ann[node], "general");
    forgetAll(ann);
    ann[0].inject(R"({"type":"rename","name":"Zero"})");
    ann[1].inject(R"({"type":"rename","name":"One"})");
    nodes.pass(200);
    for (const int node : {0, 1})
        QCOMPARE(names(nodes, ann[node]), QByteArray("One"));
    ann[1].inject(R"({"type":"leave","room":"#general"})");
    ann[0].inject(R"({"type":"leave","room":"#general"})");
    ann[0].inject(R"({"type":"join","name":"general"})");
    nodes.pass(200);
    for (const int node : {0, 1})
        QVERIFY(nodes[node].rooms.find(nodes[node].room("general"))->members().size() == 1);
    QVERIFY(nodes[0].attendance.isIn(1, nodes[0].room("general")));
}

void NoticesTest::aRoomEndsOnAllNodes()
{
    Nodes nodes(2);
    const Person ann = arrive(nodes, "ann");
    const Person bob = arrive(nodes, "bob");
    join(nodes, ann[0], "general");
    join(nodes, bob[1], "general");
    forgetAll(ann);
    forgetAll(bob);
    nodes[0].store->deleteRoom(nodes[0].room("general"), [](const auto&) {});
    nodes.pass(100);
    bob[1].expect(R"({"type":"room_left","reason":"deleted","...":true})");
    bob[1].expectNothing(); // and node 0 tells its own when it deletes the room: see handlers::roomEnded()
}

void NoticesTest::aRoomThatIsNotInMemoryEndsForItsMembers()
{
    Nodes nodes(2);
    const Person ann = arrive(nodes, "ann");
    join(nodes, ann[0], "general");
    forgetAll(ann);
    const RoomId room = nodes[0].room("general");
    QVERIFY(!nodes[1].rooms.isKnown(room));
    nodes[0].store->deleteRoom(room, [](const auto&) {});
    nodes.pass(100);
    ann[1].expect(R"({"type":"room_left","reason":"deleted","...":true})");
    ann[1].expectNothing();
}

void NoticesTest::aRoomThatIsBeingLoadedMissesNothing()
{
    Nodes nodes(2);
    const Person ann = arrive(nodes, "ann");
    const Person bob = arrive(nodes, "bob");
    join(nodes, ann[0], "general");
    forgetAll(ann);
    forgetAll(bob);
    ann[1].inject(R"({"type":"join","name":"general"})"); // the store reads the room for it
    bob[0].inject(R"({"type":"join","name":"general"})"); // and now has another member
    nodes.pass(200);
    forgetAll(ann);
    QCOMPARE(names(nodes, ann[1]).split(' ').size(), 2);
}

void NoticesTest::aNodeThatHasReadNothingForTooLongStartsAnew()
{
    Nodes nodes(1);
    const Person person = arrive(nodes, "ann");
    TestPeer& ann = person[0];
    join(nodes, ann, "general");
    nodes.pass(2 * NoticeReader::tooOld); // in which it reads now and then
    QVERIFY(!ann.closedWith);
    nodes.board(0).isAway = true;
    nodes.pass(NoticeReader::tooOld - NodeStream::reconcileEvery - 1'000);
    QVERIFY(!ann.closedWith);
    nodes.pass(NodeStream::reconcileEvery + 2'000);
    QVERIFY(ann.closedWith == CloseCode::Restarting);
    QCOMPARE(nodes[0].rooms.count(), size_t(0));
}

} // namespace parlance

using parlance::NoticesTest;
PARLANCE_SUITE(notices, NoticesTest)
#include "notices_test.moc"
