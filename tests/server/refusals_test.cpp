#include "command/table.h"
#include "session/rates.h"
#include "support/frames.h"
#include "support/passingstore.h"
#include "support/servercore.h"
#include "support/suite.h"

#include <QTest>

namespace parlance {

using test::ServerCore;
using test::TestPeer;

/// What full clients may not do, and what they are told then.
class RefusalsTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void badFrames_data();
    void badFrames();
    void everyRequestNeedsAGreeting_data();
    void everyRequestNeedsAGreeting();
    void messagesPerIdentityOverAllConnections();
    void messagesPerAddress();
    void roomsPerConnection();
    void newRoomsPerHour();
    void wrongPasswordsPerAddress();
    void aBusyStoreIsNoRefusal();
};

void RefusalsTest::badFrames_data()
{
    QTest::addColumn<QByteArray>("frame");
    QTest::addColumn<QByteArray>("answer");
    const auto row = [](const char* name, const QByteArray& frame, const QByteArray& answer) {
        QTest::newRow(name) << frame << QByteArray(R"({"type":"error","message":"*",)" + answer + "}");
    };
    row("no json", "hello", R"("code":"invalid_json")");
    row("an array", "[]", R"("code":"bad_request")");
    row("trailing bytes", R"({"type":"ping"} x)", R"("code":"invalid_json")");
    row("duplicate key", R"({"type":"ping","type":"ping"})", R"("code":"invalid_json")");
    row("lone surrogate", R"({"type":"message","room":"#general","text":"\ud800","nonce":"1"})",
        R"("code":"invalid_json")");
    row("too deep", R"({"type":"ping","x":)" + QByteArray(16, '[') + QByteArray(16, ']') + "}",
        R"("code":"bad_request")");
    row("no type", R"({"ref":"1"})", R"("code":"bad_request","field":"type")");
    row("type no string", R"({"type":1})", R"("code":"bad_request","field":"type")");
    row("unknown type", R"({"type":"dance","ref":"1"})", R"("code":"unknown_type","ref":"1")");
    row("missing field", R"({"type":"join","ref":"1"})", R"("code":"bad_request","field":"room","ref":"1")");
    row("wrong kind", R"({"type":"message","room":"#general","text":5,"nonce":"1"})",
        R"("code":"bad_request","field":"text","nonce":"1")");
    row("long ref", R"({"type":"ping","ref":")" + QByteArray(65, 'r') + "\"}", R"("code":"too_long","field":"ref")");
    row("empty nonce", R"({"type":"message","room":"#general","text":"x","nonce":""})",
        R"("code":"bad_request","field":"nonce")");
    row("odd nonce", R"({"type":"message","room":"#general","text":"x","nonce":"ä"})",
        R"("code":"bad_request","field":"nonce")");
    row("empty text", R"({"type":"message","room":"#general","text":" ","nonce":"1"})",
        R"("code":"bad_request","field":"text","nonce":"1")");
    row("long text", R"({"type":"message","room":"#general","text":")" + QByteArray(2'001, 'x') + R"(","nonce":"1"})",
        R"("code":"too_long","field":"text","nonce":"1")");
    row("long topic", R"({"type":"topic","room":"#general","text":")" + QByteArray(301, 'x') + R"(","nonce":"1"})",
        R"("code":"too_long","field":"text","nonce":"1")");
    row("bidi in a room's name", R"({"type":"join","name":"a\u202eb"})", R"("code":"bad_request","field":"name")");
    row("long room name", R"({"type":"join","name":")" + QByteArray(65, 'r') + "\"}",
        R"("code":"too_long","field":"name")");
    row("neither room nor name", R"({"type":"join"})", R"("code":"bad_request","field":"room")");
    row("both room and name", R"({"type":"join","room":"#general","name":"general"})",
        R"("code":"bad_request","field":"name")");
    row("no such room", R"({"type":"join","room":"nowhere"})", R"("code":"not_found","field":"room")");
    row("a name that no room has, where none is to be made", R"({"type":"join","name":"nowhere","make":false})",
        R"("code":"not_found","field":"name")");
    row("an empty id", R"({"type":"join","room":""})", R"("code":"bad_request","field":"room")");
    row("renaming what is elsewhere", R"({"type":"set_room","room":"nowhere","name":"x","nonce":"1"})",
        R"("code":"not_joined","nonce":"1")");
    row("the name that the room has", R"({"type":"set_room","room":"#general","name":"general","nonce":"1"})",
        R"("code":"bad_request","field":"name","nonce":"1")");
    row("not a member", R"({"type":"message","room":"#elsewhere","text":"x","nonce":"1"})",
        R"("code":"not_joined","nonce":"1")");
    row("typing elsewhere", R"({"type":"typing","room":"#elsewhere","isTyping":true})", R"("code":"not_joined")");
    row("no such message", R"({"type":"delete","room":"#general","id":"x","nonce":"1"})",
        R"("code":"not_found","field":"id","nonce":"1")");
}

