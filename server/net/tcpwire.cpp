#include "net/tcpwire.h"

#include <QEvent>

#include <algorithm>
#include <cerrno>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace parlance {

class TcpWire::Notifier final : public QSocketNotifier {
  public:
    Notifier(TcpWire& wire, Type type)
        : QSocketNotifier(wire.m_descriptor, type)
        , m_wire(wire)
    {}

  protected:
    bool event(QEvent* event) override
    {
        if (event->type() != QEvent::SockAct)
            return QSocketNotifier::event(event);
        m_wire.ready(type()); // may destroy this
        return true;
    }

  private:
    TcpWire& m_wire;
};

namespace {

constexpr qsizetype pieceSize = 16 * 1024; // bytes of what is queued

} // namespace

TcpWire::TcpWire(int descriptor, const QHostAddress& peerAddress, quint16 peerPort)
    : Wire(peerAddress, peerPort)
    , m_descriptor(descriptor)
    , m_reads(std::make_unique<Notifier>(*this, QSocketNotifier::Read))
{
    const int on = 1;
    setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on); // a message is not worth waiting for the next
}

TcpWire::~TcpWire()
{
    m_reads.reset(); // before the descriptor may be somebody else's
    m_writes.reset();
    ::close(m_descriptor);
}

void TcpWire::ready(QSocketNotifier::Type type)
{
    if (type == QSocketNotifier::Read)
        observer().readable();
    else if (m_broken)
        observer().broken();
    else
        flush();
}

qint64 TcpWire::read(char* to, qint64 size)
{
    const ssize_t count = ::recv(m_descriptor, to, size_t(size), MSG_DONTWAIT);
    if (count > 0)
        return count;
    return count < 0 && (errno == EAGAIN || errno == EINTR) ? 0 : ended;
}

qint64 TcpWire::send(QByteArrayView bytes)
{
    const ssize_t count = ::send(m_descriptor, bytes.data(), size_t(bytes.size()), MSG_DONTWAIT | MSG_NOSIGNAL);
    if (count >= 0)
        return count;
    m_broken = errno != EAGAIN && errno != EINTR;
    return 0;
}

void TcpWire::write(QByteArrayView bytes)
{
    if (m_broken || m_finishing)
        return;
    const qint64 sent = queued() == 0 ? send(bytes) : 0;
    if (sent == bytes.size())
        return;
    if (!m_broken)
        enqueue(bytes.sliced(sent));
    // It tells of room, and of a broken connection as well: never from within this call.
    if (m_writes)
        m_writes->setEnabled(true);
    else
        m_writes = std::make_unique<Notifier>(*this, QSocketNotifier::Write);
}

void TcpWire::enqueue(QByteArrayView bytes)
{
    if (!m_queue)
        m_queue = std::make_unique<std::deque<QByteArray>>();
    m_queued += bytes.size();
    while (!bytes.isEmpty()) {
        if (m_queue->empty() || m_queue->back().size() == pieceSize)
            m_queue->emplace_back().reserve(pieceSize);
        const auto part = bytes.first(std::min(bytes.size(), pieceSize - m_queue->back().size()));
        m_queue->back().append(part);
        bytes = bytes.sliced(part.size());
    }
}

void TcpWire::flush()
{
    while (m_queued > 0) {
        const QByteArrayView rest = QByteArrayView(m_queue->front()).sliced(m_sent);
        const qint64 sent = send(rest);
        m_queued -= sent;
        m_sent += sent;
        if (sent < rest.size())
            break;
        m_queue->pop_front();
        m_sent = 0;
    }
    if (m_broken)
        return observer().broken();
    if (m_queued == 0) {
        m_queue.reset();
        m_writes->setEnabled(false);
        if (m_finishing)
            endOutput();
    }
    observer().drained();
}

void TcpWire::setReading(bool on)
{
    m_reads->setEnabled(on);
}

void TcpWire::finish()
{
    if (std::exchange(m_finishing, true))
        return;
    if (queued() == 0)
        endOutput();
}

void TcpWire::endOutput() const
{
    ::shutdown(m_descriptor, SHUT_WR);
}

} // namespace parlance
