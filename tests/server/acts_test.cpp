#include "command/table.h"
#include "session/rates.h"
#include "support/frames.h"
#include "support/servercore.h"
#include "support/suite.h"

#include <QTest>

#include <map>

namespace parlance {

using test::member;
using test::ServerCore;
using test::TestPeer;

namespace {

/// Which act each request does: all requests of one act share one limit.
const std::map<std::string_view, RateClass> fullActs{
    {Hello::type, RateClass::Greeting},       {JoinRoom::type, RateClass::Join},
    {LeaveRoom::type, RateClass::Join},       {SendMessage::type, RateClass::Message},
    {EditMessage::type, RateClass::Message},  {DeleteMessage::type, RateClass::Message},
    {SetTopic::type, RateClass::Message},     {SetRoom::type, RateClass::Message},
    {SetTyping::type, RateClass::Typing},     {MarkRead::type, RateClass::Read},
    {FetchHistory::type, RateClass::Page},    {ListRooms::type, RateClass::Page},
    {ListMembers::type, RateClass::Page},     {ListMemberships::type, RateClass::Page},
    {Rename::type, RateClass::Rename},        {Ping::type, RateClass::Ping},
    {SignIn::type, RateClass::Greeting},      {GiveSecondFactor::type, RateClass::Greeting},
    {Register::type, RateClass::Greeting},    {Redeem::type, RateClass::Greeting},
    {SetPassword::type, RateClass::Greeting}, {Reauthenticate::type, RateClass::Greeting},
    {ListDevices::type, RateClass::Page},     {ListInvites::type, RateClass::Page},
    {RevokeDevice::type, RateClass::Account}, {MakeInvite::type, RateClass::Account},
    {RevokeInvite::type, RateClass::Account}, {BeginTotp::type, RateClass::Account},
    {ConfirmTotp::type, RateClass::Account},  {RemoveTotp::type, RateClass::Account},
    {MakeTransfer::type, RateClass::Account},
};
const std::map<std::string_view, RateClass> plainActs{
    {plain::Join::type, RateClass::Join},
    {plain::Say::type, RateClass::Message},
    {plain::SetTyping::type, RateClass::Typing},
};

/// Does what the dispatcher does, and counts how often a request is read.
class ReadingCounter final : public RequestHandler {
  public:
    explicit ReadingCounter(RequestHandler& handler)
        : m_handler(handler)
    {}
    Order orderOf(const Session& session, const Envelope& request) const override
    {
        ++read;
        return m_handler.orderOf(session, request);
    }
    void handle(Session& session, const Envelope& request) override { m_handler.handle(session, request); }
    void replied(Session& session, qint64 bytes) override { m_handler.replied(session, bytes); }
    void presenceMissed(Session& session, const RoomId& room) override { m_handler.presenceMissed(session, room); }
    void departed(Session& session) override { m_handler.departed(session); }

    mutable int read = 0;

  private:
    RequestHandler& m_handler;
};

} // namespace

/// One limit for one act, however it is asked for; and each request is read once.
class ActsTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void eachRequestDoesOneAct();
    void changesOfALogShareALimit();
    void newRoomsShareALimit();
    void renamingSharesALimit();
    void aRequestThatWaitsIsReadOnce();
};

void ActsTest::eachRequestDoesOneAct()
{
    const auto look = []<class... R>(const auto& acts, std::type_identity<std::variant<R...>>) {
        const auto isRight = [&acts](std::string_view type, RateClass rate) {
            const auto found = acts.find(type);
            return found != acts.end() && found->second == rate;
        };
        return (isRight(R::type, commandFor<R>().rate) && ...);
    };
    QVERIFY(look(fullActs, std::type_identity<FullRequest>()));
    QVERIFY(look(plainActs, std::type_identity<PlainRequest>()));
}

