#include "client/conversation.h"
#include "support/suite.h"

namespace parlance::client {

using namespace parlance::test;

/// Getting in, staying in, and coming back: what the connection does without any room.
class ConnectionTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void hello();
    void tokenInPlaceOfTheName();
    void aLinkWhoseAnswerWasLost();
    void delaysGrowAndAreCounted();
    void delaysBeginAnewOnlyAfterTenSecondsOnline();
    void serverThatDropsAtOnceIsNotHammered();
    void reconnectNowClosesTheOldLineFirst();
    void networkBack_data();
    void networkBack();
    void pingWithoutAnswer();
    void pingOnlyOnceAtATime();
    void silence();
    void heartbeatsKeepItAlive();
    void greetingWithoutAnswer();
    void closeCodes_data();
    void closeCodes();
    void refusedGreeting_data();
    void refusedGreeting();
    void serverOfAnotherVersion();
    void busyGreeting();
    void stop();
    void startAgain();
    void requestsFailWithTheConnection();
    void unreadableReply();
    void framesThatAreNoneOfOurs();
    void stopFromACallback();
};

void ConnectionTest::hello()
{
    Conversation talk;
    talk.start();
    QCOMPARE(talk.phase(), Phase::Connecting);
    talk.line.opens();
    QCOMPARE(talk.phase(), Phase::Greeting);
    talk.line.expect(R"({"type":"hello","protocol":2,"client":"test/1","name":"ann","ref":"1"})");
    talk.line.inject(welcome());
    QCOMPARE(talk.phase(), Phase::Online);
    QCOMPARE(talk.client.state().identity.userId.text(), annId);
    QCOMPARE(talk.client.state().identity.serverName, QStringLiteral("Parlance"));
    talk.line.expectNothing();
}

void ConnectionTest::tokenInPlaceOfTheName()
{
    Conversation talk;
    talk.greet();
    talk.line.closes(4001);
    talk.pass(*talk.client.connection().retryIn() + 50);
    talk.line.opens();
    talk.line.expect(R"({"type":"hello","protocol":2,"client":"test/1","token":"token-1","ref":"1"})");
}

/// The account may have been made: its password is tried before the link.
void ConnectionTest::aLinkWhoseAnswerWasLost()
{
    Conversation talk;
    Login login;
    login.client = QStringLiteral("test/1");
    login.entrance = Entrance{.link = QStringLiteral("pi_x"),
                              .handle = *Handle::parse(u"ann"),
                              .name = *UserName::parse(u"Ann"),
                              .password = QStringLiteral("secret"),
                              .device = QStringLiteral("desk")};
    talk.client.connection().start(login);
    talk.line.opens();
    const auto redeem = [](const QByteArray& ref) {
        return R"({"type":"redeem","protocol":2,"client":"test/1","token":"pi_x","handle":"ann",)"
               R"("name":"Ann","password":"secret","device":"desk","ref":")" +
               ref + R"("})";
    };
    const QByteArray signIn = R"({"type":"sign_in","protocol":2,"client":"test/1","handle":"ann",)"
                              R"("password":"secret","device":"desk","ref":"1"})";
    talk.line.expect(redeem("1"));
    talk.line.closes(4001);
    talk.pass(*talk.client.connection().retryIn() + 50);
    talk.line.opens();
    talk.line.expect(signIn);
    talk.line.inject(R"({"type":"error","code":"unauthenticated","message":"no","ref":"1"})");
    talk.line.expect(redeem("2")); // there is no such account
    talk.line.closes(4001);
    talk.pass(*talk.client.connection().retryIn() + 50);
    talk.line.opens();
    talk.line.expect(signIn);
}

void ConnectionTest::delaysGrowAndAreCounted()
{
    Conversation talk;
    talk.random = 0.5;
    talk.start();
    for (const qint64 delay : {500, 1'000, 2'000, 4'000, 8'000, 15'000, 15'000}) {
        talk.line.fails();
        QCOMPARE(talk.phase(), Phase::Waiting);
        QCOMPARE(*talk.client.connection().retryIn(), delay);
        talk.pass(delay - 1);
        QVERIFY(!talk.line.isOpening());
        QCOMPARE(*talk.client.connection().retryIn(), 1);
        talk.pass(51);
        QVERIFY(talk.line.isOpening());
        QVERIFY(!talk.client.connection().retryIn());
    }
}

