#include "protocol/cost/cases.h"
#include "protocol/cost/undefended.h"
#include "support/suite.h"

#include <QTest>

#include <set>

namespace parlance {

using test::Bound;
using test::bytesIn;
using test::Case;
using test::cases;
using test::FullServer;
using test::TestPeer;

namespace {

template <class... Requests>
std::set<std::string_view> typesOf(std::type_identity<std::variant<Requests...>>)
{
    return {Requests::type...};
}

} // namespace

/// The work of a request is bounded by what it asks for, not by who is there: in a server as full as one gets.
class RequestsTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase() { m_server = std::make_unique<FullServer>(); }
    void everyKindOfRequestHasARow();
    void oneRequest_data();
    void oneRequest();
    void aRoomIsLoadedOnceForMany();
    void whatMayNotBeDoneLoadsNoRoom();
    void withoutItsDefencesTheStorePays();
    void plainClientsAmplifyLittle_data();
    void plainClientsAmplifyLittle();

  private:
    std::unique_ptr<FullServer> m_server;
};

void RequestsTest::everyKindOfRequestHasARow()
{
    for (const bool isPlain : {false, true}) {
        auto missing =
            isPlain ? typesOf(std::type_identity<PlainRequest>()) : typesOf(std::type_identity<FullRequest>());
        for (const Case& each : cases()) {
            if (each.isPlain == isPlain)
                missing.erase(each.type);
        }
        QVERIFY2(missing.empty(), missing.empty() ? "" : std::string(*missing.begin()).c_str());
    }
}

