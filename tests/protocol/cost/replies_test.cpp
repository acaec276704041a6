#include "protocol/cost/countingstore.h"
#include "session/session.h"
#include "support/frames.h"
#include "support/roomcalled.h"
#include "support/servercore.h"
#include "support/suite.h"

#include <QTest>

namespace parlance {

using test::ServerCore;
using test::StoreBill;
using test::TestPeer;

namespace {

/// Lets requests be answered without anybody being charged for it.
class Uncharged final : public RequestHandler {
  public:
    explicit Uncharged(RequestHandler& handler)
        : m_handler(handler)
    {}
    Order orderOf(const Session& session, const Envelope& request) const override
    {
        return m_handler.orderOf(session, request);
    }
    void handle(Session& session, const Envelope& request) override { m_handler.handle(session, request); }
    void replied(Session&, qint64) override {}
    void presenceMissed(Session& session, const RoomId& room) override { m_handler.presenceMissed(session, room); }
    void departed(Session& session) override { m_handler.departed(session); }

  private:
    RequestHandler& m_handler;
};

ServerFacts unlimited()
{
    ServerFacts facts;
    facts.newRoomsPerHour = 0;
    facts.limits.messages = 0;
    facts.limits.rooms = 1'000;
    return facts;
}

} // namespace

/// What requests bring about that are each within their rate and their own limits: replies of 200 KB for requests of 60
/// bytes, and rooms of 10,000 members that are loaded for one who looks in and leaves again. Bytes and members are
/// counted, and nothing is timed.
class RepliesTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void repliesHaveABudget();
    void withoutTheBudgetTheyDoNot();
    void whoeverWaitsGetsOn();
    void loadsHaveABudget();
    void withoutTheBudgetLoadsDoNot();
    void ordinaryRoomsAreLoadedAtOnce();

  private:
    static constexpr qint64 seconds = 10;
    static constexpr qint64 mostReplies =
        limits::replyBytes + seconds * limits::replyBytesPerSecond + limits::pageBytes;
    static constexpr int largeRooms = 8;
    static constexpr int members = 10'000;
    static constexpr qint64 mostLoads = limits::loads + seconds * limits::loadsPerSecond + 2 * members;

    static void fill(ServerCore& core);
    static qint64 bytesOfReplies(ServerCore& core);
    static qint64 membersLoaded(ServerCore& core, const StoreBill& bill);
    static void write(ServerCore& core, const RoomId& room, const UserId& author);
    static void makeRooms(ServerCore& core, int count, int membersOfEach);
};

/// A room with messages of the largest kind.
void RepliesTest::fill(ServerCore& core)
{
    TestPeer& author = core.connect(QStringLiteral("192.0.2.99"));
    author.enter("author", "fat");
    const QByteArray text = QStringLiteral("€").repeated(2'000).toUtf8();
    for (int i = 0; i < 60; ++i) {
        author.inject(R"({"type":"message","room":"#fat","text":")" + text + R"(","nonce":")" + QByteArray::number(i) +
                      R"("})");
    }
    author.take();
}

