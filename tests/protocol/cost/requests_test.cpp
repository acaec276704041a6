#include "protocol/cost/fullserver.h"
#include "support/frames.h"
#include "support/suite.h"

#include <QTest>

#include <set>

namespace parlance {

using test::FullServer;
using test::StoreBill;
using test::TestPeer;

namespace {

/// What one request may cost, whoever is there.
struct Bound {
    qint64 calls = 0; ///< of the store
    qint64 rows = 0;  ///< in its answers
    qint64 reply = 0; ///< bytes to the asker
    qint64 event = 0; ///< bytes to each other client
};

struct Case {
    std::string_view type;
    QByteArray what;  ///< for people
    QByteArray frame; ///< %1 is a number of the request's own
    Bound bound;
    bool isPlain = false;
};

constexpr qint64 small = 1'024;
constexpr qint64 event = 16 * 1'024 + 4 * 2'000; // and a text of the largest kind
constexpr qint64 page = limits::pageBytes + 16 * 1'024;

QByteArray message(const QByteArray& room, const QByteArray& text)
{
    return R"({"type":"message","room":")" + room + R"(","text":")" + text + R"(","nonce":"m%1"})";
}

/// One for each kind of request, and more where one kind can be asked in ways that cost differently.
std::vector<Case> cases()
{
    const QByteArray marks = QByteArray("@a ").repeated(50);
    const QByteArray unknown = QByteArray("@person 99999 ").repeated(50);
    std::vector<Case> all{
        {Ping::type, "", R"({"type":"ping","ref":"%1"})", {0, 0, small, 0}},
        {JoinRoom::type, "large", R"({"type":"join","room":"hall","ref":"%1"})", {2, 60, page, small}},
        {JoinRoom::type,
         "resuming",
         R"({"type":"join","room":"hall","since":1,"log":"LOG","ref":"%1"})",
         {3, limits::eventsPage, page, small}},
        {SendMessage::type, "calls everybody of one name", message("crowd", marks), {1, 0, event, event}},
        {SendMessage::type, "calls nobody", message("hall", unknown), {1, 0, event, event}},
        {SendMessage::type,
         "calls many",
         message("hall", "@person 1 @person 22 @person 333 @all"),
         {1, 0, event, event}},
        {EditMessage::type,
         "",
         R"({"type":"edit","room":"crowd","id":"OWN","text":")" + marks + R"(","nonce":"e%1"})",
         {1, 0, event, event}},
        {DeleteMessage::type, "", R"({"type":"delete","room":"crowd","id":"OWN","nonce":"d%1"})", {1, 0, small, small}},
        {SetTopic::type, "", R"({"type":"topic","room":"hall","text":"T","nonce":"t%1"})", {1, 0, small, small}},
        {SetTyping::type, "", R"({"type":"typing","room":"hall","isTyping":true,"ref":"%1"})", {0, 0, small, small}},
        {MarkRead::type, "open", R"({"type":"read","room":"hall","n":5,"ref":"%1"})", {1, 0, small, 0}},
        {MarkRead::type, "closed", R"({"type":"read","room":"closed","n":%1,"ref":"%1"})", {2, 1, small, 0}},
        {FetchHistory::type, "newest", R"({"type":"history","room":"hall","limit":100,"ref":"%1"})", {1, 100, page, 0}},
        {FetchHistory::type,
         "deleted",
         R"({"type":"history","room":"graves","around":20000,"limit":100,"ref":"%1"})",
         {2, 101, page, 0}},
        {ListRooms::type, "all", R"({"type":"rooms","limit":100,"ref":"%1"})", {1, 100, page, 0}},
        {ListRooms::type, "none", R"({"type":"rooms","contains":"nowhere","ref":"%1"})", {1, 0, small, 0}},
        {ListMembers::type, "", R"({"type":"members","room":"hall","ref":"%1"})", {0, 0, page, 0}},
        {ListMembers::type,
         "prefix",
         R"({"type":"members","room":"hall","prefix":"pers","limit":8,"ref":"%1"})",
         {0, 0, 2 * small, 0}},
        {ListMembers::type,
         "prefix of one name",
         R"({"type":"members","room":"crowd","prefix":"a","limit":8,"ref":"%1"})",
         {0, 0, 2 * small, 0}},
        {ListMemberships::type,
         "",
         R"({"type":"memberships","after":"room 10","ref":"%1"})",
         {1, limits::membershipsPage, page, 0}},
        {Rename::type,
         "",
         R"({"type":"rename","name":"asker %1","ref":"%1"})",
         {3 + FullServer::memberships / limits::membershipsPage, FullServer::memberships + 10, small, small}},
        {Hello::type,
         "",
         R"({"type":"hello","protocol":1,"client":"cost","token":"TOKEN","ref":"%1"})",
         {1, limits::membershipsPage, page, 0}},
        {LeaveRoom::type, "", R"({"type":"leave","room":"room 77","ref":"%1"})", {2, 1, small, 0}},
        {plain::Join::type,
         "large",
         R"({"type":"join","room":"hall","username":"p%1"})",
         {1, 100, page, 32 * small},
         true},
        {plain::Join::type,
         "deleted",
         R"({"type":"join","room":"graves","username":"p%1"})",
         {2, 110, page, 32 * small},
         true},
        {plain::Say::type, "", R"({"type":"message","text":")" + marks + R"("})", {1, 0, event, event}, true},
        {plain::SetTyping::type, "", R"({"type":"typing","isTyping":true})", {0, 0, small, small}, true},
    };
    return all;
}

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

QByteArray filledIn(FullServer& server, QByteArray frame, int number)
{
    frame.replace("%1", QByteArray::number(number)).replace("LOG", server.hall).replace("TOKEN", server.token);
    if (frame.contains("OWN")) {
        server.asker.take();
        server.asker.inject(R"({"type":"message","room":"crowd","text":"mine","nonce":"own)" +
                            QByteArray::number(number) + R"("})");
        frame.replace("OWN", test::member(server.asker.expect(R"({"type":"message","...":true})"), "id").toLatin1());
    }
    return frame;
}

