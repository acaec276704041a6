#include "client/conversation.h"
#include "support/suite.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <QWebSocket>
#include <QWebSocketServer>

namespace parlance {

/// parlance-console as a program: this test is the server.
class ConsoleTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void init();
    void cleanup();
    void linesInJsonOut();
    void tokenFile();
    void refused();
    void badName();

  private:
    void run(const QStringList& arguments);
    bool serverHears(const QByteArray& frame);
    void serverSays(const QByteArray& frame) { m_peer->sendTextMessage(QString::fromUtf8(frame)); }
    bool prints(const QByteArray& line);

    std::unique_ptr<QWebSocketServer> m_server;
    std::unique_ptr<QWebSocket> m_peer;
    QList<QByteArray> m_heard;
    QList<QByteArray> m_printed;
    std::unique_ptr<QProcess> m_console;
};

void ConsoleTest::init()
{
    m_server = std::make_unique<QWebSocketServer>(QStringLiteral("test"), QWebSocketServer::NonSecureMode);
    QVERIFY(m_server->listen(QHostAddress::LocalHost));
    connect(m_server.get(), &QWebSocketServer::newConnection, this, [this] {
        m_peer.reset(m_server->nextPendingConnection());
        connect(m_peer.get(), &QWebSocket::textMessageReceived, this,
                [this](const QString& text) { m_heard << text.toUtf8(); });
    });
    m_heard.clear();
    m_printed.clear();
}

void ConsoleTest::cleanup()
{
    if (m_console && m_console->state() != QProcess::NotRunning) {
        m_console->kill();
        m_console->waitForFinished();
    }
    m_peer.reset();
    m_server.reset();
}

void ConsoleTest::run(const QStringList& arguments)
{
    m_console = std::make_unique<QProcess>();
    m_console->setProcessChannelMode(QProcess::ForwardedErrorChannel);
    connect(m_console.get(), &QProcess::readyReadStandardOutput, this, [this] {
        while (m_console->canReadLine())
            m_printed << m_console->readLine().trimmed();
    });
    const QString url = QStringLiteral("ws://127.0.0.1:%1/ws").arg(m_server->serverPort());
    m_console->start(QStringLiteral(PARLANCE_CONSOLE), QStringList{QStringLiteral("--url"), url} + arguments);
    QVERIFY(m_console->waitForStarted());
}

bool ConsoleTest::serverHears(const QByteArray& frame)
{
    const bool heard = QTest::qWaitFor([&] { return m_heard.contains(frame); });
    if (!heard)
        qWarning() << "heard only" << m_heard;
    return heard;
}

bool ConsoleTest::prints(const QByteArray& line)
{
    const bool printed = QTest::qWaitFor([&] { return m_printed.contains(line); });
    if (!printed)
        qWarning() << "printed only" << m_printed;
    return printed;
}

void ConsoleTest::linesInJsonOut()
{
    run({QStringLiteral("--name"), QStringLiteral("ann"), QStringLiteral("--room"), QStringLiteral("general")});
    QVERIFY(serverHears(R"({"type":"hello","protocol":2,"client":"parlance-console/)" PARLANCE_VERSION
                        R"(","name":"ann","ref":"1"})"));
    serverSays(test::welcome());
    QVERIFY(serverHears(R"({"type":"join","name":"general","ref":"2"})"));
    serverSays(test::joined(1, R"(,"history":[)" + test::state(1, test::bobId, "b-1") + R"(],"ref":"2")"));
    QVERIFY(prints(R"({"type":"phase","phase":"online"})"));
    QVERIFY(prints(R"({"type":"reset","room":"id-general","log":")" + test::logA + R"(","head":1,"n":1,"history":[)" +
                   test::state(1, test::bobId, "b-1") + "]}"));
    serverSays(test::message(2, test::bobId, "b-2"));
    QVERIFY(prints(test::message(2, test::bobId, "b-2")));

    m_heard.clear();
    m_console->write("/me waves\n");
    m_console->closeWriteChannel();
    QVERIFY(QTest::qWaitFor([this] { return !m_heard.isEmpty(); }));
    QVERIFY(m_heard[0].startsWith(R"({"type":"message","room":"id-general","text":"waves","nonce":")"));
    QVERIFY(m_heard[0].endsWith(R"(","style":"me"})"));
    const QByteArray nonce = m_heard[0].split('"')[15];
    serverSays(test::message(3, test::annId, nonce));
    QVERIFY(prints(R"({"type":"outbox","room":"id-general","nonce":")" + nonce + R"(","state":"done"})"));
    QTRY_COMPARE(m_console->state(), QProcess::NotRunning); // the input has ended and nothing waits
    QCOMPARE(m_console->exitCode(), 0);
}

void ConsoleTest::tokenFile()
{
    const QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("token"));
    run({QStringLiteral("--token-file"), file});
    QVERIFY(
        serverHears(R"({"type":"hello","protocol":2,"client":"parlance-console/)" PARLANCE_VERSION R"(","ref":"1"})"));
    serverSays(test::welcome());
    QTRY_VERIFY(QFile::exists(file));
    QCOMPARE(QFile::permissions(file) & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
    m_console->write("/quit\n");
    QTRY_COMPARE(m_console->state(), QProcess::NotRunning);
    m_heard.clear();
    run({QStringLiteral("--token-file"), file});
    QVERIFY(serverHears(R"({"type":"hello","protocol":2,"client":"parlance-console/)" PARLANCE_VERSION
                        R"(","token":"token-1","ref":"1"})"));
}

void ConsoleTest::refused()
{
    run({});
    QTRY_VERIFY(!m_heard.isEmpty());
    serverSays(R"({"type":"error","code":"unauthenticated","message":"A password is needed","ref":"1"})");
    QVERIFY(prints(R"({"type":"phase","phase":"refused","problem":"A password is needed"})"));
    QTRY_COMPARE(m_console->state(), QProcess::NotRunning);
    QCOMPARE(m_console->exitCode(), 1);
}

void ConsoleTest::badName()
{
    run({QStringLiteral("--name"), QStringLiteral(" ")});
    QTRY_COMPARE(m_console->state(), QProcess::NotRunning);
    QCOMPARE(m_console->exitCode(), 2);
}

} // namespace parlance

using parlance::ConsoleTest;
PARLANCE_SUITE(console, ConsoleTest)
#include "console_test.moc"
