#include "net/websockettransport.h"

#include <QHostAddress>
#include <QNetworkProxy>
#include <QRegularExpression>
#include <QSslError>

#include <utility>

namespace parlance::client {

namespace {
constexpr unsigned abnormal = 1006; // RFC 6455, 7.4.1: ended without a close frame

/// A chat is reached as its page would be; nothing between us and this machine itself.
QNetworkProxy proxyFor(QUrl url)
{
    if (url.host() == u"localhost" || QHostAddress(url.host()).isLoopback())
        return QNetworkProxy::NoProxy;
    url.setScheme(url.scheme() == u"wss" ? QStringLiteral("https") : QStringLiteral("http"));
    return QNetworkProxyFactory::systemProxyForQuery(QNetworkProxyQuery(url))
        .value(0, QNetworkProxy(QNetworkProxy::NoProxy));
}

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
    m_socket->setProxy(proxyFor(url));
    m_distrust.clear();
    m_asked = false;
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
    connect(socket, &QWebSocket::bytesWritten, this, [this] { m_asked = true; });
    connect(socket, &QWebSocket::sslErrors, this, [this](const QList<QSslError>& errors) {
        if (!errors.isEmpty())
            m_distrust = errors.front().errorString();
    });
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
        fail(reason(*socket));
}

void WebSocketTransport::onError(QWebSocket* socket)
{
    if (socket && socket == m_socket && !m_open)
        fail(reason(*socket));
}

/// Qt says what the answer was in words only.
QString WebSocketTransport::wrongAnswer(const QWebSocket& socket)
{
    static const QRegularExpression status(QStringLiteral("status code: (([1-5])\\d\\d)"));
    const auto match = status.match(socket.errorString());
    if (match.hasMatch() && match.captured(2) == u"5") // behind a proxy, or full
        return tr("The server is not available just now (HTTP %1)").arg(match.captured(1));
    if (match.hasMatch())
        return tr("What answers there is not a Parlance server (HTTP %1)").arg(match.captured(1));
    if (socket.error() == QAbstractSocket::RemoteHostClosedError)
        return tr("The server hung up before it had answered");
    return tr("What answers there is not a Parlance server");
}

/// Why an attempt led nowhere.
QString WebSocketTransport::reason(const QWebSocket& socket) const
{
    if (!m_distrust.isEmpty())
        return tr("Its certificate cannot be trusted: %1").arg(m_distrust);
    if (m_asked)
        return wrongAnswer(socket);
    switch (socket.error()) {
    case QAbstractSocket::ConnectionRefusedError:
        return tr("Nothing answers there");
    case QAbstractSocket::HostNotFoundError:
        return tr("There is no such host");
    case QAbstractSocket::SslHandshakeFailedError:
        return tr("An encrypted connection could not be made: %1").arg(socket.errorString());
    default:
        return socket.errorString();
    }
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
