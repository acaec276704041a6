#include "redis/redisconnection.h"

#include <QSslSocket>

namespace parlance {

RedisConnection::RedisConnection(const RedisAddress& address, Calls calls)
    : m_address(address)
    , m_calls(std::move(calls))
    , m_socket(address.isTls ? new QSslSocket : new QTcpSocket)
{
    connect(m_socket, &QTcpSocket::readyRead, this, [this] { read(); });
    connect(m_socket, &QTcpSocket::errorOccurred, this, [this] { fail(m_socket->errorString()); });
    connect(m_socket, &QTcpSocket::disconnected, this, [this] { fail(QStringLiteral("it closed the connection")); });
    if (auto* encrypted = qobject_cast<QSslSocket*>(m_socket)) {
        connect(encrypted, &QSslSocket::encrypted, this, [this] { begin(); });
        encrypted->connectToHostEncrypted(address.host, address.port);
    } else {
        connect(m_socket, &QTcpSocket::connected, this, [this] { begin(); });
        m_socket->connectToHost(address.host, address.port);
    }
}

RedisConnection::~RedisConnection()
{
    m_socket->disconnect(this);
    m_socket->abort();
    m_socket->deleteLater();
}

void RedisConnection::begin()
{
    m_socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    if (m_address.password.isEmpty())
        return becomeReady();
    if (m_address.user.isEmpty())
        send({"AUTH", m_address.password.toUtf8()});
    else
        send({"AUTH", m_address.user.toUtf8(), m_address.password.toUtf8()});
}

void RedisConnection::becomeReady()
{
    m_isReady = true;
    m_calls.ready();
}

void RedisConnection::greeted(const RedisReply& reply)
{
    if (reply.isError())
        return fail(QString::fromUtf8(reply.text));
    becomeReady();
}

void RedisConnection::read()
{
    m_replies.feed(m_socket->readAll());
    while (const auto reply = m_hasFailed ? std::nullopt : m_replies.next()) {
        if (m_isReady)
            m_calls.replied(*reply);
        else
            greeted(*reply);
    }
    if (m_replies.isBroken())
        fail(QStringLiteral("what it sends is not Redis' protocol"));
}

void RedisConnection::send(const std::vector<QByteArray>& words)
{
    m_socket->write(redisCommand(words));
    m_socket->flush(); // by itself it would wait for another pass of the loop
}

qint64 RedisConnection::backlog() const
{
    return m_socket->bytesToWrite();
}

void RedisConnection::fail(const QString& why)
{
    if (std::exchange(m_hasFailed, true))
        return;
    m_calls.failed(why);
}

} // namespace parlance
