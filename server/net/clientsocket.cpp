#include "net/clientsocket.h"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

namespace parlance {

namespace {

constexpr size_t readSize = 64 * 1024; // bytes at a time

/// Where every connection reads to, one after the other: the main thread's.
std::span<char> readBuffer()
{
    static std::array<char, readSize> buffer;
    return buffer;
}

} // namespace

ClientSocket::ClientSocket(std::unique_ptr<Wire> wire, const FrameRules& rules, const Clock& clock)
    : m_wire(std::move(wire))
    , m_gate(rules)
    , m_clock(clock)
{
    m_wire->observe(&m_ear);
    m_wire->setReading(false);
    setPeerAddress(m_wire->peerAddress());
    setPeerPort(m_wire->peerPort());
    setSocketState(ConnectedState);
    setOpenMode(ReadWrite | Unbuffered);
}

ClientSocket::~ClientSocket()
{
    tellGone();
    m_wire.reset();
    setSocketState(UnconnectedState); // or QTcpSocket says good-bye for us, to those that are going, too
}

void ClientSocket::inject(QByteArrayView bytes)
{
    m_ready.append(bytes);
    announce();
}

void ClientSocket::beginFrames()
{
    // QIODevice keeps 16 KiB in which QWebSocketServer looked ahead; opening it anew lets go of them.
    QIODevice::open(ReadWrite | Unbuffered);
    m_hasFrames = true;
    m_wire->setReading(!m_isPaused);
}

void ClientSocket::writeFrames(const QByteArray& frames, qsizetype from)
{
    if (m_isClosing)
        return;
    m_written += frames.size() - from;
    m_wire->write(frames, from);
}

void ClientSocket::setPaused(bool paused)
{
    if (m_isPaused == paused || !m_wire || m_isClosing)
        return;
    m_isPaused = paused;
    if (paused)
        m_wire->setReading(false);
    else // queued, for this is maybe in the middle of reading
        QMetaObject::invokeMethod(this, &ClientSocket::goOn, Qt::QueuedConnection);
}

/// What came before the pause was announced to deaf ears. Nothing is read behind it until it was taken: otherwise
/// whatever is read after each of many short pauses would pile up.
void ClientSocket::goOn()
{
    announce();
    if (!m_isPaused && m_wire && !m_isClosing)
        m_wire->setReading(m_hasFrames);
}

void ClientSocket::announce()
{
    if (bytesAvailable() > 0)
        Q_EMIT readyRead();
}

qint64 ClientSocket::bytesAvailable() const
{
    return m_isPaused || m_isClosing ? 0 : QTcpSocket::bytesAvailable() + m_ready.size() - m_read;
}

qint64 ClientSocket::readData(char* data, qint64 maxSize)
{
    const qint64 size = std::min<qint64>(maxSize, m_ready.size() - m_read);
    std::copy_n(m_ready.constData() + m_read, size, data);
    m_read += size;
    if (m_read == m_ready.size()) {
        m_ready = {};
        m_read = 0;
    }
    return size;
}

qint64 ClientSocket::writeData(const char* data, qint64 size)
{
    if (!m_wire)
        return -1;
    m_written += size;
    m_wire->write(QByteArray(data, size), 0);
    return size;
}

void ClientSocket::readWire()
{
    const auto buffer = readBuffer();
    const qint64 count = m_wire->read(buffer.data(), qint64(buffer.size()));
    if (count == Wire::ended)
        return drop();
    if (count > 0 && !m_isClosing)
        take(QByteArrayView(buffer.data(), count));
}

void ClientSocket::take(QByteArrayView bytes)
{
    const auto error = m_gate.take(bytes, m_clock.steady(), m_ready);
    announce();
    if (!m_observer || m_isClosing)
        return;
    m_observer->heard();
    if (error)
        m_observer->violated(*error);
}

void ClientSocket::disconnectFromHost()
{
    if (m_isClosing)
        return;
    m_isPaused = false;
    m_ready = {};
    m_read = 0;
    m_isClosing = true;
    setSocketState(ClosingState);
    Q_EMIT stateChanged(ClosingState);
    m_wire->finish();
    m_wire->setReading(true); // for the peer's end
    if (m_observer)
        m_observer->closing();
}

void ClientSocket::drop()
{
    if (!m_wire)
        return;
    m_wire.reset();
    m_isClosing = true;
    setOpenMode(NotOpen);
    setSocketState(UnconnectedState);
    tellGone();
    if (auto* observer = std::exchange(m_observer, nullptr))
        observer->ended();
    Q_EMIT stateChanged(UnconnectedState);
    Q_EMIT disconnected();
}

void ClientSocket::tellGone()
{
    if (const auto call = std::exchange(m_gone, {}))
        call();
}

void ClientSocket::Ear::drained()
{
    if (m_socket.m_observer && !m_socket.m_isClosing)
        m_socket.m_observer->drained();
}

} // namespace parlance
