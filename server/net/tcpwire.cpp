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

constexpr qsizetype pieceSize = 16 * 1024; // bytes that small writes are gathered in
constexpr qsizetype sharedSize = 1 * 1024; // bytes from which on a write is not small, and is queued as it is

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

void TcpWire::write(const QByteArray& bytes, qsizetype from)
{
    if (m_broken || m_finishing)
        return;
    if (queued() == 0)
        from += send(QByteArrayView(bytes).sliced(from));
    if (from == bytes.size())
        return;
    if (!m_broken)
        enqueue(bytes, from);
    // It tells of room, and of a broken connection as well: never from within this call.
    if (m_writes)
        m_writes->setEnabled(true);
    else
        m_writes = std::make_unique<Notifier>(*this, QSocketNotifier::Write);
}

void TcpWire::enqueue(const QByteArray& bytes, qsizetype from)
{
    if (!m_queue)
        m_queue = std::make_unique<std::deque<Piece>>();
    const QByteArrayView rest = QByteArrayView(bytes).sliced(from);
    m_queued += rest.size();
    if (rest.size() >= sharedSize)
        return void(m_queue->push_back({bytes, from}));
    const bool hasRoom = !m_queue->empty() && m_queue->back().bytes.isDetached() &&
                         m_queue->back().bytes.size() + rest.size() <= pieceSize;
    if (!hasRoom)
        m_queue->emplace_back().bytes.reserve(pieceSize);
    m_queue->back().bytes.append(rest);
}

void TcpWire::flush()
{
    while (m_queued > 0) {
        Piece& first = m_queue->front();
        const qint64 sent = send(QByteArrayView(first.bytes).sliced(first.begin));
        m_queued -= sent;
        first.begin += sent;
        if (first.begin < first.bytes.size())
            break;
        m_queue->pop_front();
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
