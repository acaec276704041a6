#include "desktop/raiselistener.h"

namespace parlance::client {

RaiseListener::RaiseListener(DeadlineWheel& wheel)
    : m_wheel(wheel)
{
    m_server.setSocketOptions(QLocalServer::UserAccessOption);
    m_server.setMaxPendingConnections(maxCallers);
    connect(&m_server, &QLocalServer::newConnection, this, &RaiseListener::onConnection);
}

bool RaiseListener::listen(const QString& path)
{
    QLocalServer::removeServer(path);
    return m_server.listen(path);
}

void RaiseListener::onConnection()
{
    while (QLocalSocket* socket = m_server.nextPendingConnection()) {
        if (m_callers.size() >= maxCallers) {
            drop(socket);
            continue;
        }
        socket->setReadBufferSize(RaiseRequest::maxSize + 1);
        m_callers[socket].deadline = m_wheel.after(wholeWithin, [this, socket] { drop(socket); });
        connect(socket, &QLocalSocket::readyRead, this, [this, socket] { onBytes(socket); });
        connect(socket, &QLocalSocket::disconnected, this, [this, socket] { drop(socket); });
        onBytes(socket); // they may have come first
    }
}

void RaiseListener::onBytes(QLocalSocket* socket)
{
    QByteArray& bytes = m_callers[socket].bytes;
    bytes += socket->readAll();
    if (bytes.size() <= RaiseRequest::maxSize && !isWhole(bytes))
        return;
    const auto request = toRaiseRequest(bytes);
    if (!request) {
        drop(socket);
        return;
    }
    acknowledge(socket);
    Q_EMIT raised(*request);
}

void RaiseListener::acknowledge(QLocalSocket* socket)
{
    m_callers.erase(socket);
    socket->disconnect(this);
    connect(socket, &QLocalSocket::disconnected, socket, &QObject::deleteLater);
    socket->write(acknowledgement());
    socket->disconnectFromServer(); // when that is written
}

void RaiseListener::drop(QLocalSocket* socket)
{
    m_callers.erase(socket);
    socket->disconnect(this);
    socket->abort();
    socket->deleteLater(); // we may be inside one of its signals
}

} // namespace parlance::client
