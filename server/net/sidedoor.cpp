#include "net/sidedoor.h"

#include "net/tcpwire.h"

namespace parlance {

namespace {

constexpr size_t maxVisitors = 16; // the oldest makes room

} // namespace

SideDoor::SideDoor(const HttpPages& pages, DeadlineWheel& wheel)
    : m_pages(pages)
    , m_wheel(wheel)
    , m_listener(
          wheel,
          [this](int descriptor, const QHostAddress& peer, quint16 port) {
              admit(std::make_unique<TcpWire>(descriptor, peer, port));
          },
          [](int) {})
{}

SideDoor::~SideDoor() = default;

void SideDoor::admit(std::unique_ptr<Wire> wire)
{
    const quint64 id = ++m_lastVisitor;
    Reception& reception = *this;
    m_visitors.emplace(id, std::make_unique<Visitor>(id, std::move(wire), reception, m_wheel, m_times));
    if (m_visitors.size() > maxVisitors)
        m_visitors.erase(m_visitors.begin());
}

std::optional<HttpResponse> SideDoor::answer(const HttpHead& request, const QHostAddress&)
{
    if (request.method != QByteArrayView("GET") && request.method != QByteArrayView("HEAD"))
        return refusal(405);
    if (auto page = answerFrom(m_pages, request))
        return page;
    return plainAnswer(404, "There is nothing at this address.");
}

void SideDoor::upgrade(std::unique_ptr<Wire>, const HttpHead&) {}

void SideDoor::refused(int) {}

void SideDoor::left(quint64 visitor)
{
    // Later: it is in the middle of a call of its own.
    QMetaObject::invokeMethod(
        &m_context, [this, visitor] { m_visitors.erase(visitor); }, Qt::QueuedConnection);
}

} // namespace parlance