void ActsTest::changesOfALogShareALimit()
{
    ServerFacts facts;
    facts.limits.messages = 4;
    ServerCore core(facts);
    TestPeer& ann = core.connect();
    ann.enter("ann", "general");
    ann.inject(R"({"type":"message","room":"#general","text":"hi","nonce":"1"})");
    const QByteArray id = member(ann.expect(R"({"type":"message","...":true})"), "id").toLatin1();
    ann.inject(R"({"type":"edit","room":"#general","id":")" + id + R"(","text":"ho","nonce":"2"})");
    ann.inject(R"({"type":"topic","room":"#general","text":"T","nonce":"3"})");
    ann.inject(R"({"type":"delete","room":"#general","id":")" + id + R"(","nonce":"4"})");
    ann.expect(R"({"type":"edited","...":true})");
    ann.expect(R"({"type":"topic_changed","...":true})");
    ann.expect(R"({"type":"deleted","...":true})");
    for (const QByteArray& request : {QByteArray(R"("message","text":"hi")"), QByteArray(R"("topic","text":"T")"),
                                      QByteArray(R"("set_room","name":"x")"), R"("edit","text":"x","id":")" + id + '"',
                                      R"("delete","id":")" + id + '"'}) {
        ann.inject(R"({"nonce":"5","room":"#general","type":)" + request + "}");
        ann.expect(R"({"type":"error","code":"rate_limited","...":true})");
    }
}

void ActsTest::newRoomsShareALimit()
{
    ServerFacts facts;
    facts.newRoomsPerHour = 2;
    ServerCore core(facts);
    TestPeer& full = core.connect();
    full.enter("ann", "made by a full client");
    TestPeer& plain = core.connect();
    plain.joinPlain("bob", "made by a plain client");
    for (const auto& [peer, request] : {std::pair(&full, R"({"type":"join","name":"one more"})"),
                                        std::pair(&plain, R"({"type":"join","room":"one more","username":"x"})")}) {
        core.pass(20'000);
        peer->take();
        peer->inject(request);
        peer->expect(R"({"type":"error","code":"rate_limited","...":true})");
    }
}

void ActsTest::renamingSharesALimit()
{
    ServerCore core;
    TestPeer& ann = core.connect();
    const QByteArray token = member(ann.enter("ann", "general"), "token").toLatin1();
    const Rate rate = rateOf(RateClass::Rename, core.facts.limits);
    for (qint64 i = 0; i < rate.count; ++i) {
        TestPeer& again = core.connect();
        const QByteArray name = "ann " + QByteArray::number(i);
        again.inject(R"({"type":"hello","protocol":2,"client":"test","name":")" + name + R"(","token":")" + token +
                     R"("})");
        again.expect(R"({"type":"welcome","username":")" + name + R"(","...":true})");
    }
    core.pass(200);
    ann.take();
    ann.inject(R"({"type":"rename","name":"ann by request","ref":"n"})");
    ann.expect(R"({"type":"error","code":"rate_limited","ref":"n","...":true})");
}

void ActsTest::aRequestThatWaitsIsReadOnce()
{
    ServerCore core;
    ReadingCounter counter(core.dispatcher);
    core.hub.setHandler(counter);
    TestPeer& ann = core.connect();
    ann.enter("ann", "general");
    counter.read = 0;
    QByteArray large = R"({"type":"ping","ref":"large")";
    for (int i = 0; i < 100; ++i)
        large += ",\"unknown " + QByteArray::number(i) + "\":1";
    // Messages may be under way beside each other; the ping waits for them, and what comes behind it waits, too.
    for (int i = 0; i < 10; ++i)
        ann.inject(R"({"type":"message","room":"#general","text":"hi","nonce":")" + QByteArray::number(i) + R"("})");
    ann.inject(large + "}");
    for (int i = 0; i < 40; ++i)
        ann.inject(R"({"type":"ping"})");
    QCOMPARE(counter.read, 11); // the others have not been looked at
    core.settle();
    QCOMPARE(counter.read, 51);
    QCOMPARE(ann.take().size(), size_t(51));
}

} // namespace parlance

using parlance::ActsTest;
PARLANCE_SUITE(acts, ActsTest)
#include "acts_test.moc"
