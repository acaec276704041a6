#include "net/visitor.h"

#include <array>
#include <utility>

namespace parlance {

namespace {

constexpr int maxRequests = 200;        // on one connection; a page loads some thirty files
constexpr qint64 lingerTimeout = 2'000; // ms in which a peer must take more of its last answer

} // namespace

Visitor::Visitor(quint64 id, std::unique_ptr<Wire> wire, Reception& reception, DeadlineWheel& wheel,
                 const VisitorTimes& times)
    : m_id(id)
    , m_wire(std::move(wire))
    , m_reception(reception)
    , m_wheel(wheel)
    , m_times(times)
{
    m_wire->observe(this);
    await();
}

void Visitor::conclude()
{
    m_isLast = true;
    if (m_requests > 0 && !m_hasBegun && !m_isLeaving && m_wire->queued() == 0)
        leave();
}

void Visitor::await()
{
    m_hasBegun = false;
    m_deadline = m_wheel.after(m_times.idle, [this] { leave(); }); // nothing was asked, so nothing is answered
}

void Visitor::readable()
{
    std::array<char, maxHeadBytes + 1> buffer; // NOLINT(*-member-init): filled by the read
    const qint64 room = qint64(buffer.size()) - m_bytes.size();
    const qint64 count = m_wire->read(buffer.data(), room);
    if (count == Wire::ended)
        return peerEnded();
    if (m_isLeaving)
        return; // what comes now is thrown away
    m_bytes.append(buffer.data(), count);
    look();
}

void Visitor::look()
{
    if (m_bytes.isEmpty() || m_isLeaving)
        return;
    if (!std::exchange(m_hasBegun, true))
        m_deadline = m_wheel.after(m_times.head, [this] { refuse(408); });
    const auto parsed = parseHttpHead(m_bytes);
    if (const auto* refused = std::get_if<HttpRefusal>(&parsed))
        return refuse(refused->status);
    const auto* request = std::get_if<HttpHead>(&parsed);
    if (!request)
        return;
    const auto response = m_reception.answer(*request, m_wire->peerAddress());
    if (!response) {
        // A client must wait for the answer before it sends more (RFC 6455, section 4.1).
        if (m_bytes.size() > request->length)
            return refuse(400);
        m_reception.upgrade(std::move(m_wire), *request);
        return leave();
    }
    const bool keepAlive = request->isHttp11 && !request->hasToken("connection", "close") && response->status < 400 &&
                           ++m_requests < maxRequests && !m_isLast;
    const bool headOnly = request->method == QByteArrayView("HEAD");
    m_bytes.remove(0, request->length);
    respond(*response, headOnly, keepAlive);
}

void Visitor::respond(const HttpResponse& response, bool headOnly, bool keepAlive)
{
    m_wire->write(encodeResponse(response, headOnly, keepAlive), 0);
    if (!keepAlive)
        return linger();
    await();
    m_wire->setReading(m_wire->queued() == 0);
    if (m_wire->queued() == 0)
        look(); // the next request may be here already; at most maxRequests deep
}

/// One half of a connection may end before the other: the answer is still wanted.
void Visitor::peerEnded()
{
    if (m_wire->queued() == 0)
        return leave();
    m_hasPeerEnded = true;
    m_wire->setReading(false);
    linger();
}

void Visitor::drained()
{
    const bool isAll = m_wire->queued() == 0;
    if (m_isLeaving)
        return isAll && m_hasPeerEnded ? leave() : linger();
    await();
    if (!isAll)
        return;
    if (m_isLast && m_bytes.isEmpty())
        return leave();
    m_wire->setReading(true);
    look();
}

void Visitor::refuse(int status)
{
    if (m_isLeaving)
        return;
    m_reception.refused(status);
    respond(errorResponse(status), false, false);
}

void Visitor::linger()
{
    m_isLeaving = true;
    m_bytes.clear();
    m_wire->finish();
    m_deadline = m_wheel.after(lingerTimeout, [this] { leave(); });
}

void Visitor::leave()
{
    m_isLeaving = true;
    m_deadline.cancel();
    m_wire.reset();
    m_reception.left(m_id);
}

} // namespace parlance
