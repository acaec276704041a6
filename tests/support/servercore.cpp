#include "support/servercore.h"

#include "handlers/ending.h"
#include "session/session.h"
#include "support/frames.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

namespace parlance::test {

using namespace Qt::StringLiterals;

/// The server's end of a TestPeer.
class TestLink final : public Link {
  public:
    TestLink(TestPeer& peer, ServerCore& core, QString address)
        : m_peer(peer)
        , m_core(core)
        , m_address(std::move(address))
    {}

    ~TestLink() override { m_peer.m_observer = nullptr; }

    void observe(LinkObserver* observer) override { m_peer.m_observer = observer; }
    void send(const QByteArray& text) override
    {
        m_core.told(text);
        m_peer.m_received.push_back(text);
    }
    void sendFrames(const QByteArray& frames, qsizetype from) override
    {
        for (const QByteArray& text : textsOf(QByteArrayView(frames).sliced(from)))
            send(text);
    }
    void close(CloseCode code) override
    {
        m_peer.closedWith = code;
        m_core.later([&peer = m_peer] { peer.vanish(); });
    }
    qint64 backlog() const override { return m_peer.backlog; }
    void pauseReading(bool paused) override { m_peer.paused = paused; }
    const QString& address() const override { return m_address; }

  private:
    TestPeer& m_peer;
    ServerCore& m_core;
    const QString m_address;
};

namespace {

void check(bool ok, const QByteArray& expected, const QByteArray& found, TestPeer::Where where)
{
    const QByteArray message = "expected " + expected + "\n   found    " + found;
    QTest::qVerify(ok, "transcript", message.constData(), where.fileName(), where.line());
}

} // namespace

namespace {

std::unique_ptr<Store> wrapped(std::unique_ptr<Store> store, const ServerCore::Around& around)
{
    return around ? around(std::move(store)) : std::move(store);
}

} // namespace

ServerCore::ServerCore(ServerFacts serverFacts, const QString& password, const Around& around,
                       const AroundAudiences& aroundHub)
    : authenticator(QByteArray(GuestAuthenticator::keyLength, 'k'), password)
    , facts(std::move(serverFacts))
    , hub(wheel, {}, [] { return 0.999; })
    , memory(new MemoryStore([this] { m_storeAnswers = true; }))
    , store(wrapped(std::unique_ptr<Store>(memory), around))
    , audiences(aroundHub ? aroundHub(hub) : nullptr)
    , dialects(*(audiences ? audiences.get() : &hub), wheel)
    , rooms(*store, dialects, wheel)
    , credentials(PasswordCost::forTests(),
                  [this] {
                      m_hashed = true;
                      m_hashed.notify_one();
                  })
    , services{facts, clock, *store, authenticator, credentials, identities, rooms,
               hub,   rates, tries,  factors,       pending,     uses,       attendance}
    , dispatcher(services)
{
    rooms.setLoadLimit(&rates.budgets());
    hub.setHandler(dispatcher);
    hub.onWaiting([this] { later([this] { hub.flush(); }); });
    hub.turns().onMore([this] { later([this] { hub.giveTurns(); }); });
    store->onSwept([this](const Swept& gone) { handlers::swept(services, gone); });
}

ServerCore::~ServerCore()
{
    store.reset();
}

TestPeer& ServerCore::connect(const QString& address)
{
    m_peers.push_back(std::make_unique<TestPeer>(*this));
    hub.add(std::make_unique<TestLink>(*m_peers.back(), *this, address));
    return *m_peers.back();
}

namespace {

/// Calls learn(name, id) for each object in the value that describes a room.
void forEachRoom(const QJsonValue& value, const std::function<void(const QByteArray&, const RoomId&)>& learn)
{
    const QJsonArray elements = value.toArray();
    for (const auto& element : elements)
        forEachRoom(QJsonValue(element), learn);
    if (!value.isObject())
        return;
    const QJsonObject object = value.toObject();
    if (object.contains("room"_L1) && object.contains("name"_L1))
        learn(object["name"_L1].toString().toUtf8(), RoomId(object["room"_L1].toString().toUtf8()));
    for (const auto name : {"rooms"_L1, "membership"_L1})
        forEachRoom(object.value(name), learn);
}

} // namespace

void ServerCore::told(const QByteArray& frame)
{
    if (frame.contains(R"("name":)"))
        forEachRoom(QJsonDocument::fromJson(frame).object(),
                    [this](const QByteArray& name, const RoomId& room) { m_named[name] = room; });
}

RoomId ServerCore::room(const QByteArray& name) const
{
    if (const auto known = m_named.find(name); known != m_named.end())
        return known->second;
    const auto parsed = RoomName::parse(QString::fromUtf8(name));
    const Room* loaded = parsed ? rooms.findNamed(*parsed) : nullptr;
    return loaded ? loaded->id() : RoomId();
}

QByteArray ServerCore::withIds(const QByteArray& text) const
{
    QByteArray out = text;
    for (qsizetype at = out.indexOf("\"#"); at >= 0; at = out.indexOf("\"#", at + 1)) {
        const qsizetype end = out.indexOf('"', at + 1);
        const RoomId id = room(out.mid(at + 2, end - at - 2));
        if (!id.isEmpty())
            out.replace(at + 1, end - at - 1, id.text());
    }
    return out;
}

void ServerCore::settle()
{
    while (m_storeAnswers || !m_later.empty()) {
        if (std::exchange(m_storeAnswers, false))
            memory->deliver();
        for (auto& call : std::exchange(m_later, {}))
            call();
    }
}

void ServerCore::settleHashing()
{
    settle();
    m_hashed.wait(false);
    m_hashed = false;
    credentials.deliver();
    settle();
}

void ServerCore::pass(qint64 milliseconds)
{
    settle();
    const qint64 end = clock.steady() + milliseconds;
    while (clock.steady() < end) {
        advance(clock, wheel, std::min<qint64>(DeadlineWheel::slotLength, end - clock.steady()));
        settle();
    }
}

void TestPeer::inject(const QByteArray& frame)
{
    if (m_observer)
        m_observer->received(m_core.withIds(frame));
}

QByteArray TestPeer::expect(const QByteArray& pattern, Where where)
{
    m_core.settle();
    const QByteArray frame = m_received.empty() ? QByteArray("nothing") : m_received.front();
    if (!m_received.empty())
        m_received.pop_front();
    check(matches(m_core.withIds(pattern), frame), pattern, frame, where);
    return frame;
}

void TestPeer::expectAnyOrder(std::vector<QByteArray> patterns, Where where)
{
    m_core.settle();
    for (size_t left = patterns.size(); left > 0; --left) {
        const QByteArray frame = m_received.empty() ? QByteArray("nothing") : m_received.front();
        if (!m_received.empty())
            m_received.pop_front();
        const auto found =
            std::ranges::find_if(patterns, [&](const auto& p) { return matches(m_core.withIds(p), frame); });
        check(found != patterns.end(), patterns.front() + " or another", frame, where);
        if (found != patterns.end())
            patterns.erase(found);
    }
}

void TestPeer::expectNothing(Where where)
{
    m_core.settle();
    check(m_received.empty(), "nothing", m_received.empty() ? QByteArray() : m_received.front(), where);
    m_received.clear();
}

std::vector<QByteArray> TestPeer::take()
{
    m_core.settle();
    std::vector<QByteArray> frames(m_received.begin(), m_received.end());
    m_received.clear();
    return frames;
}

void TestPeer::drain()
{
    backlog = 0;
    m_observer->drained();
}

void TestPeer::vanish()
{
    if (LinkObserver* observer = std::exchange(m_observer, nullptr))
        observer->closed();
}

QByteArray TestPeer::joinPlain(const QByteArray& name, const QByteArray& room, Where where)
{
    inject(R"({"type":"join","username":")" + name + R"(","room":")" + room + R"("})");
    return expect(R"({"type":"joined","clientId":"*","room":")" + room + R"(","history":"*","users":"*"})", where);
}

QByteArray TestPeer::enter(const QByteArray& name, const QByteArray& room, Where where)
{
    inject(R"({"type":"hello","protocol":2,"client":"test","name":")" + name + R"("})");
    inject(R"({"type":"join","name":")" + room + R"("})");
    const QByteArray welcome = expect(R"({"type":"welcome","...":true})", where);
    expect(R"({"type":"joined","room":"*","name":")" + room + R"(","...":true})", where);
    return welcome;
}

} // namespace parlance::test