qint64 bytesIn(const std::vector<QByteArray>& frames)
{
    qint64 bytes = 0;
    for (const QByteArray& text : frames)
        bytes += text.contains("\"type\":\"heartbeat\"") ? 0 : text.size();
    return bytes;
}

/// What one request costs, once everything before it has been told and every rate is fresh.
Bound costOf(FullServer& server, const Case& each, int number)
{
    TestPeer* asker = &server.asker;
    if (each.isPlain || each.type == Hello::type)
        asker = &server.core.connect();
    if (each.isPlain && each.type != plain::Join::type)
        asker->joinPlain("guest", "crowd");
    const QByteArray frame = filledIn(server, each.frame, number);
    server.core.pass(20'000);
    asker->take();
    server.other.take();
    server.bill = {};
    asker->inject(frame);
    server.core.pass(2'000);
    const auto replies = asker->take();
    for (const QByteArray& text : replies)
        QTest::qVerify(!text.contains(R"("type":"error")"), "answered", text.constData(), __FILE__, __LINE__);
    const Bound cost{server.bill.calls, server.bill.rows, bytesIn(replies), bytesIn(server.other.take())};
    qInfo("%lld calls, %lld rows, %lld bytes in reply, %lld to each other client", cost.calls, cost.rows, cost.reply,
          cost.event);
    return cost;
}

bool isWithin(const Bound& cost, const Bound& bound)
{
    return cost.calls <= bound.calls && cost.rows <= bound.rows && cost.reply <= bound.reply &&
           cost.event <= bound.event;
}

} // namespace

void RequestsTest::oneRequest_data()
{
    QTest::addColumn<int>("number");
    int number = 0;
    for (const Case& each : cases()) {
        const QByteArray name = QByteArray(each.type.data(), qsizetype(each.type.size())) + ' ' + each.what;
        QTest::newRow((each.isPlain ? "plain " + name : name).trimmed().constData()) << number++;
    }
}

void RequestsTest::oneRequest()
{
    QFETCH(const int, number);
    const Case each = cases().at(size_t(number));
    QVERIFY(isWithin(costOf(*m_server, each, number), each.bound));
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

namespace {

/// A store that gives everything at once, and looks a membership up among all members.
class Undefended final : public test::PassingStore {
  public:
    using PassingStore::PassingStore;

    void identity(const UserId& user, Done<IdentityRecord> done) override
    {
        PassingStore::identity(user, [this, user, done = std::move(done)](Result<IdentityRecord> record) mutable {
            addRest(user, std::make_shared<IdentityRecord>(*std::move(record)), std::move(done));
        });
    }
    void rooms(const RoomQuery& query, Done<RoomSlice> done) override
    {
        RoomQuery all = query;
        all.contains.clear();
        all.limit = FullServer::rooms + 10;
        PassingStore::rooms(all, std::move(done));
    }
    void membership(const UserId& user, const RoomName& room, Done<Membership> done) override
    {
        openRoom(room, false, [user, done = std::move(done)](Result<RoomRecord> record) mutable {
            for (const MemberRecord& member : record->members) {
                if (member.user == user)
                    return done(Membership{record->name, record->log, record->head, record->n, member.read});
            }
            done(Error{ErrorCode::NotJoined, {}, {}});
        });
    }

  private:
    void addRest(const UserId& user, const std::shared_ptr<IdentityRecord>& record, Done<IdentityRecord> done)
    {
        if (!std::exchange(record->memberships.more, false))
            return done(std::move(*record));
        memberships(user, record->memberships.rooms.back().room,
                    [this, user, record, done = std::move(done)](Result<MembershipSlice> slice) mutable {
                        std::ranges::move(slice->rooms, std::back_inserter(record->memberships.rooms));
                        record->memberships.more = slice->more;
                        addRest(user, record, std::move(done));
                    });
    }
};

} // namespace

void RequestsTest::withoutItsDefencesTheStorePays()
{
    m_server.reset(); // there is no room for two
    FullServer server([](std::unique_ptr<Store> store) { return std::make_unique<Undefended>(std::move(store)); });
    int shown = 0;
    for (const Case& each : cases()) {
        const bool isDefended = each.type == Hello::type || (each.type == ListRooms::type && each.what == "none") ||
                                (each.type == MarkRead::type && each.what == "closed");
        if (!isDefended)
            continue;
        QVERIFY2(!isWithin(costOf(server, each, ++shown), each.bound), each.frame.constData());
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

/// A message of a few bytes goes to a hundred people with an id, a name and a time: that alone is a factor of 300.
constexpr double mostAmplification = 800;

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
    QVERIFY2(factor <= mostAmplification, QByteArray::number(factor).constData());
}

} // namespace parlance

using parlance::RequestsTest;
PARLANCE_SUITE(requests, RequestsTest)
#include "requests_test.moc"
