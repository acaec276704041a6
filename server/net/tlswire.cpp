#include "net/tlswire.h"

#include <utility>

namespace parlance {

namespace {

constexpr qint64 readAhead = 64 * 1024; // bytes that are decrypted before anybody has asked for them

} // namespace

TlsWire::TlsWire(std::unique_ptr<QSslSocket> socket)
    : Wire(socket->peerAddress(), socket->peerPort())
    , m_socket(std::move(socket))
{
    m_socket->setReadBufferSize(readAhead);
    QObject::connect(m_socket.get(), &QSslSocket::readyRead, &m_context, [this] { announce(); });
    QObject::connect(m_socket.get(), &QSslSocket::encryptedBytesWritten, &m_context, [this] {
        if (!m_isWriting && std::exchange(m_isBehind, queued() > 0))
            observer().drained();
    });
    // The end is told by reading, for there may be something to read before it.
    QObject::connect(
        m_socket.get(), &QSslSocket::disconnected, &m_context, [this] { observer().readable(); }, Qt::QueuedConnection);
    // What came together with the end of the handshake was announced to nobody.
    QMetaObject::invokeMethod(
        &m_context, [this] { announce(); }, Qt::QueuedConnection);
}

TlsWire::~TlsWire()
{
    m_socket->disconnect(&m_context);
    m_socket->abort();
    m_socket.release()->deleteLater(); // possibly within one of its own signals
}

bool TlsWire::isOver() const
{
    return m_socket->state() == QAbstractSocket::UnconnectedState;
}

void TlsWire::announce()
{
    if (m_isReading && m_socket->bytesAvailable() > 0)
        observer().readable();
}

qint64 TlsWire::read(char* to, qint64 size)
{
    const qint64 count = m_socket->read(to, size);
    if (m_socket->bytesAvailable() > 0) // readyRead() comes for new bytes only
        QMetaObject::invokeMethod(
            &m_context, [this] { announce(); }, Qt::QueuedConnection);
    if (count > 0)
        return count;
    return count < 0 || isOver() ? ended : 0;
}

void TlsWire::write(const QByteArray& bytes, qsizetype from)
{
    if (m_isFinishing || isOver())
        return;
    m_isWriting = true;
    m_socket->write(bytes.constData() + from, bytes.size() - from);
    m_socket->flush();
    m_isWriting = false;
    m_isBehind = queued() > 0;
}

void TlsWire::setReading(bool on)
{
    if (m_isReading == on)
        return;
    m_isReading = on;
    if (on)
        QMetaObject::invokeMethod(
            &m_context, [this] { announce(); }, Qt::QueuedConnection);
}

void TlsWire::finish()
{
    m_isFinishing = true;
    m_socket->disconnectFromHost();
}

} // namespace parlance
