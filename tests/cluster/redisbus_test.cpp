#include "base/wheeltimer.h"
#include "cluster/bus_contract.h"
#include "redis/redisbus.h"
#include "support/manualclock.h"
#include "support/redisserver.h"
#include "support/sourcefolder.h"
#include "support/suite.h"

#include <QFile>
#include <QRegularExpression>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

namespace parlance {

using namespace parlance::test;

namespace {

const QByteArray subscribed = "*3\r\n$9\r\nsubscribe\r\n$1\r\nx\r\n:1\r\n";
const QByteArray noPermission = "-NOPERM this user has no permissions\r\n";

/// Answers each command, by its first word, as a test likes; others never.
class FakeRedis {
  public:
    FakeRedis()
    {
        if (!m_server.listen(QHostAddress::LocalHost))
            qFatal("no port is free");
        QObject::connect(&m_server, &QTcpServer::newConnection, &m_server, [this] { accept(); });
    }

    RedisAddress address() const { return {QStringLiteral("127.0.0.1"), m_server.serverPort()}; }

    std::map<QByteArray, QByteArray> answers;
    std::map<QByteArray, int> asked;
    int connections = 0;

  private:
    void accept()
    {
        ++connections;
        QTcpSocket* socket = m_server.nextPendingConnection();
        QObject::connect(socket, &QTcpSocket::readyRead, socket, [this, socket] {
            const QList<QByteArray> lines = socket->readAll().split('\n'); // *COUNT, $LENGTH, the word
            const QByteArray word = lines.value(2).trimmed();
            ++asked[word];
            if (const auto answer = answers.find(word); answer != answers.end())
                socket->write(answer->second);
        });
    }

    QTcpServer m_server;
};

/// Says something as soon as it can.
class Greeter final : public BusListener {
  public:
    explicit Greeter(EventBus& bus)
        : m_bus(bus)
    {}

    void attached() override { m_bus.publish("hello"); }
    void heard(const QByteArray&) override {}

  private:
    EventBus& m_bus;
};

/// What is logged while it is there.
class LogLines {
  public:
    LogLines()
    {
        lines.clear();
        m_former =
            qInstallMessageHandler([](QtMsgType, const QMessageLogContext&, const QString& line) { lines += line; });
    }
    ~LogLines() { qInstallMessageHandler(m_former); }
    LogLines(const LogLines&) = delete;
    LogLines& operator=(const LogLines&) = delete;

    static inline QStringList lines;

