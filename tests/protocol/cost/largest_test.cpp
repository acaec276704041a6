#include "accounts/links.h"
#include "auth/totp.h"
#include "protocol/codec.h"
#include "support/frames.h"
#include "support/servercore.h"
#include "support/suite.h"

#include <QTest>

#include <map>
#include <set>

namespace parlance {

using test::ServerCore;
using test::TestPeer;

namespace {

template <class... Messages>
std::set<QByteArray> typesOf(std::type_identity<std::variant<Messages...>>)
{
    std::set<QByteArray> types;
    const auto add = [&types]<class Message>(std::type_identity<Message>) {
        if constexpr (requires { Message::type; })
            types.insert(QByteArray(Message::type.data(), qsizetype(Message::type.size())));
    };
    (add(std::type_identity<Messages>()), ...);
    return types;
}

/// So many code points of four bytes, the last of them a number.
QByteArray widest(int points, int number)
{
    const QByteArray digits = QByteArray::number(number);
    return QStringLiteral("\U0001F600").repeated(points - int(digits.size())).toUtf8() + digits;
}

/// What the largest message of a type may be.
qint64 limitOf(const QByteArray& type, qint64 text)
{
    static const std::set<QByteArray> replies{"welcome", "joined",      "history", "rooms",
                                              "members", "memberships", "devices", "invites"};
    static const std::set<QByteArray> withText{"message", "edited"};
    if (replies.contains(type))
        return limits::pageBytes;
    if (type == "presence")
        return limits::presenceBytes;
    return limits::eventBytes + (withText.contains(type) ? 3 * text : 0);
}

} // namespace

/// Every type of reply and event at its largest, in a server whose names, topics and texts take as many bytes as they
/// can: none exceeds its limit.
class LargestTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase();
    void nothingExceedsItsLimit_data();
    void nothingExceedsItsLimit();
    void theLargestWereMet_data();
    void theLargestWereMet();

  private:
    using Sizes = std::map<QByteArray, qsizetype>; // by type

    static constexpr int people = limits::users; // present in the hall, of each kind
    static constexpr int rooms = 260;            // of which one is a member: more than fit into a reply

    void hear(TestPeer& peer, Sizes& sizes);
    void hearAll();
    TestPeer& connect(Sizes& sizes);
    QByteArray join(TestPeer& peer, const QByteArray& room);
    void makeRooms(TestPeer& collector);
    void fillHall();
    void write();
    void ask(TestPeer& peer);
    void askAboutAccounts();

    std::unique_ptr<ServerCore> m_core;
    std::vector<std::pair<TestPeer*, Sizes*>> m_peers;
    Sizes m_full;
    Sizes m_plain;
    QByteArray m_token; // of the first
    QByteArray m_hall;  // its id
    QByteArray m_first; // the id of the room that comes first in memberships
};

void LargestTest::hear(TestPeer& peer, Sizes& sizes)
{
    for (const QByteArray& frame : peer.take()) {
        qsizetype& size = sizes[test::member(frame, "type").toLatin1()];
        size = std::max(size, frame.size());
    }
}

void LargestTest::hearAll()
{
    for (const auto& [peer, sizes] : m_peers)
        hear(*peer, *sizes);
}

/// Each from an address of its own.
TestPeer& LargestTest::connect(Sizes& sizes)
{
    const int number = int(m_peers.size());
    TestPeer& peer = m_core->connect(QStringLiteral("198.51.%1.%2").arg(number / 250).arg(number % 250));
    m_peers.emplace_back(&peer, &sizes);
    return peer;
}

QByteArray LargestTest::join(TestPeer& peer, const QByteArray& room)
{
    peer.take();
    peer.inject(R"({"type":"join","name":")" + room + R"("})");
    const auto frames = peer.take();
    for (const QByteArray& frame : frames) {
        if (frame.startsWith(R"({"type":"joined")"))
            return test::member(frame, "room").toUtf8();
    }
    return {};
}