namespace {

/// What one request costs, once everything before it has been told and every rate is fresh.
Bound costOf(FullServer& server, const Case& each)
{
    TestPeer* asker = &server.asker;
    if (each.isPlain || each.isFirst)
        asker = &server.core.connect();
    if (each.isPlain && each.type != plain::Join::type)
        asker->joinPlain("guest", "crowd");
    const QByteArray frame = server.filledIn(each.frame);
    server.core.pass(20'000);
    asker->take();
    server.other.take();
    server.bill = {};
    const qint64 lookups = server.lookups();
    asker->inject(frame);
    server.core.pass(2'000);
    const auto replies = asker->take();
    for (const QByteArray& text : replies)
        QTest::qVerify(!each.isAnswered || !text.contains(R"("type":"error")"), "answered", text.constData(), __FILE__,
                       __LINE__);
    const Bound cost{server.bill.calls, server.bill.rows, bytesIn(replies), bytesIn(server.other.take()),
                     server.lookups() - lookups};
    qInfo("%lld calls, %lld rows, %lld bytes in reply, %lld to each other client, %lld lookups", cost.calls, cost.rows,
          cost.reply, cost.event, cost.lookups);
    return cost;
}

} // namespace

void RequestsTest::oneRequest_data()
{
    QTest::addColumn<int>("number");
    int number = 0;
    for (const Case& each : cases())
        QTest::newRow(each.name().constData()) << number++;
}

void RequestsTest::oneRequest()
{
    QFETCH(const int, number);
    const Case each = cases().at(size_t(number));
    QVERIFY(isWithin(costOf(*m_server, each), each.bound));
}

/// What needs a room that nobody has open loads it, but not anew for each request.
void RequestsTest::aRoomIsLoadedOnceForMany()
{
    FullServer& server = *m_server;
    server.core.pass(2 * Rooms::lingerTime);
    server.asker.take();
    server.bill = {};
    for (int i = 0; i < 60; ++i)
        server.asker.inject(R"({"type":"members","room":"closed","ref":"g"})");
    server.core.settle();
    QCOMPARE(server.asker.take().size(), size_t(60));
    QCOMPARE(server.bill.loads, 1);
}

/// The room is one that nobody has open. The requests are all those that only a member may make, in writing or reading.
void RequestsTest::whatMayNotBeDoneLoadsNoRoom()
{
    FullServer& server = *m_server;
    server.core.pass(2 * Rooms::lingerTime);
    TestPeer& stranger = server.core.connect();
    stranger.inject(R"({"type":"hello","protocol":2,"client":"cost","name":"stranger"})");
    stranger.expect(R"({"type":"welcome","...":true})");
    const QByteArrayList requests{
        R"({"type":"message","room":"closed","text":"x","nonce":"1"})",
        R"({"type":"edit","room":"closed","id":"m","text":"x","nonce":"2"})",
        R"({"type":"delete","room":"closed","id":"m","nonce":"3"})",
        R"({"type":"topic","room":"closed","text":"x","nonce":"4"})",
        R"({"type":"set_room","room":"closed","name":"mine","nonce":"5"})",
        R"({"type":"typing","room":"closed","isTyping":true,"ref":"6"})",
        R"({"type":"read","room":"closed","n":1,"ref":"7"})",
        R"({"type":"history","room":"closed","ref":"8"})",
        R"({"type":"members","room":"closed","ref":"9"})",
        R"({"type":"leave","room":"closed","ref":"10"})",
    };
    server.bill = {};
    for (const QByteArray& request : requests) {
        stranger.inject(request);
        stranger.expect(R"({"type":"error","code":"not_joined","...":true})");
    }
    QCOMPARE(server.bill.loads, 0);
}

void RequestsTest::withoutItsDefencesTheStorePays()
{
    m_server.reset(); // there is no room for two
    FullServer server(test::undefended());
    int shown = 0;
    for (const Case& each : cases()) {
        const bool isDefended = each.type == Hello::type || (each.type == ListRooms::type && each.what == "none") ||
                                (each.type == MarkRead::type && each.what == "closed");
        if (!isDefended)
            continue;
        QVERIFY2(!isWithin(costOf(server, each), each.bound), each.frame.constData());
        ++shown;
    }
    QCOMPARE(shown, 3);
}

namespace {

/// What a hundred plain clients in a room are told while one of them repeats `frames` as often as it may, for each byte
/// that it sends.
double amplification(const QByteArrayList& frames, int times, qint64 every)
{
    test::ServerCore core;
    std::vector<TestPeer*> guests;
    for (int i = 0; i < 100; ++i) {
        guests.push_back(&core.connect());
        guests.back()->joinPlain("guest " + QByteArray::number(i), "general");
    }
    core.pass(60'000);
    for (TestPeer* guest : guests)
        guest->take();
    qint64 in = 0;
    for (int i = 0; i < times; ++i) {
        for (const QByteArray& frame : frames) {
            guests[0]->inject(frame);
            in += frame.size();
        }
        core.pass(every);
        guests[0]->take();
    }
    qint64 out = 0;
    for (TestPeer* guest : guests) {
        for (const QByteArray& text : guest->take())
            out += text.size();
    }
    return double(out) / double(in);
}

} // namespace

void RequestsTest::plainClientsAmplifyLittle_data()
{
    QTest::addColumn<QByteArrayList>("frames");
    QTest::addColumn<int>("times");
    QTest::newRow("join") << QByteArrayList{R"({"type":"join","room":"general","username":"g"})"} << 200;
    QTest::newRow("message") << QByteArrayList{R"({"type":"message","text":"hello"})"} << 20;
    QTest::newRow("typing") << QByteArrayList{R"({"type":"typing","isTyping":true})",
                                              R"({"type":"typing","isTyping":false})"}
                            << 30;
}

void RequestsTest::plainClientsAmplifyLittle()
{
    QFETCH(const QByteArrayList, frames);
    QFETCH(const int, times);
    const double factor = amplification(frames, times, 10'000 / times);
    qInfo("%.0f bytes out for each byte in", factor);
    QVERIFY(factor > 1);
    QVERIFY2(factor <= double(test::mostAmplification), QByteArray::number(factor).constData());
}

} // namespace parlance

using parlance::RequestsTest;
PARLANCE_SUITE(requests, RequestsTest)
#include "requests_test.moc"