  private:
    QtMessageHandler m_former = nullptr;
};

} // namespace

class RedisBusTest final : public BusContract {
    Q_OBJECT
  protected:
    std::unique_ptr<EventBus> makeBus() override { return busTo({QStringLiteral("127.0.0.1"), m_server.port()}); }
    void waitUntil(const std::function<bool()>& isDone) override { QTRY_VERIFY_WITH_TIMEOUT(isDone(), 60'000); }

    std::unique_ptr<RedisBus> busTo(const RedisAddress& address) { return busTo(address, m_wheel); }
    static std::unique_ptr<RedisBus> busTo(const RedisAddress& address, DeadlineWheel& wheel)
    {
        return std::make_unique<RedisBus>(address, "parlance:test", wheel, [] { return 0.0; });
    }

  private Q_SLOTS:
    void itComesBackAfterARestart();
    void whoIsToldWhatIsWrong_data();
    void whoIsToldWhatIsWrong();
    void anAccessListMayForbidToAskForTheRole();
    void whatIsRefusedIsSaidOnceAndTriedAgain_data();
    void whatIsRefusedIsSaidOnceAndTriedAgain();
    void theRightsAreThoseOfTheManual();
    void whoeverStaysSilentIsLeft_data();
    void whoeverStaysSilentIsLeft();
    void whatIsNoRedisIsLeftAlone();
    void longListsAreRefused_data();
    void longListsAreRefused();
    void aPrimaryMayHaveManyReplicas();
    void addresses_data();
    void addresses();

  private:
    SystemClock m_clock;
    DeadlineWheel m_wheel{m_clock};
    WheelTimer m_timer{m_wheel};
    RedisServer m_server;
};

void RedisBusTest::itComesBackAfterARestart()
{
    const auto one = makeEnd();
    const auto other = makeEnd();
    m_server.stop();
    one->bus->publish("lost"); // nobody minds
    m_server.start();
    waitUntil([&] { return one->attachments == 2 && other->attachments == 2; });
    one->bus->publish("back");
    waitUntil([&] { return !other->messages.empty(); });
    QCOMPARE(other->messages, std::vector<QByteArray>{"back"});
    one->bus->reconnect();
    waitUntil([&] { return one->attachments == 3; });
}

void RedisBusTest::whoIsToldWhatIsWrong_data()
{
    QTest::addColumn<QStringList>("settings");
    QTest::addColumn<QString>("password");
    QTest::addColumn<QString>("says");
    const auto row = [](const char* name, const char* settings, const char* password, const char* says) {
        QTest::newRow(name) << QString::fromLatin1(settings).split(u' ', Qt::SkipEmptyParts)
                            << QString::fromLatin1(password) << QString::fromLatin1(says);
    };
    row("a password is asked for", "--requirepass secret", "", "NOAUTH Authentication required");
    row("a wrong password", "--requirepass secret", "wrong", "WRONGPASS invalid username-password pair");
    row("no channel is allowed", "--user default on >secret resetchannels +@all", "secret",
        "it refuses SUBSCRIBE (NOPERM this user has no permissions to access one of the channels used as arguments). "
        "Give its user these rights, see ACL SETUSER and OPERATING.md: resetchannels &parlance.* -@all +auth +ping "
        "+hello +subscribe +publish +role");
    row("a replica", "--replicaof 127.0.0.1 1", "", "it is a replica, which does not hand messages on");
}

void RedisBusTest::whoIsToldWhatIsWrong()
{
    QFETCH(const QStringList, settings);
    QFETCH(const QString, password);
    QFETCH(const QString, says);
    const RedisServer server(settings);
    const LogLines log;
    BusEnd end;
    const auto bus = busTo({QStringLiteral("127.0.0.1"), server.port(), false, {}, password});
    bus->attach(end);
    waitUntil([&] { return !LogLines::lines.isEmpty(); });
    const QString line = LogLines::lines.front();
    QVERIFY2(line.contains(says), qPrintable(line));
    QVERIFY2(line.startsWith(QStringLiteral("cluster.redis: redis://127.0.0.1:")), qPrintable(line));
    QVERIFY(!line.contains(QStringLiteral("wrong:")) && !line.contains(u'\n'));
    QCOMPARE(end.attachments, 0);
}

void RedisBusTest::anAccessListMayForbidToAskForTheRole()
{
    const RedisServer server(
        QStringLiteral("--user parlance on >secret resetchannels &parlance:* -@all +subscribe +publish +ping")
            .split(u' '));
    BusEnd end;
    const auto bus = busTo(*parseRedisUrl(QStringLiteral("redis://parlance:secret@127.0.0.1:%1").arg(server.port())));
    bus->attach(end);
    waitUntil([&] { return end.attachments == 1; });
    bus->publish("hello");
    waitUntil([&] { return end.messages.size() == 1; });
}

void RedisBusTest::whatIsRefusedIsSaidOnceAndTriedAgain_data()
{
    QTest::addColumn<QByteArray>("command");
    QTest::newRow("to hear") << QByteArray("SUBSCRIBE");
    QTest::newRow("to speak") << QByteArray("PUBLISH");
}

void RedisBusTest::whatIsRefusedIsSaidOnceAndTriedAgain()
{
    QFETCH(const QByteArray, command);
    FakeRedis redis;
    redis.answers = {{"ROLE", noPermission}, {"SUBSCRIBE", subscribed}, {"PUBLISH", ":1\r\n"}};
    const QByteArray usual = std::exchange(redis.answers[command], noPermission);
    const LogLines log;
    const auto bus = busTo(redis.address());
    Greeter greeter(*bus);
    bus->attach(greeter);
    waitUntil([&] { return redis.asked[command] > 4; });
    QVERIFY(redis.connections > 2 * 4); // each time on connections of its own
    QCOMPARE(LogLines::lines.size(), 1);
    QVERIFY2(LogLines::lines.front().contains(QStringLiteral("it refuses ") + QString::fromLatin1(command)),
             qPrintable(LogLines::lines.front()));
    QVERIFY(LogLines::lines.front().contains(bus->problem()));
    redis.answers[command] = usual;
    waitUntil([&] { return bus->problem().isEmpty(); });
    QCOMPARE(LogLines::lines.size(), 2);
    QVERIFY2(LogLines::lines.back().startsWith(QStringLiteral("Redis is there")), qPrintable(LogLines::lines.back()));
}

void RedisBusTest::theRightsAreThoseOfTheManual()
{
    QFile manual(sourceFolder() + QStringLiteral("/packaging/OPERATING.md"));
    QVERIFY(manual.open(QIODevice::ReadOnly));
    QVERIFY(QString::fromUtf8(manual.readAll()).contains(RedisBus::rights));
}

void RedisBusTest::whoeverStaysSilentIsLeft_data()
{
    QTest::addColumn<QByteArray>("silentTo");
    QTest::addColumn<QString>("password");
    QTest::newRow("from the beginning") << QByteArray("ROLE") << QString();
    QTest::newRow("after the role") << QByteArray("SUBSCRIBE") << QString();
    QTest::newRow("to the password") << QByteArray("AUTH") << QStringLiteral("secret");
    QTest::newRow("after the password") << QByteArray("ROLE") << QStringLiteral("secret");
}

void RedisBusTest::whoeverStaysSilentIsLeft()
{
    QFETCH(const QByteArray, silentTo);
    QFETCH(const QString, password);
    FakeRedis redis;
    redis.answers = {{"AUTH", "+OK\r\n"}, {"ROLE", noPermission}, {"SUBSCRIBE", subscribed}};
    const QByteArray usual = std::exchange(redis.answers[silentTo], {});
    ManualClock clock;
    DeadlineWheel wheel(clock);
    const LogLines log;
    BusEnd end;
    RedisAddress address = redis.address();
    address.password = password;
    const auto bus = busTo(address, wheel);
    bus->attach(end);
    waitUntil([&] { return redis.connections == 2 && redis.asked[silentTo] > 0; });
    advance(clock, wheel, RedisBus::patience - DeadlineWheel::slotLength);
    QCOMPARE(bus->problem(), QString());
    redis.answers[silentTo] = usual;
    advance(clock, wheel, 4 * DeadlineWheel::slotLength); // the wheel may be late by one, for each of two
    QCOMPARE(bus->problem(), QStringLiteral("it does not answer"));
    QCOMPARE(LogLines::lines.size(), 1);
    waitUntil([&] { return end.attachments == 1; });
    QCOMPARE(redis.connections, 4);
    advance(clock, wheel, 2 * RedisBus::patience); // nobody has to say anything now
    bus->publish("hello");
    waitUntil([&] { return redis.asked["PUBLISH"] == 1; });
    QCOMPARE(redis.connections, 4);
}

void RedisBusTest::whatIsNoRedisIsLeftAlone()
{
    QTcpServer other;
    QVERIFY(other.listen(QHostAddress::LocalHost));
    connect(&other, &QTcpServer::newConnection, &other, [&other] {
        QTcpSocket* socket = other.nextPendingConnection();
        socket->write("HTTP/1.1 400 Bad Request\r\n\r\n");
    });
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("is not Redis' protocol")));
    BusEnd end;
    const auto bus = busTo({QStringLiteral("127.0.0.1"), other.serverPort()});
    bus->attach(end);
    bus->publish("hello");
    int connections = 0;
    connect(&other, &QTcpServer::newConnection, &other, [&] { ++connections; });
    waitUntil([&] { return connections > 4; }); // it tries again
    QCOMPARE(end.attachments, 0);
}

void RedisBusTest::longListsAreRefused_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::newRow("16 GiB of pointers") << QByteArray("*2147483647\r\n");
    QTest::newRow("one too long") << "*" + QByteArray::number(RedisReplies::maxElements + 1) + "\r\n";
    QTest::newRow("in one another") << QByteArray("*2048\r\n").repeated(3);
    QTest::newRow("after a text like one") << QByteArray("+OK\r\n*2\r\n$13\r\n*2147483647\r\n\r\n*2147483647\r\n");
}