/// With names and topics of the largest kind.
void LargestTest::makeRooms(TestPeer& collector)
{
    const QByteArray topic = QStringLiteral("€").repeated(limits::topic).toUtf8();
    for (int i = 0; i < rooms; ++i) {
        const QByteArray room = join(collector, widest(maxRoomName, 100 + i));
        QVERIFY(!room.isEmpty());
        collector.inject(R"({"type":"topic","room":")" + room + R"(","text":")" + topic + R"(","nonce":"t)" +
                         QByteArray::number(i) + R"("})");
        hearAll();
        m_core->pass(100);
        m_hall = room;
        m_first = i == 0 ? room : std::min(m_first, room);
    }
}

/// With people of both kinds who have names of the largest kind; 50 are called a.
void LargestTest::fillHall()
{
    const QByteArray name = widest(maxRoomName, 100 + rooms - 1);
    for (int i = 0; i < people - 1; ++i) {
        TestPeer& full = connect(m_full);
        full.inject(R"({"type":"hello","protocol":2,"client":"cost","name":")" +
                    (i < 50 ? QByteArray("a") : widest(maxUserName, 1'000 + i)) + R"("})");
        join(full, name);
    }
    m_core->pass(2'000);
    hearAll();
}

/// The largest of each kind, and many of them.
void LargestTest::write()
{
    TestPeer& author = *m_peers.front().first;
    const QByteArray text = "@a " + QStringLiteral("€").repeated(int(m_core->facts.limits.text) - 3).toUtf8();
    for (int i = 0; i < 110; ++i) {
        author.inject(R"({"type":"message","room":")" + m_hall + R"(","text":")" + text + R"(","nonce":")" +
                      QByteArray(60, '"').replace('"', "\\\"") + QByteArray::number(100 + i) + R"("})");
        if (i % 10 == 0)
            hearAll();
    }
    hearAll();
    author.inject(R"({"type":"history","room":")" + m_hall + R"(","limit":1})");
    const QByteArray page = author.take().back();
    m_peers.back().first->inject(R"({"type":"message","room":")" + m_hall + R"(","text":"unread","nonce":"u"})");
    const QByteArray id = page.mid(page.indexOf(R"("id":")") + 6, 36);
    for (const QByteArray& request :
         {R"("type":"edit","text":")" + text + R"(","nonce":"e")",
          QByteArray(R"("type":"edit","text":"x","nonce":"e")"), QByteArray(R"("type":"delete","nonce":"d")")})
        author.inject(R"({"room":")" + m_hall + R"(","id":")" + id + R"(",)" + request + '}');
    author.inject(R"({"type":"set_room","room":")" + m_hall + R"(","name":")" + widest(maxRoomName, 99) +
                  R"(","nonce":"s"})");
    author.inject(R"({"type":"typing","room":")" + m_hall + R"(","isTyping":true,"ref":")" +
                  QByteArray(limits::ref, '"').replace('"', "\\\"") + R"("})");
    hearAll();
}

/// Everything that has a reply.
void LargestTest::ask(TestPeer& peer)
{
    const QByteArray ref = R"(,"ref":")" + QByteArray(limits::ref, '"').replace('"', "\\\"") + R"("})";
    const QByteArray log = m_core->rooms.find(RoomId(m_hall))->log().text();
    const QByteArray inHall = R"("room":")" + m_hall + '"';
    const QByteArrayList requests{
        R"({"type":"join",)" + inHall,
        R"({"type":"join",)" + inHall + R"(,"since":0,"log":")" + log + '"',
        R"({"type":"join",)" + inHall + R"(,"since":0,"log":"another")",
        R"({"type":"history","limit":100,)" + inHall,
        R"({"type":"history","limit":100,"after":1,)" + inHall,
        R"({"type":"history","limit":100,"around":60,)" + inHall,
        R"({"type":"members",)" + inHall,
        R"({"type":"rooms","limit":100)",
        R"({"type":"memberships","after":")" + m_first + '"',
        R"({"type":"read","n":1000,)" + inHall,
        R"({"type":"rename","name":")" + widest(maxUserName, 7) + '"',
        R"({"type":")" + QByteArray(1'000, 'x') + '"',
        R"({"type":"ping")",
    };
    for (const QByteArray& request : requests) {
        peer.inject(request + ref);
        hearAll();
        m_core->pass(200);
    }
}

