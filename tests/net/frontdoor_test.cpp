#include "base/wheeltimer.h"
#include "net/frontdoor.h"
#include "support/suite.h"

#include <QSignalSpy>
#include <QTcpSocket>
#include <QTest>
#include <QWebSocket>

namespace parlance {

/// The front door on a real socket: plain HTTP, refusals, deadlines, and what becomes a Link.
class FrontDoorTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void init();
    void cleanup();
    void servesThePage();
    void answersInHttp_data();
    void answersInHttp();
    void mendsLinksToRooms_data();
    void mendsLinksToRooms();
    void keepsConnections();
    void compressesAndRevalidates();
    void upgradesAndCarriesText();
    void slowHeadsAreEnded();
    void silentConnectionsAreLetGoWithoutAWord();
    void connectionsPerAddressAreCapped();
    void pausedLinksReadNothing();
    void largeAndBinaryMessagesEndTheConnection();
    void silentPeersAreDropped();
    void closingEndsEvenIfThePeerIsDeaf();
    void floodsOfPingsAreEnded();
    void portInUseIsSaid();

  private:
    /// Sends bytes and returns all that comes back until the server closes.
    QByteArray exchange(const QByteArray& bytes);
    void connectRaw(QTcpSocket& socket);

    SystemClock m_clock;
    DeadlineWheel m_wheel{m_clock};
    WheelTimer m_timer{m_wheel};
    const StaticSite m_site{QStringLiteral(":/web")};
    DoorRules m_rules;
    std::unique_ptr<FrontDoor> m_door;
    std::vector<std::unique_ptr<Link>> m_links;
};

namespace {

const QByteArray upgrade = "GET /ws HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                           "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

/// A short text frame as a client sends it, masked with zeros.
QByteArray shortClientFrame(const QByteArray& text)
{
    return QByteArray("\x81", 1) + char(0x80 | text.size()) + QByteArray(4, '\0') + text;
}

struct Hearer final : LinkObserver {
    void received(const QByteArray& text) override { texts.append(text); }
    void drained() override {}
    void closed() override { isClosed = true; }
    QList<QByteArray> texts;
    bool isClosed = false;
};

int statusOf(const QByteArray& answer)
{
    return answer.mid(9, 3).toInt();
}

} // namespace

void FrontDoorTest::init()
{
    m_rules = {};
    m_rules.visitorTimes = {300, 600};
    m_door = std::make_unique<FrontDoor>(m_rules, m_site, m_wheel,
                                         [this](std::unique_ptr<Link> link) { m_links.push_back(std::move(link)); });
    m_door->setPages({{"/healthz", [](const HttpHead&) { return plainAnswer(200, "ok"); }}});
    QVERIFY(m_door->open(QHostAddress(QHostAddress::LocalHost), 0));
}

void FrontDoorTest::cleanup()
{
    m_links.clear();
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    m_door.reset();
}

void FrontDoorTest::connectRaw(QTcpSocket& socket)
{
    socket.connectToHost(m_door->server().serverAddress(), m_door->server().serverPort());
    QTRY_COMPARE(socket.state(), QAbstractSocket::ConnectedState);
}

