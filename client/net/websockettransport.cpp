#include "net/websockettransport.h"

#include <utility>

namespace parlance::client {

namespace {
constexpr unsigned abnormal = 1006; // RFC 6455, 7.4.1: ended without a close frame
} // namespace

WebSocketTransport::WebSocketTransport(DeadlineWheel& wheel)
    : m_wheel(wheel)
{}

WebSocketTransport::~WebSocketTransport()
{
    abort();
}

void WebSocketTransport::open(const QUrl& url)
{
    abort();
    m_socket = new QWebSocket(QString(), QWebSocketProtocol::VersionLatest, this);
    m_socket->setMaxAllowedIncomingFrameSize(maxIncoming);
    m_socket->setMaxAllowedIncomingMessageSize(maxIncoming);
    listen(m_socket);
    m_deadline = m_wheel.after(openWithin, [this] { fail(tr("The server did not answer in time")); });
    m_socket->open(url);
}

/// Errors and ends are queued, because QWebSocket reports some of them from inside open() and close(); a queued report
/// of a socket that was replaced meanwhile is recognised by the QPointer's being empty or another.
void WebSocketTransport::listen(QWebSocket* socket)
{
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    constexpr auto errorSignal = &QWebSocket::errorOccurred;
#else
    constexpr auto errorSignal = QOverload<QAbstractSocket::SocketError>::of(&QWebSocket::error);
#endif
    const QPointer<QWebSocket> self = socket;
    connect(socket, &QWebSocket::connected, this, &WebSocketTransport::onConnected);
    connect(
        socket, errorSignal, this, [this, self] { onError(self); }, Qt::QueuedConnection);
    connect(
        socket, &QWebSocket::disconnected, this, [this, self] { onDisconnected(self); }, Qt::QueuedConnection);
    connect(socket, &QWebSocket::textMessageReceived, this, [this](const QString& text) {
        if (m_observer)
            m_observer->received(text.toUtf8());
    });
}

void WebSocketTransport::send(const QByteArray& text)
{
    if (m_open)
        m_socket->sendTextMessage(QString::fromUtf8(text));
}

void WebSocketTransport::close(CloseCode code, const QString& reason)
{
    if (!m_open)
        return;
    m_deadline = m_wheel.after(closeWithin, [this] { finish(abnormal, {}); });
    m_socket->close(static_cast<QWebSocketProtocol::CloseCode>(code), reason);
}

void WebSocketTransport::abort()
{
    m_open = false;
    m_deadline.cancel();
    if (QWebSocket* socket = std::exchange(m_socket, nullptr)) {
        socket->disconnect(this);
        socket->abort();
        socket->deleteLater(); // we may be inside one of its signals
    }
}

void WebSocketTransport::onConnected()
{
    m_deadline.cancel();
    m_open = true;
    if (m_observer)
        m_observer->opened();
}

void WebSocketTransport::onDisconnected(QWebSocket* socket)
{
    if (!socket || socket != m_socket)
        return;
    if (m_open)
        finish(socket->closeCode(), socket->closeReason());
    else
        fail(socket->errorString());
}

void WebSocketTransport::onError(QWebSocket* socket)
{
    if (socket && socket == m_socket && !m_open)
        fail(socket->errorString());
}

void WebSocketTransport::fail(const QString& reason)
{
    abort();
    if (m_observer)
        m_observer->failed(reason);
}

void WebSocketTransport::finish(unsigned code, const QString& reason)
{
    abort();
    if (m_observer)
        m_observer->closed(code, reason);
}

} // namespace parlance::client