/// As somebody with as many devices and invites as are listed, all with names of the largest kind.
void LargestTest::askAboutAccounts()
{
    const QByteArray ref = R"(,"ref":")" + QByteArray(limits::ref, '"').replace('"', "\\\"") + R"("})";
    const QByteArray device = R"("device":")" + QStringLiteral("€").repeated(limits::device).toUtf8() + '"';
    const QByteArray secret = R"("protocol":2,"client":"cost","handle":")" +
                              QStringLiteral("字").repeated(maxHandle).toUtf8() + R"(","password":"open sesame!",)";
    const IssuedToken invite = m_core->credentials.issue(TokenKind::Invite);
    const NewLink made{.link = {.id = LinkId::random(), .hash = invite.hash}, .when = m_core->clock.wall()};
    askAccounts<LinkRow>(*m_core->store, BookAccess::Write, [made](AccountBook& book) { return makeLink(book, made); },
                         {});
    TestPeer& peer = connect(m_full);
    peer.inject(R"({"type":"redeem","name":")" + widest(maxUserName, 3) + R"(","token":")" + invite.text.toLatin1() +
                R"(",)" + secret + device + ref);
    m_core->settleHashing();
    hearAll();
    const auto request = [&](const QByteArray& what) {
        peer.inject(R"({"type":)" + what + ref);
        hearAll();
        m_core->pass(3'000); // no more often than one may
    };
    const auto signIn = [&] {
        TestPeer& other = connect(m_full);
        other.inject(R"({"type":"sign_in",)" + secret + device + ref);
        m_core->settleHashing();
        hearAll();
        other.vanish();
        m_peers.pop_back();
    };
    for (qint64 i = 0; i <= mostDevices; ++i)
        signIn();
    for (const char* what : {R"("devices")", R"("make_transfer")", R"("totp_begin")"})
        request(what);
    QByteArray key;
    for (const SessionId id : m_core->hub.sessionsAfter(0, m_peers.size() + 1'000))
        key += m_core->pending.offered(id);
    request(R"("totp_confirm","code":")" + totpCode(key, m_core->clock.wall() / totpPeriod).toLatin1() + '"');
    signIn();
    for (qint64 i = 0; i <= mostInvites; ++i)
        request(R"("make_invite","room":")" + m_hall + R"(","uses":1000,"expires":31536000000)");
    request(R"("invites")");
}

void LargestTest::initTestCase()
{
    ServerFacts facts;
    facts.name = QStringLiteral("€").repeated(100);
    facts.newRoomsPerHour = 0;
    facts.limits.messages = 0;
    facts.limits.rooms = rooms + 1;
    m_core = std::make_unique<ServerCore>(facts);
    TestPeer& collector = connect(m_full);
    collector.inject(R"({"type":"hello","protocol":2,"client":"cost","name":")" + widest(maxUserName, 1) + R"("})");
    m_token = test::member(collector.take().front(), "token").toUtf8();
    TestPeer& second = connect(m_full);
    second.inject(R"({"type":"hello","protocol":2,"client":"cost","token":")" + m_token + R"("})");
    makeRooms(collector);
    join(second, widest(maxRoomName, 100 + rooms - 1)); // from now on its connections are told of each other
    fillHall();
    write();
    ask(collector);
    askAboutAccounts();
    // Many plain clients in a room of their own kind, one of whom goes.
    for (int i = 0; i < people; ++i) {
        connect(m_plain).inject(R"({"type":"join","username":")" + widest(maxUserName, 1'000 + i) +
                                R"(","room":"plain"})");
        hearAll();
        m_core->pass(2'000);
    }
    const size_t first = m_peers.size() - people;
    const QByteArray text = QStringLiteral("€").repeated(int(facts.limits.text)).toUtf8();
    for (int i = 0; i < limits::plainHistory; ++i)
        m_peers[first].first->inject(R"({"type":"message","text":")" + text + R"("})");
    m_peers[first].first->inject(R"({"type":"typing","isTyping":true})");
    m_peers[first].first->inject(R"({"type":"unknown"})");
    hearAll();
    connect(m_plain).inject(R"({"type":"join","username":")" + widest(maxUserName, 9) + R"(","room":"plain"})");
    m_core->pass(10'000);
    hearAll();
    m_peers[first + 1].first->vanish();
    m_core->pass(10'000);
    hearAll();
    // The identity comes anew, and goes.
    TestPeer& again = connect(m_full);
    again.inject(R"({"type":"hello","protocol":2,"client":"cost","token":")" + m_token + R"("})");
    again.inject(R"({"type":"leave","room":")" + m_hall + R"(","ref":"l"})");
    m_core->pass(20'000);
    hearAll();
    // A connection that was behind is given the whole list.
    TestPeer& slow = *m_peers[5].first;
    slow.backlog = 1'000;
    connect(m_full).inject(R"({"type":"hello","protocol":2,"client":"cost","name":"late"})");
    join(*m_peers.back().first, widest(maxRoomName, 99));
    m_core->pass(2'000);
    slow.drain();
    hearAll();
}

void LargestTest::nothingExceedsItsLimit_data()
{
    QTest::addColumn<bool>("isPlain");
    QTest::addColumn<QByteArray>("type");
    for (const QByteArray& type : typesOf(std::type_identity<FullEvent>()))
        QTest::newRow(type.constData()) << false << type;
    for (const QByteArray& type : typesOf(std::type_identity<PlainEvent>()))
        QTest::newRow(("plain " + type).constData()) << true << type;
}

void LargestTest::nothingExceedsItsLimit()
{
    QFETCH(const bool, isPlain);
    QFETCH(const QByteArray, type);
    const Sizes& sizes = isPlain ? m_plain : m_full;
    QVERIFY2(sizes.contains(type), "was not met");
    const qint64 limit = limitOf(type, m_core->facts.limits.text);
    qInfo("%lld bytes of %lld", qint64(sizes.at(type)), limit);
    QVERIFY(sizes.at(type) <= limit);
}

void LargestTest::theLargestWereMet_data()
{
    QTest::addColumn<bool>("isPlain");
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<int>("atLeast"); // what they would take if nothing bounded them, or nearly so
    for (const char* type : {"joined", "history", "welcome", "memberships"})
        QTest::newRow(type) << false << QByteArray(type) << limits::pageBytes * 3 / 4;
    QTest::newRow("plain joined") << true << QByteArray("joined") << limits::pageBytes * 3 / 4;
    QTest::newRow("plain user_joined") << true << QByteArray("user_joined") << limits::eventBytes * 9 / 10;
    QTest::newRow("plain user_left") << true << QByteArray("user_left") << limits::eventBytes * 9 / 10;
    QTest::newRow("presence") << false << QByteArray("presence") << limits::presenceBytes / 2;
    QTest::newRow("message") << false << QByteArray("message") << 7'000;
    QTest::newRow("heartbeat") << false << QByteArray("heartbeat") << 10'000;
}

void LargestTest::theLargestWereMet()
{
    QFETCH(const bool, isPlain);
    QFETCH(const QByteArray, type);
    QFETCH(const int, atLeast);
    const Sizes& sizes = isPlain ? m_plain : m_full;
    QVERIFY(sizes.contains(type));
    QVERIFY2(sizes.at(type) >= atLeast, QByteArray::number(sizes.at(type)).constData());
}

} // namespace parlance

using parlance::LargestTest;
PARLANCE_SUITE(largest, LargestTest)
#include "largest_test.moc"
