#include "support/redisserver.h"

#include <QDeadlineTimer>
#include <QTcpServer>
#include <QTcpSocket>
#include <QThread>

namespace parlance::test {

namespace {

constexpr int patience = 60'000; // ms

quint16 freePort()
{
    QTcpServer server;
    return server.listen(QHostAddress::LocalHost) ? server.serverPort() : quint16(0);
}

} // namespace

RedisServer::RedisServer(QStringList settings)
    : m_settings(std::move(settings))
    , m_port(freePort())
{
    start();
}

RedisServer::~RedisServer()
{
    stop();
}

void RedisServer::start()
{
    m_server.setWorkingDirectory(m_folder.path());
    m_server.setStandardOutputFile(m_folder.filePath(QStringLiteral("log")));
    m_server.start(QStringLiteral("redis-server"),
                   QStringList{QStringLiteral("--port"), QString::number(m_port), QStringLiteral("--bind"),
                               QStringLiteral("127.0.0.1"), QStringLiteral("--save"), QString()} +
                       m_settings);
    const QDeadlineTimer deadline(patience);
    while (!isReady()) {
        if (deadline.hasExpired() || m_server.state() == QProcess::NotRunning)
            qFatal("redis-server does not start, see %s", qPrintable(m_folder.filePath(QStringLiteral("log"))));
        QThread::msleep(10); // there is nothing to wait for but its port
    }
}

bool RedisServer::isReady() const
{
    QTcpSocket socket;
    socket.connectToHost(QHostAddress(QHostAddress::LocalHost), m_port);
    return socket.waitForConnected(1'000);
}

void RedisServer::stop()
{
    m_server.kill();
    m_server.waitForFinished(patience);
}

} // namespace parlance::test
