#include "base/wheeltimer.h"
#include "net/certificate.h"
#include "net/frontdoor.h"
#include "protocol/textframe.h"
#include "support/selfsigned.h"
#include "support/suite.h"

#include <QSignalSpy>
#include <QSslCipher>
#include <QTemporaryDir>
#include <QTest>
#include <QWebSocket>

namespace parlance {

using namespace Qt::StringLiterals;

/// The front door with a certificate, and real clients that speak TLS.
class TlsTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void textBothWays_data();
    void textBothWays();
    void oldVersionsAreRefused();
    void weakCiphersAreRefused_data();
    void weakCiphersAreRefused();
    void muchIsTakenPieceByPiece();
    void whoDoesNotReadHasABacklog();
    void whatWasSentBeforeTheEndArrives();
    void anotherCertificateIsForThoseWhoCome();
    void whoSpeaksNoTlsIsLetGo();
    void halfAHandshakeHasADeadline();

  private:
    /// Echoes what it is told.
    struct Echo final : LinkObserver {
        std::unique_ptr<Link> link;
        bool isClosed = false;
        void received(const QByteArray& text) override { link->send(text); }
        void drained() override {}
        void closed() override { isClosed = true; }
    };

    QSslConfiguration certificate(const char* name) const;
    void open();
    std::unique_ptr<QWebSocket> client(QSsl::SslProtocol protocol = QSsl::SecureProtocols) const;
    static QString nameOf(const QWebSocket& client);
    bool echoes(QWebSocket& client, const QString& text) const;

    const QTemporaryDir m_folder;
    const char* m_certificate = "first";
    SystemClock m_clock;
    DeadlineWheel m_wheel{m_clock};
    WheelTimer m_timer{m_wheel};
    const StaticSite m_site{QStringLiteral(":/web")};
    DoorRules m_rules;
    std::unique_ptr<FrontDoor> m_door;
    std::vector<std::unique_ptr<Echo>> m_peers;
};

void TlsTest::initTestCase()
{
    for (const char* name : {"first", "second"})
        test::makeSelfSigned(m_folder.path(), QLatin1String(name));
    test::makeSelfSigned(m_folder.path(), u"rsa"_s, u"rsa:2048"_s);
}

void TlsTest::init()
{
    m_rules = {};
    m_certificate = "first";
    m_rules.link.backlog = 64 * 1024 * 1024;
}

void TlsTest::cleanup()
{
    m_peers.clear();
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    m_door.reset();
}

QSslConfiguration TlsTest::certificate(const char* name) const
{
    const QString base = m_folder.filePath(QLatin1String(name));
    const auto loaded = loadCertificate(base + u".crt"_s, base + u".key"_s);
    return loaded ? *loaded : QSslConfiguration();
}

void TlsTest::open()
{
    m_door = std::make_unique<FrontDoor>(m_rules, m_site, m_wheel, [this](std::unique_ptr<Link> link) {
        auto& peer = m_peers.emplace_back(std::make_unique<Echo>());
        peer->link = std::move(link);
        peer->link->observe(peer.get());
    });
    m_door->setCertificate(certificate(m_certificate));
    QVERIFY(m_door->open(QHostAddress(QHostAddress::LocalHost), 0));
}

std::unique_ptr<QWebSocket> TlsTest::client(QSsl::SslProtocol protocol) const
{
    auto client = std::make_unique<QWebSocket>();
    auto configuration = QSslConfiguration::defaultConfiguration();
    configuration.setPeerVerifyMode(QSslSocket::VerifyNone);
    configuration.setProtocol(protocol);
    client->setSslConfiguration(configuration);
    client->open(QUrl(QStringLiteral("wss://127.0.0.1:%1/ws").arg(m_door->server().serverPort())));
    return client;
}

QString TlsTest::nameOf(const QWebSocket& client)
{
    return client.sslConfiguration().peerCertificate().subjectInfo(QSslCertificate::CommonName).join(u' ');
}