void RedisBusTest::longListsAreRefused()
{
    QFETCH(const QByteArray, answer);
    FakeRedis redis;
    redis.answers = {{"ROLE", answer}};
    const LogLines log;
    BusEnd end;
    const auto bus = busTo(redis.address());
    bus->attach(end);
    waitUntil([&] { return redis.connections > 4; }); // it tries again
    QCOMPARE(LogLines::lines.size(), 1);
    QVERIFY2(LogLines::lines.front().contains(QStringLiteral("is not Redis' protocol")),
             qPrintable(LogLines::lines.front()));
}

void RedisBusTest::aPrimaryMayHaveManyReplicas()
{
    constexpr int replicas = 1'000;
    const QByteArray replica = "*3\r\n$8\r\n10.0.0.7\r\n$4\r\n6379\r\n$1\r\n0\r\n";
    FakeRedis redis;
    redis.answers = {
        {"ROLE", "*3\r\n$6\r\nmaster\r\n:0\r\n*" + QByteArray::number(replicas) + "\r\n" + replica.repeated(replicas)},
        {"SUBSCRIBE", subscribed}};
    BusEnd end;
    const auto bus = busTo(redis.address());
    bus->attach(end);
    waitUntil([&] { return end.attachments == 1; });
}

void RedisBusTest::addresses_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("shown"); // empty: refused
    const auto row = [](const char* url, const char* shown) {
        QTest::newRow(url) << QString::fromLatin1(url) << QString::fromLatin1(shown);
    };
    row("redis://example.org", "redis://example.org:6379");
    row("redis://example.org:7000/", "redis://example.org:7000");
    row("rediss://parlance:se%40cret@[::1]:6380", "rediss://[::1]:6380");
    row("redis://:secret@127.0.0.1", "redis://127.0.0.1:6379");
    row("", "");
    row("example.org:6379", "");
    row("http://example.org", "");
    row("redis://", "");
    row("redis://example.org/0?x=1", "");
    row("redis://me:secret@", "");
}

void RedisBusTest::addresses()
{
    QFETCH(const QString, url);
    QFETCH(const QString, shown);
    const auto address = parseRedisUrl(url);
    QCOMPARE(bool(address), !shown.isEmpty());
    if (address)
        QCOMPARE(address->shown(), shown);
    else
        QVERIFY(!address.error().message.contains(QStringLiteral("secret")));
}

} // namespace parlance

using parlance::RedisBusTest;
PARLANCE_SUITE(redisbus, RedisBusTest)
#include "redisbus_test.moc"
