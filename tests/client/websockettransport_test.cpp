#include "net/websockettransport.h"
#include "support/manualclock.h"
#include "support/selfsigned.h"
#include "support/suite.h"

#include <QSslConfiguration>
#include <QSslKey>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>
#include <QWebSocketServer>

#include <array>

namespace parlance::client {

/// The real transport against Qt's own server on loopback.
class WebSocketTransportTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void init();
    void textBothWays();
    void closedByTheServer();
    void closedByUs();
    void goodbyeReachesTheServer();
    void serverVanishes();
    void nobodyListens();
    void badAddress();
    void unknownHost();
    void notAWebSocketServer_data();
    void notAWebSocketServer();
    void certificateIsNotTrusted();
    void proxyOfTheSystem();
    void serverThatNeverAnswers();
    void closeThatIsNeverAnswered();
    void tooLargeMessage();
    void abortedAttemptIsSilent();
    void openReplacesTheOldLine();

  private:
    struct Ear final : TransportObserver {
        bool isOpen = false;
        QList<QByteArray> frames;
        std::optional<unsigned> code;
        QString reason;
        QString failure;

        void opened() override { isOpen = true; }
        void received(const QByteArray& text) override { frames << text; }
        void closed(unsigned closeCode, const QString& why) override
        {
            code = closeCode;
            reason = why;
        }
        void failed(const QString& why) override { failure = why; }
    };

    /// A server with one connection, and a transport that is open to it.
    struct Line {
        QWebSocketServer server{QStringLiteral("test"), QWebSocketServer::NonSecureMode};
        test::ManualClock clock;
        DeadlineWheel wheel{clock};
        WebSocketTransport transport{wheel};
        Ear ear;
        std::unique_ptr<QWebSocket> peer;

        Line()
        {
            server.listen(QHostAddress::LocalHost);
            transport.setObserver(&ear);
        }
        QUrl url() const { return QUrl(QStringLiteral("ws://127.0.0.1:%1/ws").arg(server.serverPort())); }
        bool open()
        {
            ear.isOpen = false;
            transport.open(url());
            return QTest::qWaitFor([this] { return ear.isOpen && server.hasPendingConnections(); }) && accept();
        }
        bool accept()
        {
            peer.reset(server.nextPendingConnection());
            return peer != nullptr;
        }
    };

    std::unique_ptr<Line> m_line;
};

void WebSocketTransportTest::init()
{
    m_line = std::make_unique<Line>();
}

void WebSocketTransportTest::textBothWays()
{
    QVERIFY(m_line->open());
    QStringList heard;
    connect(m_line->peer.get(), &QWebSocket::textMessageReceived, this,
            [&heard](const QString& text) { heard << text; });
    m_line->transport.send("gr\xc3\xbc\xc3\x9f dich \xf0\x9f\x91\x8b");
    QTRY_COMPARE(heard, QStringList{QString::fromUtf8("gr\xc3\xbc\xc3\x9f dich \xf0\x9f\x91\x8b")});
    m_line->peer->sendTextMessage(heard[0]);
    QTRY_COMPARE(m_line->ear.frames, QList<QByteArray>{heard[0].toUtf8()});
}

void WebSocketTransportTest::closedByTheServer()
{
    QVERIFY(m_line->open());
    m_line->peer->close(static_cast<QWebSocketProtocol::CloseCode>(4502), QStringLiteral("signed_out"));
    QTRY_VERIFY(m_line->ear.code);
    QCOMPARE(*m_line->ear.code, 4502U);
    QCOMPARE(m_line->ear.reason, QStringLiteral("signed_out"));
}

void WebSocketTransportTest::closedByUs()
{
    QVERIFY(m_line->open());
    m_line->transport.close(CloseCode::Normal, {});
    QVERIFY(!m_line->ear.code); // not from inside the call
    QTRY_VERIFY(m_line->ear.code);
    QCOMPARE(*m_line->ear.code, 1000U);
    QVERIFY(m_line->ear.failure.isEmpty());
}