bool TlsTest::echoes(QWebSocket& client, const QString& text) const
{
    if (!QTest::qWaitFor([&] { return client.state() == QAbstractSocket::ConnectedState; }))
        return false;
    QSignalSpy told(&client, &QWebSocket::textMessageReceived);
    client.sendTextMessage(text);
    return QTest::qWaitFor([&] { return !told.isEmpty(); }) && told.first().first().toString() == text;
}

void TlsTest::textBothWays_data()
{
    QTest::addColumn<QSsl::SslProtocol>("protocol");
    QTest::newRow("TLS 1.2") << QSsl::TlsV1_2;
    QTest::newRow("TLS 1.3") << QSsl::TlsV1_3;
}

void TlsTest::textBothWays()
{
    QFETCH(const QSsl::SslProtocol, protocol);
    open();
    const auto socket = client(protocol);
    QTRY_COMPARE(socket->state(), QAbstractSocket::ConnectedState);
    QCOMPARE(socket->sslConfiguration().sessionProtocol(), protocol);
    QVERIFY(echoes(*socket, u"gr\u00fc\u00df dich"_s));
    QVERIFY(echoes(*socket, QString(60'000, u'x')));
    QCOMPARE(m_peers.at(0)->link->address(), QStringLiteral("127.0.0.1"));
}

void TlsTest::oldVersionsAreRefused()
{
    open();
    QSslSocket socket;
    auto configuration = QSslConfiguration::defaultConfiguration();
    configuration.setPeerVerifyMode(QSslSocket::VerifyNone);
    QT_WARNING_PUSH
    QT_WARNING_DISABLE_DEPRECATED
    configuration.setProtocol(QSsl::TlsV1_1);
    QT_WARNING_POP
    // Or the client would refuse by itself.
    configuration.setBackendConfigurationOption("CipherString", QByteArrayLiteral("ALL:@SECLEVEL=0"));
    socket.setSslConfiguration(configuration);
    QSignalSpy failed(&socket, &QSslSocket::errorOccurred);
    socket.connectToHostEncrypted(QStringLiteral("127.0.0.1"), m_door->server().serverPort());
    QTRY_VERIFY(!failed.isEmpty());
    QVERIFY(!socket.isEncrypted());
    QVERIFY(echoes(*client(), QStringLiteral("others")));
}

void TlsTest::weakCiphersAreRefused_data()
{
    QTest::addColumn<QByteArray>("cipher");
    QTest::addColumn<bool>("isRsa");
    QTest::addColumn<bool>("isTaken");
    const auto row = [](const char* cipher, bool isRsa, bool isTaken) {
        QTest::newRow(cipher) << QByteArray(cipher) << isRsa << isTaken;
    };
    row("ECDHE-ECDSA-AES128-GCM-SHA256", false, true);
    row("ECDHE-RSA-AES256-GCM-SHA384", true, true);
    row("ECDHE-RSA-CHACHA20-POLY1305", true, true);
    row("AES128-GCM-SHA256", true, false); // without a key exchange that is forgotten
    row("AES256-SHA", true, false);
    row("ECDHE-RSA-AES128-SHA", true, false); // CBC
    row("ECDHE-RSA-AES256-SHA384", true, false);
    row("ECDHE-ECDSA-AES256-SHA", false, false);
    row("DHE-RSA-AES128-GCM-SHA256", true, false);
}

void TlsTest::weakCiphersAreRefused()
{
    QFETCH(const QByteArray, cipher);
    QFETCH(const bool, isRsa);
    QFETCH(const bool, isTaken);
    m_certificate = isRsa ? "rsa" : "first";
    open();
    QSslSocket socket;
    auto configuration = QSslConfiguration::defaultConfiguration();
    configuration.setPeerVerifyMode(QSslSocket::VerifyNone);
    configuration.setProtocol(QSsl::TlsV1_2);
    configuration.setBackendConfigurationOption("CipherString", cipher + ":@SECLEVEL=0");
    socket.setSslConfiguration(configuration);
    QSignalSpy failed(&socket, &QSslSocket::errorOccurred);
    socket.connectToHostEncrypted(QStringLiteral("127.0.0.1"), m_door->server().serverPort());
    QTRY_VERIFY(socket.isEncrypted() || !failed.isEmpty());
    QCOMPARE(socket.isEncrypted(), isTaken);
    if (isTaken)
        QCOMPARE(socket.sessionCipher().name(), QString::fromLatin1(cipher));
}

void TlsTest::muchIsTakenPieceByPiece()
{
    open();
    const auto socket = client();
    QTRY_COMPARE(m_peers.size(), 1U);
    QSignalSpy told(socket.get(), &QWebSocket::textMessageReceived);
    const QByteArray text(200'000, 'x');
    for (int i = 0; i < 50; ++i)
        m_peers[0]->link->sendFrames(textFrame(QByteArray::number(i) + text), 0);
    QTRY_COMPARE_WITH_TIMEOUT(told.size(), 50, 20'000);
    for (int i = 0; i < 50; ++i)
        QCOMPARE(told[i].first().toString(), QString::number(i) + QLatin1String(text));
    QTRY_COMPARE(m_peers[0]->link->backlog(), 0);
}

void TlsTest::whoDoesNotReadHasABacklog()
{
    m_rules.link.backlog = 256 * 1024;
    open();
    const auto socket = client();
    QTRY_COMPARE(m_peers.size(), 1U);
    socket->setReadBufferSize(1);
    const QByteArray frame = textFrame(QByteArray(100'000, 'x'));
    for (int i = 0; i < 1'000 && m_peers[0]->link->backlog() < m_rules.link.backlog; ++i)
        m_peers[0]->link->sendFrames(frame, 0);
    QVERIFY(m_peers[0]->link->backlog() < 4 * m_rules.link.backlog);
    m_peers[0]->link->sendFrames(frame, 0);
    QTRY_VERIFY(m_peers[0]->isClosed); // two seconds after the close frame, which it does not take either
}

void TlsTest::whatWasSentBeforeTheEndArrives()
{
    open();
    const auto socket = client();
    QTRY_COMPARE(m_peers.size(), 1U);
    QSignalSpy told(socket.get(), &QWebSocket::textMessageReceived);
    QSignalSpy ended(socket.get(), &QWebSocket::disconnected);
    for (int i = 0; i < 20; ++i)
        m_peers[0]->link->send(QByteArray(50'000, 'x'));
    m_peers[0]->link->close(CloseCode::Restarting);
    QTRY_COMPARE(ended.size(), 1);
    QCOMPARE(told.size(), 20);
    QCOMPARE(int(socket->closeCode()), int(CloseCode::Restarting));
    QTRY_VERIFY(m_peers[0]->isClosed);
}

/// As after a renewal and SIGHUP: nobody who is in notices.
void TlsTest::anotherCertificateIsForThoseWhoCome()
{
    open();
    const auto before = client();
    QVERIFY(echoes(*before, QStringLiteral("one")));
    m_door->setCertificate(certificate("second"));
    const auto after = client();
    QVERIFY(echoes(*after, QStringLiteral("two")));
    QVERIFY(echoes(*before, QStringLiteral("three")));
    QCOMPARE(nameOf(*before), QStringLiteral("first"));
    QCOMPARE(nameOf(*after), QStringLiteral("second"));
}

void TlsTest::whoSpeaksNoTlsIsLetGo()
{
    open();
    QTcpSocket plain;
    plain.connectToHost(QHostAddress::LocalHost, m_door->server().serverPort());
    plain.write("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
    QTRY_COMPARE(plain.state(), QAbstractSocket::UnconnectedState);
    QVERIFY(!plain.readAll().contains("HTTP/1.1 200"));
}

void TlsTest::halfAHandshakeHasADeadline()
{
    m_rules.visitorTimes.head = 300;
    open();
    QTcpSocket half;
    half.connectToHost(QHostAddress::LocalHost, m_door->server().serverPort());
    half.write(QByteArray("\x16\x03\x01\x00\xff", 5)); // a record that does not end (RFC 8446, 5.1)
    QTRY_COMPARE_WITH_TIMEOUT(half.state(), QAbstractSocket::UnconnectedState, 2'000);
}

} // namespace parlance

using parlance::TlsTest;
PARLANCE_SUITE(tls, TlsTest)
#include "tls_test.moc"
