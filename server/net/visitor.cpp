#include "net/visitor.h"

#include <QHostAddress>

#include <utility>

namespace parlance {

namespace {

constexpr int maxRequests = 200;        // on one connection; a page loads some thirty files
constexpr qint64 lingerTimeout = 2'000; // ms for a refused peer to take its answer

} // namespace

Visitor::Visitor(std::unique_ptr<ClientSocket> socket, Reception& reception, DeadlineWheel& wheel,
                 const VisitorTimes& times)
    : m_socket(std::move(socket))
    , m_reception(reception)
    , m_wheel(wheel)
    , m_times(times)
{
    m_socket->setReadBufferSize(maxHeadBytes + 1);
    QObject::connect(m_socket.get(), &QTcpSocket::readyRead, m_socket.get(), [this] { look(); });
    QObject::connect(m_socket.get(), &QTcpSocket::disconnected, m_socket.get(), [this] { leave(); });
    await();
}

Visitor::~Visitor()
{
    if (!m_socket)
        return;
    m_socket->disconnect();
    m_socket->abort();
    m_socket.release()->deleteLater(); // possibly within one of its own signals
}

void Visitor::await()
{
    m_hasBegun = false;
    m_deadline = m_wheel.after(m_times.idle, [this] { leave(); }); // nothing was asked, so nothing is answered
}

void Visitor::look()
{
    if (m_leaving)
        return;
    const QByteArray bytes = m_socket->peek(maxHeadBytes + 1);
    if (bytes.isEmpty())
        return;
    if (!std::exchange(m_hasBegun, true))
        m_deadline = m_wheel.after(m_times.head, [this] { refuse(408); });
    const auto parsed = parseHttpHead(bytes);
    if (const auto* refused = std::get_if<HttpRefusal>(&parsed))
        return refuse(refused->status);
    const auto* request = std::get_if<HttpHead>(&parsed);
    if (!request)
        return;
    const auto response = m_reception.answer(*request, m_socket->peerAddress());
    if (!response) {
        // A client must wait for the answer before it sends more (RFC 6455, section 4.1); Qt would lose it.
        if (bytes.size() > request->length)
            return refuse(400);
        m_deadline.cancel();
        m_socket->disconnect();
        m_reception.upgrade(std::move(m_socket), *request);
        return leave();
    }
    const bool keepAlive = request->isHttp11 && !request->hasToken("connection", "close") && response->status < 400 &&
                           ++m_requests < maxRequests;
    const bool headOnly = request->method == QByteArrayView("HEAD");
    m_socket->skip(request->length);
    respond(*response, headOnly, keepAlive);
}

void Visitor::respond(const HttpResponse& response, bool headOnly, bool keepAlive)
{
    m_socket->write(encodeResponse(response, headOnly, keepAlive));
    if (keepAlive) {
        await();
        if (m_socket->bytesAvailable() > 0) // the next request is here already
            QMetaObject::invokeMethod(m_socket.get(), &QTcpSocket::readyRead, Qt::QueuedConnection);
        return;
    }
    m_leaving = true;
    m_deadline = m_wheel.after(lingerTimeout, [this] { leave(); });
    m_socket->disconnectFromHost();
}

void Visitor::refuse(int status)
{
    if (!m_leaving)
        respond(refusal(status), false, false);
}

void Visitor::leave()
{
    m_leaving = true;
    m_deadline.cancel();
    m_reception.left(this);
}

} // namespace parlance