void WebSocketTransportTest::goodbyeReachesTheServer()
{
    QVERIFY(m_line->open());
    bool gone = false;
    connect(m_line->peer.get(), &QWebSocket::disconnected, this, [&gone] { gone = true; });
    m_line->transport.close(CloseCode::GoingAway, {});
    m_line->transport.abort();
    QTRY_VERIFY(gone);
    QCOMPARE(m_line->peer->closeCode(), QWebSocketProtocol::CloseCodeGoingAway);
}

void WebSocketTransportTest::serverVanishes()
{
    QVERIFY(m_line->open());
    m_line->peer->abort();
    QTRY_VERIFY(m_line->ear.code);
    QVERIFY(comesBack(*m_line->ear.code));
}

void WebSocketTransportTest::nobodyListens()
{
    const QUrl url = m_line->url();
    m_line->server.close();
    m_line->transport.open(url);
    QVERIFY(m_line->ear.failure.isEmpty()); // not from inside the call
    QTRY_COMPARE(m_line->ear.failure, QStringLiteral("Nothing answers there"));
    QVERIFY(!m_line->ear.code);
}

void WebSocketTransportTest::unknownHost()
{
    m_line->transport.open(QUrl(QStringLiteral("ws://nowhere.invalid/ws"))); // RFC 6761, 6.4: never exists
    QTRY_COMPARE_WITH_TIMEOUT(m_line->ear.failure, QStringLiteral("There is no such host"), 20'000);
}

void WebSocketTransportTest::badAddress()
{
    m_line->transport.open(QUrl(QStringLiteral("http://")));
    QTRY_VERIFY(!m_line->ear.failure.isEmpty());
}

void WebSocketTransportTest::notAWebSocketServer_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<QString>("said");
    QTest::newRow("another page") << QByteArray("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
                                  << QStringLiteral("What answers there is not a Parlance server (HTTP 404)");
    QTest::newRow("a proxy without its server") << QByteArray("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n")
                                                << QStringLiteral("The server is not available just now (HTTP 502)");
    QTest::newRow("another protocol") << QByteArray("SSH-2.0-OpenSSH_9.2\r\n\r\n")
                                      << QStringLiteral("What answers there is not a Parlance server");
    QTest::newRow("nothing") << QByteArray() << QStringLiteral("The server hung up before it had answered");
}

void WebSocketTransportTest::notAWebSocketServer()
{
    QFETCH(const QByteArray, answer);
    QFETCH(const QString, said);
    QTcpServer web;
    QVERIFY(web.listen(QHostAddress::LocalHost));
    connect(&web, &QTcpServer::newConnection, this, [&] {
        QTcpSocket* socket = web.nextPendingConnection();
        connect(socket, &QTcpSocket::readyRead, socket, [socket, answer] {
            socket->write(answer);
            socket->disconnectFromHost();
        });
    });
    m_line->transport.open(QUrl(QStringLiteral("ws://127.0.0.1:%1/").arg(web.serverPort())));
    QTRY_COMPARE(m_line->ear.failure, said);
    QVERIFY(!m_line->ear.isOpen);
}

/// It is said what is wrong with it, and not a byte of ours goes there.
void WebSocketTransportTest::certificateIsNotTrusted()
{
    const QTemporaryDir folder;
    const auto made = test::makeSelfSigned(folder.path(), QStringLiteral("localhost"));
    QFile keyFile(made.key);
    QVERIFY(keyFile.open(QIODevice::ReadOnly));
    QSslConfiguration configuration;
    configuration.setLocalCertificateChain(QSslCertificate::fromPath(made.certificate));
    configuration.setPrivateKey(QSslKey(&keyFile, QSsl::Ec));
    QWebSocketServer server(QStringLiteral("test"), QWebSocketServer::SecureMode);
    server.setSslConfiguration(configuration);
    QVERIFY(server.listen(QHostAddress::LocalHost));
    bool came = false;
    connect(&server, &QWebSocketServer::newConnection, this, [&came] { came = true; });
    m_line->transport.open(QUrl(QStringLiteral("wss://localhost:%1/ws").arg(server.serverPort())));
    QTRY_VERIFY(!m_line->ear.failure.isEmpty());
    QVERIFY2(m_line->ear.failure.startsWith(QStringLiteral("Its certificate cannot be trusted: ")),
             qPrintable(m_line->ear.failure));
    QVERIFY2(m_line->ear.failure.contains(QStringLiteral("self-signed")), qPrintable(m_line->ear.failure));
    QVERIFY(!came);
}

void WebSocketTransportTest::proxyOfTheSystem()
{
    QTcpServer proxy;
    QVERIFY(proxy.listen(QHostAddress::LocalHost));
    QByteArray asked;
    connect(&proxy, &QTcpServer::newConnection, this, [&] {
        QTcpSocket* socket = proxy.nextPendingConnection();
        connect(socket, &QTcpSocket::readyRead, socket, [&asked, socket] { asked += socket->readAll(); });
    });
    const auto address = QByteArray("http://127.0.0.1:") + QByteArray::number(proxy.serverPort());
    const std::array names{"http_proxy", "no_proxy"};
    const std::array before{qgetenv(names[0]), qgetenv(names[1])};
    qputenv(names[0], address);
    qunsetenv(names[1]);
    m_line->transport.open(QUrl(QStringLiteral("ws://chat.invalid/ws")));
    QTRY_VERIFY(asked.startsWith("CONNECT chat.invalid:80 "));
    QVERIFY(m_line->open()); // this machine itself is reached directly
    for (size_t i = 0; i < names.size(); ++i) {
        if (before[i].isEmpty())
            qunsetenv(names[i]);
        else
            qputenv(names[i], before[i]);
    }
}

void WebSocketTransportTest::serverThatNeverAnswers()
{
    QTcpServer silent;
    QVERIFY(silent.listen(QHostAddress::LocalHost));
    m_line->transport.open(QUrl(QStringLiteral("ws://127.0.0.1:%1/").arg(silent.serverPort())));
    QTRY_VERIFY(silent.hasPendingConnections());
    test::advance(m_line->clock, m_line->wheel, WebSocketTransport::openWithin - 50);
    QVERIFY(m_line->ear.failure.isEmpty());
    test::advance(m_line->clock, m_line->wheel, 100);
    QVERIFY(!m_line->ear.failure.isEmpty());
}

void WebSocketTransportTest::closeThatIsNeverAnswered()
{
    QVERIFY(m_line->open());
    m_line->transport.close(CloseCode::Normal, {});
    // Whichever comes first: the peer's end of the line, or our patience. Never both.
    test::advance(m_line->clock, m_line->wheel, WebSocketTransport::closeWithin + 50);
    QTRY_VERIFY(m_line->ear.code);
    m_line->ear.code.reset();
    QTest::qWait(50);
    QVERIFY(!m_line->ear.code);
}

void WebSocketTransportTest::tooLargeMessage()
{
    QVERIFY(m_line->open());
    m_line->peer->setOutgoingFrameSize(4 * WebSocketTransport::maxIncoming);
    m_line->peer->sendTextMessage(QString(int(WebSocketTransport::maxIncoming), u'x'));
    QTRY_COMPARE(m_line->ear.frames.size(), 1);
    m_line->peer->sendTextMessage(QString(int(WebSocketTransport::maxIncoming) + 1, u'x'));
    QTRY_VERIFY(m_line->ear.code);
    QCOMPARE(m_line->ear.frames.size(), 1);
}

void WebSocketTransportTest::abortedAttemptIsSilent()
{
    m_line->transport.open(m_line->url());
    m_line->transport.abort();
    QVERIFY(!QTest::qWaitFor([this] { return m_line->ear.isOpen || !m_line->ear.failure.isEmpty(); }, 100));
    QVERIFY(m_line->open());
}

void WebSocketTransportTest::openReplacesTheOldLine()
{
    QVERIFY(m_line->open());
    const auto old = std::move(m_line->peer);
    bool gone = false;
    connect(old.get(), &QWebSocket::disconnected, this, [&gone] { gone = true; });
    QVERIFY(m_line->open());
    QTRY_VERIFY(gone);
    QVERIFY(!m_line->ear.code); // the end of the old one is no news
    m_line->peer->sendTextMessage(QStringLiteral("new"));
    QTRY_COMPARE(m_line->ear.frames, QList<QByteArray>{"new"});
}

} // namespace parlance::client

using parlance::client::WebSocketTransportTest;
PARLANCE_SUITE(websockettransport, WebSocketTransportTest)
#include "websockettransport_test.moc"
