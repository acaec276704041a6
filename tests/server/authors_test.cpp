#include "session/session.h"
#include "support/frames.h"
#include "support/servercore.h"
#include "support/suite.h"

#include <QTest>

namespace parlance {

using test::member;
using test::ServerCore;
using test::TestPeer;

namespace {

QByteArray saying(const QByteArray& nonce)
{
    return R"({"type":"message","room":"#general","text":"hi","nonce":")" + nonce + "\"}";
}

/// Another connection of the identity that was welcomed so, in no room.
TestPeer& again(ServerCore& core, const QByteArray& welcome)
{
    TestPeer& peer = core.connect();
    peer.inject(R"({"type":"hello","protocol":2,"client":"test","token":")" + member(welcome, "token").toUtf8() +
                "\"}");
    peer.expect(R"({"type":"welcome","...":true})");
    return peer;
}

} // namespace

/// Writing in a room that nobody has open: it is loaded for members only.
class AuthorsTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void noncesAreAnsweredAfterLeaving();
    void membersWriteInOrder();
    void joinsElsewhereWhileWriting();
};

void AuthorsTest::noncesAreAnsweredAfterLeaving()
{
    ServerCore core;
    TestPeer& ann = core.connect();
    ann.enter("ann", "general");
    ann.inject(saying("1"));
    ann.expect(R"({"type":"message","seq":1,"...":true})");
    ann.inject(R"({"type":"leave","room":"#general","ref":"l"})");
    ann.expect(R"({"type":"ok","ref":"l"})");
    core.pass(2 * Rooms::lingerTime);
    ann.take();
    QCOMPARE(core.rooms.count(), size_t(0));

    ann.inject(saying("1"));
    ann.inject(saying("2"));
    ann.expect(R"({"type":"sent","nonce":"1","seq":1,"...":true})");
    ann.expect(R"({"type":"error","code":"not_joined","nonce":"2","...":true})");
    ann.inject(R"({"type":"message","room":"nowhere","text":"hi","nonce":"3"})");
    ann.expect(R"({"type":"error","code":"not_joined","nonce":"3","...":true})");
    QCOMPARE(core.rooms.count(), size_t(0));
}

void AuthorsTest::membersWriteInOrder()
{
    ServerCore core;
    TestPeer& former = core.connect();
    const QByteArray welcome = former.enter("ann", "general");
    former.vanish();
    core.pass(2 * Rooms::lingerTime);
    QCOMPARE(core.rooms.count(), size_t(0));

    TestPeer& ann = again(core, welcome);
    for (const char* nonce : {"1", "2", "3"})
        ann.inject(saying(nonce));
    for (const char* seq : {"1", "2", "3"})
        ann.expect(QByteArray(R"({"type":"message","seq":)") + seq + R"(,"nonce":")" + seq + R"(","...":true})");
}

/// The room comes into memory between two messages: the second does not overtake the first.
void AuthorsTest::joinsElsewhereWhileWriting()
{
    ServerCore core;
    TestPeer& former = core.connect();
    const QByteArray welcome = former.enter("ann", "general");
    former.vanish();
    core.pass(2 * Rooms::lingerTime);

    TestPeer& ann = again(core, welcome);
    TestPeer& bob = core.connect();
    bob.inject(R"({"type":"hello","protocol":2,"client":"test","name":"bob"})");
    bob.expect(R"({"type":"welcome","...":true})");
    ann.inject(saying("1"));
    bob.inject(R"({"type":"join","room":"#general"})");
    ann.inject(saying("2"));
    ann.expect(R"({"type":"message","seq":1,"nonce":"1","...":true})");
    ann.expect(R"({"type":"message","seq":2,"nonce":"2","...":true})");
}

} // namespace parlance

using parlance::AuthorsTest;
PARLANCE_SUITE(authors, AuthorsTest)
#include "authors_test.moc"