void RefusalsTest::badFrames()
{
    QFETCH(QByteArray, frame);
    QFETCH(QByteArray, answer);
    ServerCore core;
    TestPeer& ann = core.connect();
    ann.enter("ann", "general");
    ann.inject(frame);
    ann.expect(answer);
    ann.inject(R"({"type":"message","room":"#general","text":"still here","nonce":"ok"})");
    ann.expect(R"({"type":"message","seq":1,"...":true})");
}

void RefusalsTest::everyRequestNeedsAGreeting_data()
{
    QTest::addColumn<QByteArray>("type");
    []<class... Request>(std::type_identity<std::variant<Request...>>) {
        ((!commandFor<Request>().states.open && Request::type != JoinRoom::type
              ? void(QTest::newRow(Request::type.data())
                     << QByteArray(Request::type.data(), qsizetype(Request::type.size())))
              : void()),
         ...);
    }(std::type_identity<FullRequest>());
}

void RefusalsTest::everyRequestNeedsAGreeting()
{
    QFETCH(QByteArray, type);
    ServerCore core;
    TestPeer& stranger = core.connect();
    stranger.inject(R"({"type":")" + type + R"(","room":"#general","ref":"1"})");
    stranger.expect(R"({"type":"error","code":"not_joined","message":"*","ref":"1"})");
    stranger.enter("ann", "general"); // the kind stayed open
}

void RefusalsTest::messagesPerIdentityOverAllConnections()
{
    ServerCore core;
    TestPeer& ann = core.connect();
    TestPeer& phone = core.connect();
    const QByteArray token = test::member(ann.enter("ann", "general"), "token").toLatin1();
    phone.inject(R"({"type":"hello","protocol":2,"client":"test","token":")" + token + R"("})");
    for (int i = 0; i < 20; ++i) {
        (i % 2 ? ann : phone)
            .inject(R"({"type":"message","room":"#general","text":"m","nonce":")" + QByteArray::number(i) + R"("})");
        core.settle();
    }
    ann.take();
    core.pass(4'000);
    ann.take();
    ann.inject(R"({"type":"message","room":"#general","text":"m","nonce":"late"})");
    ann.expect(
        R"({"type":"error","code":"rate_limited","message":"No more than 20 of message in 10 s","nonce":"late","retryAfter":6000})");
    core.pass(6'000);
    ann.take();
    ann.inject(R"({"type":"message","room":"#general","text":"m","nonce":"late"})");
    ann.expect(R"({"type":"message","nonce":"late","...":true})");
}

void RefusalsTest::messagesPerAddress()
{
    ServerCore core;
    int refused = 0;
    for (int guest = 0; guest < 11; ++guest) {
        TestPeer& peer = core.connect(QStringLiteral("198.51.100.7"));
        peer.joinPlain("guest", "general");
        for (int i = 0; i < 20; ++i)
            peer.inject(R"({"type":"message","text":"m"})");
        for (const QByteArray& frame : peer.take())
            refused += frame.contains("\"rate_limited\"") ? 1 : 0;
    }
    QCOMPARE(refused, 20); // ten guests' worth went through
    TestPeer& elsewhere = core.connect(QStringLiteral("198.51.100.8"));
    elsewhere.joinPlain("other", "general");
    elsewhere.inject(R"({"type":"message","text":"m"})");
    elsewhere.expect(R"({"type":"message","...":true})");
}

void RefusalsTest::roomsPerConnection()
{
    ServerFacts facts;
    facts.limits.rooms = 2;
    ServerCore core(facts);
    TestPeer& ann = core.connect();
    ann.enter("ann", "one");
    ann.inject(R"({"type":"join","name":"two"})");
    ann.inject(R"({"type":"join","name":"three","ref":"3"})");
    ann.inject(R"({"type":"join","name":"two","ref":"2"})");
    ann.expect(R"({"type":"joined","room":"#two","...":true})");
    ann.expect(R"({"type":"error","code":"too_many","message":"*","ref":"3"})");
    ann.expect(R"({"type":"joined","room":"#two","ref":"2","...":true})");
}

void RefusalsTest::newRoomsPerHour()
{
    ServerCore core;
    TestPeer& ann = core.connect();
    ann.enter("ann", "room 0");
    for (int i = 1; i < 20; ++i)
        ann.inject(R"({"type":"join","name":"room )" + QByteArray::number(i) + R"("})");
    ann.take();
    ann.inject(R"({"type":"join","name":"one too many","ref":"x"})");
    ann.expect(R"({"type":"error","code":"rate_limited","message":"*","ref":"x","retryAfter":3600000})");
    ann.inject(R"({"type":"join","name":"room 3"})");
    ann.expect(R"({"type":"joined","room":"#room 3","...":true})");
}

void RefusalsTest::wrongPasswordsPerAddress()
{
    ServerCore core({}, QStringLiteral("right"));
    for (int i = 0; i < 10; ++i) {
        TestPeer& thief = core.connect();
        thief.inject(R"({"type":"hello","protocol":2,"client":"test","password":"wrong"})");
        thief.expect(R"({"type":"error","code":"unauthenticated","field":"password","message":"*"})");
    }
    TestPeer& thief = core.connect();
    thief.inject(R"({"type":"hello","protocol":2,"client":"test","password":"wrong"})");
    thief.expect(R"({"type":"error","code":"rate_limited","message":"*","retryAfter":"*"})");
    thief.inject(R"({"type":"hello","protocol":2,"client":"test","password":"right"})");
    thief.expect(R"({"type":"welcome","...":true})"); // who knows it is not kept out by who does not
}

/// A store whose disk is full refuses whatever is in the batch that it cannot commit.
class BusyStore final : public test::PassingStore {
  public:
    using PassingStore::PassingStore;

    void openRoom(const RoomId& room, Done<RoomRecord> done) override
    {
        PassingStore::openRoom(room, refusing(std::move(done)));
    }
    void roomNamed(const RoomName& name, Done<RoomId> done) override
    {
        PassingStore::roomNamed(name, refusing(std::move(done)));
    }
    void makeRoom(const NewRoom& room, Done<RoomId> done) override
    {
        PassingStore::makeRoom(room, refusing(std::move(done)));
    }
    void membership(const UserId& user, const RoomId& room, Done<Membership> done) override
    {
        PassingStore::membership(user, room, refusing(std::move(done)));
    }

    bool isBusy = false;

  private:
    template <class T>
    Done<T> refusing(Done<T> done)
    {
        if (!isBusy)
            return done;
        return [done = std::move(done)](Result<T>) mutable {
            done(Error{ErrorCode::Busy, QStringLiteral("The server's disk is full"), 2'000});
        };
    }
};

/// "Join it first" would be a lie to a member, who may ask again later.
void RefusalsTest::aBusyStoreIsNoRefusal()
{
    BusyStore* store = nullptr;
    ServerCore core({}, {}, [&store](std::unique_ptr<Store> inner) {
        auto around = std::make_unique<BusyStore>(std::move(inner));
        store = around.get();
        return around;
    });
    TestPeer& ann = core.connect();
    const QByteArray token = test::member(ann.enter("ann", "general"), "token").toLatin1();
    ann.vanish();
    core.pass(2 * Rooms::lingerTime);
    QCOMPARE(core.rooms.count(), size_t(0));
    TestPeer& again = core.connect();
    again.inject(R"({"type":"hello","protocol":2,"client":"test","token":")" + token + R"("})");
    again.expect(R"({"type":"welcome","...":true})");
    store->isBusy = true;
    const QByteArray busy = R"({"type":"error","code":"busy","message":"*","retryAfter":2000,"ref":"r"})";
    again.inject(R"({"type":"history","room":"#general","ref":"r"})");
    again.expect(busy);
    TestPeer& phone = core.connect();
    phone.inject(R"({"type":"hello","protocol":2,"client":"test","token":")" + token + R"("})");
    phone.expect(R"({"type":"welcome","...":true})");
    again.inject(R"({"type":"join","name":"general","ref":"r"})"); // is opening the room when the other asks
    phone.inject(R"({"type":"leave","room":"#general","ref":"r"})");
    phone.expect(busy);
    again.expect(busy);
}

} // namespace parlance

using parlance::RefusalsTest;
PARLANCE_SUITE(refusals, RefusalsTest)
#include "refusals_test.moc"