/// What somebody is answered who asks for everything that is large as often as the rates allow.
qint64 RepliesTest::bytesOfReplies(ServerCore& core)
{
    fill(core);
    TestPeer& greedy = core.connect();
    greedy.enter("greedy", "fat");
    const QByteArray log = core.rooms.find(core.room("fat"))->log().text();
    const QByteArrayList requests{R"({"type":"join","room":"#fat"})",
                                  R"({"type":"join","room":"#fat","since":0,"log":")" + log + R"("})",
                                  R"({"type":"history","room":"#fat","limit":100})"};
    qint64 bytes = 0;
    for (qint64 i = 0; i < seconds * 10; ++i) {
        for (const QByteArray& request : requests)
            greedy.inject(request);
        core.pass(100);
        for (const QByteArray& frame : greedy.take())
            bytes += frame.size();
    }
    qInfo("%.1f MB in %lld s", double(bytes) / 1e6, seconds);
    return bytes;
}

void RepliesTest::repliesHaveABudget()
{
    ServerCore core(unlimited());
    QVERIFY(bytesOfReplies(core) <= mostReplies);
    // Others are answered.
    TestPeer& other = core.connect(QStringLiteral("192.0.2.2"));
    other.enter("other", "fat");
    // And what is not large.
    TestPeer& greedy = core.connect();
    greedy.enter("another", "general");
    greedy.inject(R"({"type":"message","room":"#general","text":"hi","nonce":"1"})");
    greedy.expect(R"({"type":"message","text":"hi","...":true})");
}

void RepliesTest::withoutTheBudgetTheyDoNot()
{
    ServerCore core(unlimited());
    Uncharged uncharged(core.dispatcher);
    core.hub.setHandler(uncharged);
    QVERIFY(bytesOfReplies(core) > 3 * mostReplies / 2);
}

/// A client that waits for as long as it is told gets page after page, and everything else meanwhile.
void RepliesTest::whoeverWaitsGetsOn()
{
    ServerCore core(unlimited());
    fill(core);
    TestPeer& reader = core.connect();
    reader.enter("reader", "fat");
    int refused = 0;
    for (int pages = 0; pages < 180; ++pages) {
        reader.take();
        reader.inject(R"({"type":"history","room":"#fat","limit":100,"ref":"h"})");
        QByteArray answer = reader.take().front();
        while (answer.contains("rate_limited")) {
            ++refused;
            const qint64 wait = test::number(answer, "retryAfter");
            QVERIFY2(wait > 0 && wait < 11'000, answer.constData());
            reader.inject(R"({"type":"message","room":"#fat","text":"hi","nonce":"during )" +
                          QByteArray::number(refused) + R"("})");
            reader.expect(R"({"type":"message","text":"hi","...":true})");
            core.pass(wait);
            reader.take();
            reader.inject(R"({"type":"history","room":"#fat","limit":100,"ref":"h"})");
            answer = reader.take().front();
        }
        QVERIFY2(answer.startsWith(R"({"type":"history")"), answer.left(200).constData());
    }
    QVERIFY(refused > 0);
}

void RepliesTest::write(ServerCore& core, const RoomId& room, const UserId& author)
{
    NewEvent event;
    event.authorship = Authorship::Unlisted;
    event.room = room;
    event.author = author;
    event.authorName = QStringLiteral("m");
    event.nonce = Nonce("n");
    event.what = NewMessage{MessageId(author.text()), QStringLiteral("hi"), {}, {}};
    core.store->append(std::move(event), [](const Result<Appended>&) {});
}

void RepliesTest::makeRooms(ServerCore& core, int count, int membersOfEach)
{
    for (int i = 0; i < count; ++i) {
        const RoomId room("room " + QByteArray::number(i));
        core.store->makeRoom(test::roomCalled(room), [](const Result<RoomId>&) {});
        for (int m = 0; i == 0 && m < membersOfEach; ++m) // or they would be swept as strangers
            write(core, room, UserId("member " + QByteArray::number(m)));
        for (int m = 0; m < membersOfEach; ++m)
            core.store->saveMember(room, {UserId("member " + QByteArray::number(m)), QStringLiteral("m"), 0, 0}, {});
    }
    core.settle();
}

/// Somebody who looks into one large room after the other, more of them than linger.
qint64 RepliesTest::membersLoaded(ServerCore& core, const StoreBill& bill)
{
    makeRooms(core, largeRooms, members);
    TestPeer& visitor = core.connect();
    visitor.enter("visitor", "lobby");
    const qint64 before = bill.rows;
    for (qint64 i = 0; i < seconds * 10; ++i) {
        const QByteArray room = "room " + QByteArray::number(i % largeRooms);
        visitor.inject(R"({"type":"join","room":")" + room + R"("})");
        visitor.inject(R"({"type":"leave","room":")" + room + R"("})");
        core.pass(100);
        visitor.take();
    }
    qInfo("%lld members loaded in %lld s", bill.rows - before, seconds);
    return bill.rows - before;
}

void RepliesTest::loadsHaveABudget()
{
    StoreBill bill;
    ServerCore core(unlimited(), {}, [&bill](std::unique_ptr<Store> store) {
        return std::make_unique<test::CountingStore>(std::move(store), bill);
    });
    const qint64 loaded = membersLoaded(core, bill);
    QVERIFY(loaded > members && loaded <= mostLoads);
    TestPeer& other = core.connect(QStringLiteral("192.0.2.2"));
    other.enter("other", "room 7");
}

void RepliesTest::withoutTheBudgetLoadsDoNot()
{
    StoreBill bill;
    ServerCore core(unlimited(), {}, [&bill](std::unique_ptr<Store> store) {
        return std::make_unique<test::CountingStore>(std::move(store), bill);
    });
    core.rooms.setLoadLimit(nullptr);
    QVERIFY(membersLoaded(core, bill) > 5 * mostLoads);
}

/// Somebody with 300 rooms of 250 members starts the app, and nobody has any of them open. The rate of joins is all
/// that paces it.
void RepliesTest::ordinaryRoomsAreLoadedAtOnce()
{
    constexpr int rooms = 300;
    ServerCore core(unlimited());
    makeRooms(core, rooms, 250);
    TestPeer& person = core.connect();
    person.enter("person", "lobby");
    core.pass(20'000);
    person.take();
    for (int i = 0; i < rooms; ++i) {
        if (i % 150 == 0)
            core.pass(10'000);
        person.inject(R"({"type":"join","room":"room )" + QByteArray::number(i) + R"("})");
    }
    core.pass(1'000);
    int joined = 0;
    for (const QByteArray& frame : person.take()) {
        QVERIFY2(!frame.contains("rate_limited"), frame.constData());
        joined += frame.startsWith(R"({"type":"joined")") ? 1 : 0;
    }
    QCOMPARE(joined, rooms);
}

} // namespace parlance

using parlance::RepliesTest;
PARLANCE_SUITE(replies, RepliesTest)
#include "replies_test.moc"
