#include "net/websocketlink.h"

#include "base/logging.h"
#include "protocol/textframe.h"

#include <QCoreApplication>

namespace parlance {

namespace {

constexpr qint64 closeTimeout = 2'000;        // ms from the close frame to the end of the connection
constexpr qint64 replyAllowance = 512 * 1024; // bytes of replies that may be under way beside broadcasts

/// Without a payload (RFC 6455, 5.5.2).
QByteArray pingFrame()
{
    return QByteArrayLiteral("\x89\x00");
}

/// QWebSocket passes on what nobody here listens to. Each relay takes 140 bytes of every connection.
void endRelays(QTcpSocket& tcp)
{
    QObject::disconnect(&tcp, &QTcpSocket::bytesWritten, nullptr, nullptr);
    QObject::disconnect(&tcp, &QTcpSocket::aboutToClose, nullptr, nullptr);
    QObject::disconnect(&tcp, &QTcpSocket::readChannelFinished, nullptr, nullptr);
    QObject::disconnect(&tcp, &QTcpSocket::errorOccurred, nullptr, nullptr);
    QObject::disconnect(&tcp, &QTcpSocket::proxyAuthenticationRequired, nullptr, nullptr);
}

} // namespace

WebSocketLink::WebSocketLink(std::unique_ptr<QWebSocket> socket, ClientSocket* tcp, QString address,
                             const LinkRules& rules, DoorCounts& counts, DeadlineWheel& wheel)
    : m_socket(std::move(socket))
    , m_tcp(tcp)
    , m_address(std::move(address))
    , m_rules(rules)
    , m_counts(counts)
    , m_wheel(wheel)
    , m_heardAt(wheel.clock().steady())
{
    m_tcp->setParent(m_socket.get());
    m_tcp->observe(this);
    // The gate has measured them, and adds three bytes now and then.
    m_socket->setMaxAllowedIncomingFrameSize(quint64(rules.frames.frame + 3));
    m_socket->setMaxAllowedIncomingMessageSize(quint64(rules.frames.frame + 3));
    QObject::connect(m_socket.get(), &QWebSocket::textMessageReceived, m_socket.get(), [this](const QString& text) {
        if (!m_isClosing)
            m_observer->received(text.toUtf8());
    });
    endRelays(*m_tcp);
    m_tcp->beginFrames();
    schedulePing();
}

WebSocketLink::~WebSocketLink()
{
    if (m_tcp)
        m_tcp->observe(nullptr);
    // What was connected to this, and what was posted for it, has the socket as its context, which lives a little
    // longer: this is possibly called from one of its own signals.
    m_socket->disconnect();
    QCoreApplication::removePostedEvents(m_socket.get(), QEvent::MetaCall);
    m_socket.release()->deleteLater();
}

void WebSocketLink::heard()
{
    m_heardAt = m_wheel.clock().steady();
    checkBacklog(); // the answers to pings are in it as well
    const quint64 unfinished = m_tcp->unfinished();
    if (unfinished == m_unfinished)
        return;
    m_unfinished = unfinished;
    m_frame.cancel();
    if (unfinished != 0)
        m_frame = m_wheel.after(m_rules.frameTimeout, [this] { close(CloseCode::PolicyViolation); });
}

void WebSocketLink::drained()
{
    if (m_late.isPending()) {
        const bool isAwaited = taken() < m_awaited;
        const bool isBehindReply = taken() < m_replyEnd; // which may take as long as it goes on
        if (!isAwaited || isBehindReply)
            m_late.cancel();
        if (taken() < m_broadcastEnd)
            awaitTaking();
    }
    m_observer->drained();
}

void WebSocketLink::send(const QByteArray& text)
{
    if (m_isClosing)
        return;
    m_tcp->writeFrames(textFrame(text));
    m_replyEnd = m_tcp->written();
    checkBacklog();
}

void WebSocketLink::sendFrames(const QByteArray& frames, qsizetype from)
{
    if (m_isClosing)
        return;
    m_tcp->writeFrames(frames, from);
    if (backlog() == 0)
        return;
    m_broadcastEnd = m_tcp->written();
    awaitTaking();
    checkBacklog();
}

/// The oldest broadcast is looked for only when the one before it was taken: it is noticed after twice the time at the
/// latest.
void WebSocketLink::awaitTaking()
{
    if (m_rules.backlogAge == 0 || m_late.isPending())
        return;
    m_awaited = m_broadcastEnd;
    m_late = m_wheel.after(m_rules.backlogAge, [this] {
        qCInfo(logNet).noquote() << m_address << "has taken nothing for too long; closed";
        close(CloseCode::SlowConsumer);
    });
}

void WebSocketLink::checkBacklog()
{
    const bool hasReplies = m_tcp && taken() < m_replyEnd;
    if (m_isClosing || backlog() <= m_rules.backlog + (hasReplies ? replyAllowance : 0))
        return;
    qCInfo(logNet).noquote() << m_address << "reads too slowly; closed";
    close(CloseCode::SlowConsumer);
}

void WebSocketLink::close(CloseCode code)
{
    if (m_isClosing)
        return;
    ++m_counts.closed[code];
    m_isOurEnd = true;
    const auto reason = info(code).reason;
    m_socket->close(QWebSocketProtocol::CloseCode(code), QString::fromLatin1(reason.data(), qsizetype(reason.size())));
}

void WebSocketLink::closing()
{
    m_isClosing = true;
    m_frame.cancel();
    m_late.cancel();
    m_ping = m_wheel.after(closeTimeout, [this] { m_tcp->drop(); });
}

void WebSocketLink::ended()
{
    m_tcp = nullptr;
    m_isClosing = true;
    m_counts.left += m_isOurEnd ? 0 : 1;
    m_frame.cancel();
    m_late.cancel();
    m_ping.cancel();
    // Later: this is perhaps called from within close(), and the observer destroys the link.
    QMetaObject::invokeMethod(
        m_socket.get(), [this] { m_observer->closed(); }, Qt::QueuedConnection);
}

void WebSocketLink::pauseReading(bool paused)
{
    if (m_tcp)
        m_tcp->setPaused(paused);
}

void WebSocketLink::schedulePing()
{
    m_ping = m_wheel.after(m_rules.ping, [this] {
        const qint64 silence = m_wheel.clock().steady() - m_heardAt;
        if (silence > 2 * m_rules.ping + m_rules.ping / 2)
            return close(CloseCode::MissedHeartbeat);
        m_tcp->writeFrames(pingFrame());
        schedulePing();
    });
}

} // namespace parlance