QByteArray FrontDoorTest::exchange(const QByteArray& bytes)
{
    QTcpSocket socket;
    connectRaw(socket);
    socket.write(bytes);
    (void)QTest::qWaitFor([&] { return socket.state() == QAbstractSocket::UnconnectedState; }, 5'000);
    return socket.readAll();
}

void FrontDoorTest::servesThePage()
{
    const QByteArray page = exchange("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    QCOMPARE(statusOf(page), 200);
    QVERIFY(page.contains("Content-Type: text/html; charset=utf-8\r\n"));
    QVERIFY(page.contains("<title>Parlance</title>"));
    const QByteArray head = exchange("HEAD / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    QVERIFY(head.endsWith("\r\n\r\n") && page.startsWith(head));
    QVERIFY(exchange("GET /healthz HTTP/1.0\r\n\r\n").endsWith("\r\n\r\nok\n"));
    const qsizetype at = page.indexOf("js/");
    const QByteArray path = page.sliced(at, page.indexOf('"', at) - at);
    const QByteArray script = exchange("GET /" + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    QVERIFY(script.contains("\r\nX-Content-Type-Options: nosniff\r\n"));
    QVERIFY(!script.contains("\r\nContent-Security-Policy:"));
    const QByteArray picture = exchange("GET /icons/favicon.svg HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    QVERIFY(picture.contains("\r\nContent-Security-Policy: default-src 'none'"));
}

void FrontDoorTest::answersInHttp_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<int>("status");
    const auto row = [](const char* name, const QByteArray& request, int status) {
        QTest::newRow(name) << request << status;
    };
    const auto get = [](const QByteArray& path) {
        return "GET " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    };
    for (const char* path : {"/nowhere", "/../x", "/%2e%2e/x", "/..%2fx", "/js/../index.html", "/index.html/",
                             "//index.html", "/index.html%00", "/\\..\\x", "/js/", "/index.html.gz/../x"})
        row(path, get(path), 404);
    row("not HTTP", "hello\r\n\r\n", 400);
    row("POST", "POST / HTTP/1.1\r\nHost: a\r\n\r\n", 405);
    row("POST with a body", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc", 413);
    row("half a head", "GET / HT", 408);
    row("endless head", "GET / HTTP/1.1\r\nX: " + QByteArray(20'000, 'x'), 431);
    row("/ws without upgrade", get("/ws"), 426);
    row("upgrade elsewhere", QByteArray(upgrade).replace("/ws", "/x") + "\r\n", 404);
    row("old version", QByteArray(upgrade).replace(": 13", ": 8") + "\r\n", 426);
    row("no version", QByteArray(upgrade).replace("Sec-WebSocket-Version: 13\r\n", "") + "\r\n", 426);
    row("short key", QByteArray(upgrade).replace("dGhlIHNhbXBsZSBub25jZQ==", "a") + "\r\n", 400);
    row("no key", QByteArray(upgrade).replace("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n", "") + "\r\n", 400);
    row("frames before the answer", upgrade + "\r\n" + shortClientFrame("x"), 400);
    row("HTTP/1.0 upgrade", QByteArray(upgrade).replace("HTTP/1.1", "HTTP/1.0") + "\r\n", 400);
    row("stranger's page", upgrade + "Origin: http://evil.example\r\n\r\n", 403);
    row("null origin", upgrade + "Origin: null\r\n\r\n", 403);
}

void FrontDoorTest::answersInHttp()
{
    QFETCH(QByteArray, request);
    QFETCH(int, status);
    const QByteArray answer = exchange(request);
    QVERIFY2(answer.startsWith("HTTP/1.1 "), answer.constData());
    QCOMPARE(statusOf(answer), status);
    for (const char* header : {"Content-Security-Policy: default-src 'none'", "X-Content-Type-Options: nosniff",
                               "Referrer-Policy: no-referrer", "Content-Length: "})
        QVERIFY2(answer.contains(header), header);
    QVERIFY(m_links.empty());
}

void FrontDoorTest::mendsLinksToRooms_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("location"); // empty: 404
    const auto row = [](const char* path, const char* location) {
        QTest::newRow(path) << QByteArray(path) << QByteArray(location);
    };
    row("/%23/general", "../#/general");
    row("/%23/my%20room/42", "../../#/my%20room/42");
    row("/%23/general?key=a%26b", "../#/general?key=a%26b");
    row("/%23%2Fgeneral", "./#/general");
    row("/%23%2fmy%2520room%2F42", "./#/my%20room/42");
    row("/%23", "");
    row("/%23general", "");
    row("/%23%2", "");
    row("/%23%2F%0d%0aSet-Cookie:%20a=b", "");
    row("/%23%2F%C3%A4", "");
    row("/x/%23/general", "");
    row("//%23/general", "");
}

void FrontDoorTest::mendsLinksToRooms()
{
    QFETCH(QByteArray, path);
    QFETCH(QByteArray, location);
    const QByteArray answer = exchange("GET " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    QCOMPARE(statusOf(answer), location.isEmpty() ? 404 : 302);
    QCOMPARE(answer.contains("\r\nLocation: " + location + "\r\n"), !location.isEmpty());
    QVERIFY(!answer.contains("\r\nSet-Cookie"));
}

void FrontDoorTest::keepsConnections()
{
    const QByteArray get = "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n";
    // Two at once, then one more that ends it.
    const QByteArray answers = exchange(get + get + "GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    QCOMPARE(answers.count("HTTP/1.1 200 OK"), 3);
    QCOMPARE(answers.count("Connection: keep-alive"), 2);
}

void FrontDoorTest::compressesAndRevalidates()
{
    const QByteArray get = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nAccept-Encoding: gzip, br\r\n";
    const QByteArray packed = exchange(get + "\r\n");
    QVERIFY(packed.contains("Content-Encoding: gzip\r\n"));
    QVERIFY(packed.contains("\r\n\r\n\x1f\x8b"));
    const qsizetype at = packed.indexOf("ETag: ") + 6;
    const QByteArray tag = packed.sliced(at, packed.indexOf("\r\n", at) - at);
    const QByteArray unchanged = exchange(get + "If-None-Match: " + tag + "\r\n\r\n");
    QCOMPARE(statusOf(unchanged), 304);
    QVERIFY(unchanged.endsWith("\r\n\r\n"));
    const auto statusFor = [&](const QByteArray& known) {
        return statusOf(exchange(get + "If-None-Match: " + known + "\r\n\r\n"));
    };
    QCOMPARE(statusFor("W/" + tag), 304); // as a proxy that compresses makes it
    QCOMPARE(statusFor("*"), 304);
    QCOMPARE(statusFor("\"other\", W/" + tag), 304);
    QCOMPARE(statusFor("\"other\"\r\nIf-None-Match: " + tag), 304);
    QCOMPARE(statusFor("\"other\""), 200);
    QCOMPARE(statusFor(QByteArray(tag).replace('"', "")), 200);
}

void FrontDoorTest::upgradesAndCarriesText()
{
    QWebSocket client;
    const QSignalSpy texts(&client, &QWebSocket::textMessageReceived);
    client.open(QUrl(QStringLiteral("ws://127.0.0.1:%1/").arg(m_door->server().serverPort())));
    QTRY_COMPARE(m_links.size(), size_t(1));
    Hearer listener;
    m_links[0]->observe(&listener);
    QTRY_COMPARE(client.state(), QAbstractSocket::ConnectedState);
    client.sendTextMessage(QStringLiteral("grün"));
    QTRY_COMPARE(listener.texts, QList<QByteArray>{"grün"});
    m_links[0]->send("größer");
    QTRY_COMPARE(texts.size(), 1);
    QCOMPARE(texts[0][0].toString(), QStringLiteral("größer"));
    QCOMPARE(m_links[0]->address(), QStringLiteral("127.0.0.1"));
    m_links[0]->close(CloseCode::Restarting);
    QTRY_VERIFY(listener.isClosed);
    QTRY_COMPARE(client.state(), QAbstractSocket::UnconnectedState);
    QCOMPARE(int(client.closeCode()), 4001);
    QCOMPARE(client.closeReason(), QStringLiteral("restarting"));
}

void FrontDoorTest::slowHeadsAreEnded()
{
    QTcpSocket socket;
    connectRaw(socket);
    // A byte now and then does not win time.
    const QByteArray request = "GET / HTTP/1.1\r\nHost: a\r\nX-Slow: " + QByteArray(100, 'x');
    qsizetype sent = 0;
    QTRY_VERIFY_WITH_TIMEOUT((sent < request.size() && socket.write(request.mid(sent++, 1)),
                              socket.state() == QAbstractSocket::UnconnectedState),
                             3'000);
    QCOMPARE(statusOf(socket.readAll()), 408);
}

void FrontDoorTest::silentConnectionsAreLetGoWithoutAWord()
{
    // A browser would take an answer to nothing for the answer to its next request.
    QCOMPARE(exchange({}), QByteArray());
    // A kept connection, too; and half a request on one is half a request.
    const QByteArray get = "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n";
    QCOMPARE(exchange(get).count("HTTP/1.1"), 1);
    QVERIFY(exchange(get + "GET /heal").contains("HTTP/1.1 408"));
}

void FrontDoorTest::connectionsPerAddressAreCapped()
{
    m_rules.connectionsPerAddress = 2;
    m_rules.proxies = *Proxies::parse({QStringLiteral("127.0.0.1")});
    m_door = std::make_unique<FrontDoor>(m_rules, m_site, m_wheel,
                                         [this](std::unique_ptr<Link> link) { m_links.push_back(std::move(link)); });
    QVERIFY(m_door->open(QHostAddress(QHostAddress::LocalHost), 0));
    std::vector<std::unique_ptr<QTcpSocket>> sockets;
    const auto connectAs = [&](const QByteArray& address) {
        sockets.push_back(std::make_unique<QTcpSocket>());
        connectRaw(*sockets.back());
        sockets.back()->write(upgrade + "X-Forwarded-For: " + address + "\r\n\r\n");
        (void)QTest::qWaitFor([&] { return sockets.back()->bytesAvailable() > 12; }, 5'000);
        return statusOf(sockets.back()->readAll());
    };
    QCOMPARE(connectAs("198.51.100.1"), 101);
    QCOMPARE(connectAs("198.51.100.1"), 101);
    QCOMPARE(connectAs("198.51.100.1"), 503);
    QCOMPARE(connectAs("198.51.100.2"), 101);
    QCOMPARE(m_links.at(2)->address(), QStringLiteral("198.51.100.2"));
    m_links.erase(m_links.begin()); // one goes, one may come
    QVERIFY(QTest::qWaitFor([&] { return connectAs("198.51.100.1") == 101; }, 5'000));
}

void FrontDoorTest::pausedLinksReadNothing()
{
    QTcpSocket socket;
    connectRaw(socket);
    socket.write(upgrade + "\r\n");
    QTRY_COMPARE(m_links.size(), size_t(1));
    Hearer listener;
    m_links[0]->observe(&listener);
    m_links[0]->pauseReading(true);
    for (int i = 0; i < 20'000; ++i)
        socket.write(shortClientFrame(QByteArray(100, 'x')));
    // What is in the buffers between is all that leaves the peer: TCP holds the rest back.
    QTRY_VERIFY(socket.bytesToWrite() < 2'100'000);
    QVERIFY(listener.texts.isEmpty());
    m_links[0]->pauseReading(false);
    QTRY_COMPARE(listener.texts.size(), 20'000);
}

void FrontDoorTest::largeAndBinaryMessagesEndTheConnection()
{
    const auto closeCodeAfter = [&](auto send) {
        QWebSocket client;
        client.open(QUrl(QStringLiteral("ws://127.0.0.1:%1/ws").arg(m_door->server().serverPort())));
        const size_t before = m_links.size();
        (void)QTest::qWaitFor(
            [&] { return m_links.size() > before && client.state() == QAbstractSocket::ConnectedState; }, 5'000);
        Hearer listener;
        m_links.back()->observe(&listener);
        send(client);
        (void)QTest::qWaitFor([&] { return client.state() == QAbstractSocket::UnconnectedState && listener.isClosed; },
                              5'000);
        return listener.texts.isEmpty() ? int(client.closeCode()) : 0;
    };
    QCOMPARE(closeCodeAfter([](QWebSocket& c) { c.sendTextMessage(QString(65'537, u'x')); }), 1009);
    QCOMPARE(closeCodeAfter([](QWebSocket& c) { c.sendBinaryMessage("x"); }), 1003);
}

void FrontDoorTest::silentPeersAreDropped()
{
    m_rules.link.ping = 100;
    m_door = std::make_unique<FrontDoor>(m_rules, m_site, m_wheel,
                                         [this](std::unique_ptr<Link> link) { m_links.push_back(std::move(link)); });
    QVERIFY(m_door->open(QHostAddress(QHostAddress::LocalHost), 0));
    QTcpSocket silent; // answers no ping
    connectRaw(silent);
    silent.write(upgrade + "\r\n");
    QTRY_COMPARE(m_links.size(), size_t(1));
    Hearer ended;
    m_links[0]->observe(&ended);
    QWebSocket alive; // answers every one
    alive.open(QUrl(QStringLiteral("ws://127.0.0.1:%1/ws").arg(m_door->server().serverPort())));
    QTRY_COMPARE(m_links.size(), size_t(2));
    Hearer stays;
    m_links[1]->observe(&stays);
    QTRY_VERIFY_WITH_TIMEOUT(ended.isClosed, 5'000);
    QVERIFY(!stays.isClosed);
}

void FrontDoorTest::closingEndsEvenIfThePeerIsDeaf()
{
    QTcpSocket deaf;
    deaf.setReadBufferSize(1);
    connectRaw(deaf);
    deaf.write(upgrade + "\r\n");
    QTRY_COMPARE(m_links.size(), size_t(1));
    Hearer listener;
    m_links[0]->observe(&listener);
    for (int i = 0; i < 100; ++i)
        m_links[0]->send(
            QByteArray(200'000, 'x')); // far more than the buffers between take: closed as too slow on the way
    QTRY_VERIFY_WITH_TIMEOUT(listener.isClosed, 5'000);
    QVERIFY(m_links[0]->backlog() < 3'000'000);
}

void FrontDoorTest::floodsOfPingsAreEnded()
{
    QTcpSocket deaf;
    deaf.setReadBufferSize(1);
    connectRaw(deaf);
    deaf.write(upgrade + "\r\n");
    QTRY_COMPARE(m_links.size(), size_t(1));
    Hearer listener;
    m_links[0]->observe(&listener);
    // Each is answered with a pong that nobody reads; without a bound the answers would pile up in memory for ever.
    const QByteArray flood = (QByteArray("\x89\xfd", 2) + QByteArray(4 + 125, '\0')).repeated(1'000);
    QTRY_VERIFY_WITH_TIMEOUT((deaf.bytesToWrite() < flood.size() && deaf.write(flood), listener.isClosed), 20'000);
    QVERIFY2(m_links[0]->backlog() < 4'000'000, QByteArray::number(m_links[0]->backlog()).constData());
}

void FrontDoorTest::portInUseIsSaid()
{
    FrontDoor second(m_rules, m_site, m_wheel, [](std::unique_ptr<Link>) {});
    QVERIFY(!second.open(m_door->server().serverAddress(), m_door->server().serverPort()));
    QCOMPARE(second.server().serverError(), QAbstractSocket::AddressInUseError);
}

} // namespace parlance

using parlance::FrontDoorTest;
PARLANCE_SUITE(frontdoor, FrontDoorTest)
#include "frontdoor_test.moc"
