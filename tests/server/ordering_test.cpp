#include "session/session.h"
#include "support/frames.h"
#include "support/passingstore.h"
#include "support/servercore.h"
#include "support/suite.h"

#include <QTest>

namespace parlance {

using test::member;
using test::ServerCore;
using test::TestPeer;

namespace {

/// A store whose pages can be busy.
class BusyPages final : public test::PassingStore {
  public:
    using PassingStore::PassingStore;

    void messages(const UserId& reader, const RoomId& room, const MessageQuery& query, Done<MessageSlice> done) override
    {
        PassingStore::messages(reader, room, query, [this, done = std::move(done)](Result<MessageSlice> slice) mutable {
            done(isBusy ? Error{ErrorCode::Busy, QStringLiteral("later"), 1'000} : std::move(slice));
        });
    }

    bool isBusy = false;
};

} // namespace

/// A connection's requests take effect in the order received, and what meets in one turn of the loop comes once and in
/// order.
class OrderingTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void joinAndMessageInOneWrite();
    void appendsRunBesideEachOtherAndNothingOvertakesThem();
    void joinInTheTurnOfAMessage();
    void rejoinInTheTurnOfAMessage();
    void leaveInTheTurnOfAMessage();
    void leftElsewhereWhileJoining();
    void leftAndJoinedElsewhereWhileJoining();
    void aJoinThatFailsLeavesNothingBehind();
    void nonceRepeatedInTheTurnOfItsMessage();
    void nonceIsAnsweredAfterLeaving();
    void authorWhoIsNotLiveIsAnswered();
    void goneBeforeTheStoreAnswered();
    void readingStopsWhileTooMuchWaits();
    void readingStopsWhileRepliesPileUp();
};

void OrderingTest::joinAndMessageInOneWrite()
{
    ServerCore core;
    TestPeer& old = core.connect();
    old.inject(R"({"type":"join","username":"old","room":"general"})");
    old.inject(R"({"type":"message","text":"one"})");
    old.inject(R"({"type":"join","username":"old","room":"random"})");
    old.inject(R"({"type":"message","text":"two"})");
    old.expect(R"({"type":"joined","room":"general","history":[],"...":true})");
    old.expect(R"({"type":"message","text":"one","...":true})");
    old.expect(R"({"type":"joined","room":"random","history":[],"...":true})");
    old.expect(R"({"type":"message","text":"two","...":true})");

    TestPeer& ann = core.connect();
    ann.inject(R"({"type":"hello","protocol":2,"client":"test"})");
    ann.inject(R"({"type":"join","name":"general","ref":"1"})");
    ann.inject(R"({"type":"message","room":"#general","text":"three","nonce":"n"})");
    ann.inject(R"({"type":"leave","room":"#general","ref":"2"})");
    ann.expect(R"({"type":"welcome","...":true})");
    ann.expect(R"({"type":"joined","head":1,"ref":"1","...":true})");
    ann.expect(R"({"type":"message","seq":2,"...":true})");
    ann.expect(R"({"type":"ok","ref":"2"})");
}

void OrderingTest::appendsRunBesideEachOtherAndNothingOvertakesThem()
{
    ServerCore core;
    TestPeer& ann = core.connect();
    ann.enter("ann", "general");
    ann.inject(R"({"type":"message","room":"#general","text":"1","nonce":"1"})");
    ann.inject(R"({"type":"message","room":"#general","text":"2","nonce":"2"})");
    ann.inject(R"({"type":"ping","ref":"p"})");
    ann.inject(R"({"type":"message","room":"#general","text":"3","nonce":"3"})");
    ann.expect(R"({"type":"message","text":"1","...":true})");
    ann.expect(R"({"type":"message","text":"2","...":true})");
    ann.expect(R"({"type":"heartbeat","heads":{"#general":2},"ref":"p"})");
    ann.expect(R"({"type":"message","text":"3","...":true})");
}

void OrderingTest::joinInTheTurnOfAMessage()
{
    // The message is on its way to the store, or comes while the joiner's history is being read: once, in both cases.
    for (const bool messageFirst : {true, false}) {
        ServerCore core;
        TestPeer& ann = core.connect();
        TestPeer& bob = core.connect();
        ann.enter("ann", "general");
        bob.inject(R"({"type":"hello","protocol":2,"client":"test"})");
        bob.expect(R"({"type":"welcome","...":true})");
        if (!messageFirst)
            bob.inject(R"({"type":"join","name":"general"})");
        ann.inject(R"({"type":"message","room":"#general","text":"meanwhile","nonce":"1"})");
        if (messageFirst)
            bob.inject(R"({"type":"join","name":"general"})");
        ann.inject(R"({"type":"message","room":"#general","text":"behind","nonce":"2"})");
        qsizetype meanwhile = 0;
        qsizetype behind = 0;
        QByteArray order;
        for (const QByteArray& frame : bob.take()) {
            meanwhile += frame.count("\"meanwhile\"");
            behind += frame.count("\"behind\"");
            order += frame.contains("\"joined\"") && frame.contains("\"log\"") ? 'J' : 'm';
        }
        QCOMPARE(meanwhile, 1LL);
        QCOMPARE(behind, 1LL);
        QVERIFY(order.startsWith('J'));
    }
}

void OrderingTest::rejoinInTheTurnOfAMessage()
{
    ServerCore core;
    TestPeer& ann = core.connect();
    TestPeer& bob = core.connect();
    ann.enter("ann", "general");
    bob.enter("bob", "general");
    const QByteArray log = core.rooms.find(core.room("general"))->log().text();
    ann.inject(R"({"type":"message","room":"#general","text":"a","nonce":"1"})");
    bob.inject(R"({"type":"join","room":"#general","since":0,"log":")" + log + "\"}");
    ann.inject(R"({"type":"message","room":"#general","text":"b","nonce":"2"})");
    bob.inject(R"({"type":"ping"})");
    qint64 handled = 0;
    for (const QByteArray& frame : bob.take()) {
        if (frame.startsWith(R"({"type":"joined")"))
            handled = member(frame, "head").toLongLong();
        else if (frame.startsWith(R"({"type":"message")"))
            QCOMPARE(member(frame, "seq").toLongLong(), ++handled);
        else if (frame.startsWith(
                     R"({"type":"heartbeat")")) // speaks of what was written before it, no more and no less
            QCOMPARE(frame,
                     core.withIds(R"({"type":"heartbeat","heads":{"#general":)" + QByteArray::number(handled) + "}}"));
    }
    QCOMPARE(handled, 2);
}

void OrderingTest::leaveInTheTurnOfAMessage()
{
    ServerCore core;
    TestPeer& ann = core.connect();
    TestPeer& bob = core.connect();
    ann.enter("ann", "general");
    bob.enter("bob", "general");
    ann.inject(R"({"type":"message","room":"#general","text":"before","nonce":"1"})");
    bob.inject(R"({"type":"leave","room":"#general","ref":"l"})");
    ann.inject(R"({"type":"message","room":"#general","text":"after","nonce":"2"})");
    // Taken in before the messages were committed, so they are not for who has left.
    bob.expect(R"({"type":"ok","ref":"l"})");
    bob.expectNothing();
    QCOMPARE(ann.take().size(), size_t(2));
}

void OrderingTest::leftElsewhereWhileJoining()
{
    ServerCore core;
    TestPeer& ann = core.connect();
    TestPeer& phone = core.connect();
    const QByteArray token = member(ann.enter("ann", "general"), "token").toLatin1();
    phone.inject(R"({"type":"hello","protocol":2,"client":"test","token":")" + token + R"("})");
    phone.expect(R"({"type":"welcome","...":true})");
    phone.inject(R"({"type":"join","name":"general","ref":"j"})");
    ann.inject(R"({"type":"leave","room":"#general"})");
    phone.expect(R"({"type":"room_left","room":"#general","reason":"left"})");
    phone.expect(R"({"type":"error","code":"not_joined","message":"*","ref":"j"})");
    QCOMPARE(core.rooms.lingering(), core.rooms.count()); // nobody is in it, and nobody pretends to be
}

void OrderingTest::leftAndJoinedElsewhereWhileJoining()
{
    ServerCore core;
    TestPeer& ann = core.connect();
    TestPeer& phone = core.connect();
    const QByteArray token = member(ann.enter("ann", "general"), "token").toLatin1();
    phone.inject(R"({"type":"hello","protocol":2,"client":"test","token":")" + token + R"("})");
    phone.expect(R"({"type":"welcome","...":true})");
    phone.inject(R"({"type":"join","name":"general","ref":"j"})");
    ann.inject(R"({"type":"leave","room":"#general"})");
    ann.inject(R"({"type":"join","name":"general"})");
    phone.expect(R"({"type":"room_left","room":"#general","reason":"left"})");
    phone.expect(R"({"type":"room_joined","...":true})");
    phone.expect(R"({"type":"error","code":"not_joined","message":"*","ref":"j"})"); // a member, but not subscribed
    phone.inject(R"({"type":"join","name":"general","ref":"k"})");
    phone.expect(R"({"type":"joined","ref":"k","...":true})");
    ann.inject(R"({"type":"message","room":"#general","text":"hi","nonce":"1"})");
    phone.expect(R"({"type":"message","text":"hi","...":true})");
}

void OrderingTest::aJoinThatFailsLeavesNothingBehind()
{
    ServerCore core({}, {}, [](std::unique_ptr<Store> store) { return std::make_unique<BusyPages>(std::move(store)); });
    auto& pages = static_cast<BusyPages&>(*core.store);
    TestPeer& ann = core.connect();
    TestPeer& plain = core.connect();
    ann.enter("ann", "general");
    plain.joinPlain("old", "general");
    pages.isBusy = true;
    ann.inject(R"({"type":"join","name":"general","ref":"again"})");
    ann.inject(R"({"type":"join","name":"random","ref":"new"})");
    plain.inject(R"({"type":"join","username":"old","room":"random"})");
    for (const char* ref : {"again", "new"})
        ann.expect(QByteArray(R"({"type":"error","code":"busy","message":"*","retryAfter":1000,"ref":")") + ref +
                   R"("})");
    plain.expect(R"({"type":"error","code":"busy","message":"*","retryAfter":1000})");
    core.pass(Rooms::lingerTime); // and what presence gathers
    for (const char* room : {"general", "random"})
        QVERIFY(core.hub.subscriptions().sessionsIn(core.room(room)).empty());
    QCOMPARE(core.rooms.count(), size_t(0)); // nobody is present in one
}

void OrderingTest::nonceRepeatedInTheTurnOfItsMessage()
{
    ServerCore core;
    TestPeer& ann = core.connect();
    TestPeer& phone = core.connect();
    const QByteArray token = member(ann.enter("ann", "general"), "token").toLatin1();
    phone.inject(R"({"type":"hello","protocol":2,"client":"test","token":")" + token + R"("})");
    phone.inject(R"({"type":"join","name":"general"})");
    phone.take();
    const QByteArray message = R"({"type":"message","room":"#general","text":"once","nonce":"1"})";
    ann.inject(message);
    ann.inject(message);
    phone.inject(message);
    ann.expect(R"({"type":"message","seq":1,"...":true})");
    ann.expect(R"({"type":"sent","nonce":"1","seq":1,"...":true})");
    phone.expect(R"({"type":"message","seq":1,"...":true})");
    phone.expect(R"({"type":"sent","nonce":"1","seq":1,"...":true})");
    ann.expectNothing();
    phone.expectNothing();
}

void OrderingTest::nonceIsAnsweredAfterLeaving()
{
    ServerCore core;
    TestPeer& ann = core.connect();
    ann.enter("ann", "general");
    ann.inject(R"({"type":"message","room":"#general","text":"m","nonce":"1"})");
    ann.inject(R"({"type":"leave","room":"#general"})");
    ann.inject(R"({"type":"message","room":"#general","text":"m","nonce":"1"})");
    ann.inject(R"({"type":"message","room":"#general","text":"m","nonce":"2"})");
    ann.expect(R"({"type":"message","seq":1,"...":true})");
    ann.expect(R"({"type":"sent","nonce":"1","seq":1,"...":true})");
    ann.expect(R"({"type":"error","code":"not_joined","nonce":"2","message":"*"})");
}

void OrderingTest::authorWhoIsNotLiveIsAnswered()
{
    ServerCore core;
    TestPeer& ann = core.connect();
    const QByteArray token = member(ann.enter("ann", "general"), "token").toLatin1();
    TestPeer& phone = core.connect();
    phone.inject(R"({"type":"hello","protocol":2,"client":"test","token":")" + token + R"("})");
    phone.inject(R"({"type":"message","room":"#general","text":"m","nonce":"1"})");
    phone.expect(R"({"type":"welcome","...":true})");
    phone.expect(R"({"type":"message","seq":1,"nonce":"1","...":true})");
    ann.expect(R"({"type":"message","seq":1,"nonce":"1","...":true})");
}

void OrderingTest::goneBeforeTheStoreAnswered()
{
    ServerCore core;
    TestPeer& ann = core.connect();
    TestPeer& bob = core.connect();
    ann.enter("ann", "general");
    bob.enter("bob", "general");
    TestPeer& brief = core.connect();
    brief.inject(R"({"type":"hello","protocol":2,"client":"test"})");
    brief.inject(R"({"type":"join","name":"general"})");
    brief.vanish();
    ann.inject(R"({"type":"message","room":"#general","text":"last words","nonce":"1"})");
    ann.vanish();
    bob.expect(R"({"type":"message","text":"last words","...":true})");
    core.pass(200);
    bob.expect(R"({"type":"presence","userCount":1,"...":true})");
    QCOMPARE(core.hub.count(), size_t(1));
    bob.vanish();
    core.settle();
    QCOMPARE(core.rooms.lingering(), core.rooms.count()); // nothing holds it any more
}

void OrderingTest::readingStopsWhileTooMuchWaits()
{
    ServerCore core;
    TestPeer& ann = core.connect();
    ann.enter("ann", "general");
    ann.inject(R"({"type":"history","room":"#general"})"); // waits for the store; the rest waits for it
    for (int i = 0; i < limits::waitingRequests - 1; ++i)
        ann.inject(R"({"type":"ping"})");
    QVERIFY(!ann.paused);
    ann.inject(R"({"type":"ping"})");
    QVERIFY(ann.paused);
    core.settle();
    QVERIFY(!ann.paused);

    ann.take();
    ann.inject(R"({"type":"history","room":"#general"})");
    for (int i = 0; i < 5 && !ann.paused; ++i)
        ann.inject(QByteArray(60'000, ' ') + R"({"type":"ping"})");
    QVERIFY(ann.paused); // 256 KiB
    core.settle();
}

void OrderingTest::readingStopsWhileRepliesPileUp()
{
    ServerCore core;
    TestPeer& ann = core.connect();
    ann.enter("ann", "general");
    ann.backlog = 300'000;
    ann.inject(R"({"type":"ping","ref":"1"})");
    ann.expectNothing();
    QVERIFY(ann.paused);
    ann.drain();
    core.pass(200); // presence is gathered
    ann.expectAnyOrder({R"({"type":"heartbeat","ref":"1","...":true})", R"({"type":"presence","...":true})"});
    QVERIFY(!ann.paused);
}

} // namespace parlance

using parlance::OrderingTest;
PARLANCE_SUITE(ordering, OrderingTest)
#include "ordering_test.moc"
