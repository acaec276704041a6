#include "net/sidedoor.h"

#include "net/proxies.h"
#include "net/tcpwire.h"

namespace parlance {

namespace {

constexpr qint64 maxVisitors = 16; // more make room

} // namespace

SideDoor::SideDoor(const HttpPages& pages, DeadlineWheel& wheel)
    : m_pages(pages)
    , m_visitors(*this, wheel, m_times)
    , m_listener(
          wheel,
          [this](int descriptor, const QHostAddress& peer, quint16 port) {
              m_visitors.admit(std::make_unique<TcpWire>(descriptor, peer, port), addressKey(peer), maxVisitors);
          },
          [](int) {})
{}

SideDoor::~SideDoor() = default;

std::optional<HttpResponse> SideDoor::answer(const HttpHead& request, const QHostAddress&)
{
    if (request.method != QByteArrayView("GET") && request.method != QByteArrayView("HEAD"))
        return errorResponse(405);
    if (auto page = answerFrom(m_pages, request))
        return page;
    return plainAnswer(404, "There is nothing at this address.");
}

void SideDoor::upgrade(std::unique_ptr<Wire>, const HttpHead&) {}

void SideDoor::refused(int) {}

} // namespace parlance