void ConnectionTest::delaysBeginAnewOnlyAfterTenSecondsOnline()
{
    Conversation talk;
    talk.random = 0.5;
    talk.start();
    talk.line.fails();
    talk.comeBack({});
    talk.pass(10'050);
    talk.line.closes(4000);
    QCOMPARE(*talk.client.connection().retryIn(), 500);
}

void ConnectionTest::serverThatDropsAtOnceIsNotHammered()
{
    Conversation talk;
    talk.random = 0.5;
    talk.greet();
    for (const qint64 delay : {500, 1'000, 2'000, 4'000}) {
        talk.pass(9'000);
        talk.line.closes(1006);
        QCOMPARE(*talk.client.connection().retryIn(), delay);
        talk.comeBack({});
    }
}

void ConnectionTest::reconnectNowClosesTheOldLineFirst()
{
    Conversation talk;
    talk.greet();
    talk.client.connection().reconnectNow();
    QCOMPARE(talk.line.goodbye(), CloseCode::GoingAway);
    QCOMPARE(talk.phase(), Phase::Connecting);
    QCOMPARE(talk.line.attempts(), 2);
}

void ConnectionTest::networkBack_data()
{
    QTest::addColumn<bool>("byHand");
    QTest::addRow("the network is back") << false;
    QTest::addRow("somebody pressed the button") << true;
}

void ConnectionTest::networkBack()
{
    QFETCH(bool, byHand);
    Conversation talk;
    talk.start();
    talk.line.fails();
    QCOMPARE(talk.phase(), Phase::Waiting);
    if (byHand)
        talk.client.connection().reconnectNow();
    else
        talk.client.connection().checkAlive();
    QCOMPARE(talk.phase(), Phase::Connecting);
    talk.pass(60'000);
    QCOMPARE(talk.line.attempts(), 2); // the one that was waited for does not come on top
}

void ConnectionTest::pingWithoutAnswer()
{
    Conversation talk;
    talk.greet();
    talk.client.connection().checkAlive();
    talk.line.expect(R"({"type":"ping","ref":"2"})");
    talk.pass(Liveness::pongWithin + 50);
    QCOMPARE(talk.phase(), Phase::Waiting);
}

void ConnectionTest::pingOnlyOnceAtATime()
{
    Conversation talk;
    talk.greet();
    talk.client.connection().checkAlive();
    talk.client.connection().checkAlive();
    talk.line.expect(R"({"type":"ping","ref":"2"})");
    talk.line.expectNothing();
    talk.line.inject(R"({"type":"heartbeat","heads":{},"ref":"2"})");
    talk.pass(Liveness::pongWithin + 50);
    QCOMPARE(talk.phase(), Phase::Online);
    talk.client.connection().checkAlive();
    talk.line.expect(R"({"type":"ping","ref":"3"})");
}

void ConnectionTest::silence()
{
    Conversation talk;
    talk.greet();
    talk.pass(44'900);
    QCOMPARE(talk.phase(), Phase::Online);
    talk.pass(150);
    QCOMPARE(talk.phase(), Phase::Waiting);
    QVERIFY(!talk.line.isOpen());
}

void ConnectionTest::heartbeatsKeepItAlive()
{
    Conversation talk;
    talk.greet();
    for (int i = 0; i < 20; ++i) {
        talk.pass(20'000);
        talk.line.inject(R"({"type":"heartbeat","heads":{}})");
    }
    QCOMPARE(talk.phase(), Phase::Online);
    talk.pass(45'050);
    QCOMPARE(talk.phase(), Phase::Waiting);
}

void ConnectionTest::greetingWithoutAnswer()
{
    Conversation talk;
    talk.start();
    talk.line.opens();
    talk.pass(Connection::greetWithin + 50);
    QCOMPARE(talk.phase(), Phase::Waiting);
}

void ConnectionTest::closeCodes_data()
{
    QTest::addColumn<unsigned>("code");
    QTest::addColumn<Phase>("phase");
    for (const unsigned code : {1000U, 1001U, 1006U, 1008U, 1009U, 4000U, 4001U, 4002U, 4499U, 5000U})
        QTest::addRow("%u", code) << code << Phase::Waiting;
    for (const unsigned code : {4500U, 4501U, 4502U, 4999U})
        QTest::addRow("%u", code) << code << Phase::Refused;
}

void ConnectionTest::closeCodes()
{
    QFETCH(unsigned, code);
    QFETCH(Phase, phase);
    Conversation talk;
    talk.greet();
    talk.line.closes(code, QStringLiteral("why"));
    QCOMPARE(talk.phase(), phase);
    QCOMPARE(talk.client.connection().problem().message, QStringLiteral("why"));
    talk.pass(120'000);
    QCOMPARE(talk.line.attempts(), phase == Phase::Waiting ? 2 : 1);
}

void ConnectionTest::refusedGreeting_data()
{
    QTest::addColumn<QByteArray>("code");
    QTest::addColumn<ErrorCode>("expected");
    QTest::addRow("token or password") << QByteArray("unauthenticated") << ErrorCode::Unauthenticated;
    QTest::addRow("name") << QByteArray("name_taken") << ErrorCode::NameTaken;
}

void ConnectionTest::refusedGreeting()
{
    QFETCH(QByteArray, code);
    QFETCH(ErrorCode, expected);
    Conversation talk;
    talk.start();
    talk.line.opens();
    talk.line.inject(R"({"type":"error","code":")" + code + R"(","message":"No","ref":"1"})");
    QCOMPARE(talk.phase(), Phase::Refused);
    QCOMPARE(talk.client.connection().problem().code, expected);
    QVERIFY(!talk.line.isOpen());
    talk.client.connection().checkAlive();
    talk.client.connection().reconnectNow();
    talk.pass(120'000);
    QCOMPARE(talk.line.attempts(), 1);
}

/// It says so, and goes on by itself once the server is upgraded.
void ConnectionTest::serverOfAnotherVersion()
{
    Conversation talk;
    talk.start();
    for (int i = 0; i < 3; ++i) {
        talk.line.opens();
        talk.line.takeSent();
        talk.line.inject(R"({"type":"error","code":"protocol_version","message":"protocol: this server speaks 1",)"
                         R"("field":"protocol","ref":"1"})");
        QCOMPARE(talk.phase(), Phase::Waiting);
        QCOMPARE(talk.client.connection().problem().code, ErrorCode::ProtocolVersion);
        QVERIFY(!talk.line.isOpen());
        talk.pass(*talk.client.connection().retryIn() + DeadlineWheel::slotLength);
    }
    talk.line.opens();
    talk.line.takeSent();
    talk.line.inject(welcome());
    QCOMPARE(talk.phase(), Phase::Online);
}

void ConnectionTest::busyGreeting()
{
    Conversation talk;
    talk.start();
    talk.line.opens();
    talk.line.inject(R"({"type":"error","code":"busy","message":"Later","ref":"1","retryAfter":7000})");
    QCOMPARE(talk.phase(), Phase::Waiting);
    QCOMPARE(*talk.client.connection().retryIn(), 7'000);
}

void ConnectionTest::stop()
{
    Conversation talk;
    talk.greet();
    talk.client.connection().stop();
    QCOMPARE(talk.phase(), Phase::Offline);
    QCOMPARE(talk.line.goodbye(), CloseCode::Normal);
    talk.client.connection().checkAlive();
    talk.client.connection().reconnectNow();
    talk.pass(120'000);
    QCOMPARE(talk.line.attempts(), 1);
}

void ConnectionTest::startAgain()
{
    Conversation talk;
    talk.greet();
    talk.start();
    QCOMPARE(talk.phase(), Phase::Connecting);
    talk.line.opens();
    talk.line.expect(R"({"type":"hello","protocol":2,"client":"test/1","name":"ann","ref":"1"})");
}

void ConnectionTest::requestsFailWithTheConnection()
{
    Conversation talk;
    talk.greet();
    std::vector<ErrorCode> errors;
    const auto ask = [&] {
        talk.client.connection().ask<RoomsPage>(ListRooms{}, [&](Result<RoomsPage> page) {
            errors.push_back(page ? ErrorCode::Internal : page.error().code);
        });
    };
    ask();
    QVERIFY(errors.empty());
    talk.line.closes(1006);
    QCOMPARE(errors, std::vector{ErrorCode::Busy});
    ask(); // not connected: at once
    QCOMPARE(errors.size(), size_t(2));
}

void ConnectionTest::unreadableReply()
{
    Conversation talk;
    talk.greet();
    std::optional<ErrorCode> error;
    talk.client.connection().ask<RoomsPage>(ListRooms{}, [&](Result<RoomsPage> page) { error = page.error().code; });
    talk.line.expect(R"({"type":"rooms","ref":"2"})");
    talk.line.inject(R"({"type":"rooms","rooms":"none","more":false,"ref":"2"})");
    QCOMPARE(error, ErrorCode::BadRequest);
}

void ConnectionTest::framesThatAreNoneOfOurs()
{
    Conversation talk;
    talk.greet();
    for (const char* frame : {"", "{", "[]", "{}", R"({"type":"novelty"})", R"({"type":"ok","ref":"99"})",
                              R"({"type":"message","room":"id-general"})", R"({"type":"welcome"})"})
        talk.line.inject(frame);
    QCOMPARE(talk.phase(), Phase::Online);
    talk.line.expectNothing();
}

void ConnectionTest::stopFromACallback()
{
    Conversation talk;
    talk.greet();
    talk.client.connection().ask<RoomsPage>(ListRooms{}, [&](Result<RoomsPage>) { talk.client.connection().stop(); });
    talk.line.closes(1006);
    QCOMPARE(talk.phase(), Phase::Offline);
    talk.pass(60'000);
    QCOMPARE(talk.line.attempts(), 1);
}

} // namespace parlance::client

using parlance::client::ConnectionTest;
PARLANCE_SUITE(connection, ConnectionTest)
#include "connection_test.moc"
