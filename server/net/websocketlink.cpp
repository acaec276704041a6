#include "net/websocketlink.h"

#include "base/logging.h"

namespace parlance {

namespace {

constexpr qint64 closeTimeout = 2'000;        // ms from close() to abort()
constexpr qint64 replyAllowance = 512 * 1024; // bytes of replies that may be under way beside broadcasts
constexpr qint64 outgoingFrame =
    4 * 1024 * 1024; // larger than any message: a split one could break a character (RFC 6455, 5.6)

} // namespace

WebSocketLink::WebSocketLink(std::unique_ptr<QWebSocket> socket, ClientSocket* tcp, QString address,
                             const LinkRules& rules, DeadlineWheel& wheel)
    : m_socket(std::move(socket))
    , m_tcp(tcp)
    , m_address(std::move(address))
    , m_rules(rules)
    , m_wheel(wheel)
    , m_heardAt(wheel.clock().steady())
{
    m_tcp->setParent(m_socket.get());
    m_tcp->setReadBufferSize(2 * rules.frame + 1'024);
    m_tcp->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    m_socket->setMaxAllowedIncomingFrameSize(quint64(rules.frame));
    m_socket->setMaxAllowedIncomingMessageSize(quint64(rules.frame));
    m_socket->setOutgoingFrameSize(quint64(outgoingFrame));
    QObject::connect(m_socket.get(), &QWebSocket::textMessageReceived, &m_context,
                     [this](const QString& text) { received(text); });
    QObject::connect(m_socket.get(), &QWebSocket::binaryMessageReceived, &m_context,
                     [this] { close(CloseCode::Unsupported); });
    // Not only for messages and pongs: a peer that floods pings and reads no answer makes no other sound.
    QObject::connect(m_tcp, &QTcpSocket::readyRead, &m_context, [this] { heard(); });
    QObject::connect(m_tcp, &QTcpSocket::bytesWritten, &m_context, [this] { drained(); });
    // Queued: QWebSocket emits it from within close() and abort(), and the observer may destroy this.
    QObject::connect(
        m_socket.get(), &QWebSocket::disconnected, &m_context, [this] { m_observer->closed(); }, Qt::QueuedConnection);
    schedulePing();
}

WebSocketLink::~WebSocketLink()
{
    m_socket.release()->deleteLater(); // possibly called from one of its own signals
}

void WebSocketLink::heard()
{
    m_heardAt = m_wheel.clock().steady();
    checkBacklog();
}

void WebSocketLink::drained()
{
    if (m_observer && !m_closing) // what is written first is the answer to the upgrade
        m_observer->drained();
}

void WebSocketLink::received(const QString& text)
{
    if (!m_closing)
        m_observer->received(text.toUtf8());
}

void WebSocketLink::send(const QByteArray& text)
{
    if (m_closing)
        return;
    m_socket->sendTextMessage(QString::fromUtf8(text));
    checkBacklog();
}

void WebSocketLink::checkBacklog()
{
    if (m_closing || m_socket->bytesToWrite() <= m_rules.backlog + replyAllowance)
        return;
    qCInfo(logNet).noquote() << m_address << "reads too slowly; closed";
    close(CloseCode::SlowConsumer);
}

void WebSocketLink::close(CloseCode code)
{
    if (m_closing)
        return;
    m_closing = true;
    m_ping.cancel();
    // The peer's own close frame is waited for, unless it reads nothing: then each ping of its would still be answered
    // into the backlog.
    m_tcp->setPaused(code == CloseCode::SlowConsumer);
    const auto reason = info(code).reason;
    m_abort = m_wheel.after(closeTimeout, [this] { m_socket->abort(); });
    m_socket->close(QWebSocketProtocol::CloseCode(code), QString::fromLatin1(reason.data(), qsizetype(reason.size())));
}

void WebSocketLink::schedulePing()
{
    m_ping = m_wheel.after(m_rules.ping, [this] {
        const qint64 silence = m_wheel.clock().steady() - m_heardAt;
        if (silence > 2 * m_rules.ping + m_rules.ping / 2)
            return close(CloseCode::MissedHeartbeat);
        m_socket->ping();
        schedulePing();
    });
}

} // namespace parlance
