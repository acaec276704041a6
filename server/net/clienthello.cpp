#include "net/clienthello.h"

#include <array>
#include <cerrno>
#include <sys/ioctl.h>
#include <sys/socket.h>

namespace parlance {

namespace {

// A record of TLS: its type, two bytes of version, two of its content's length (RFC 8446, section 5.1).
constexpr int recordHead = 5;
constexpr int maxContent = 1 << 14;
constexpr unsigned char handshakeType = 22;

/// From how many bytes on the system says that there is something to read.
void setReadableFrom(int descriptor, int bytes)
{
    setsockopt(descriptor, SOL_SOCKET, SO_RCVLOWAT, &bytes, sizeof bytes);
}

} // namespace

ClientHello::State ClientHello::await(int bytes, int available)
{
    // Readable with no more than before, although more was asked for: the peer has ended.
    if (available <= m_available)
        return State::None;
    m_available = available;
    setReadableFrom(m_descriptor, bytes);
    return State::Incomplete;
}

ClientHello::State ClientHello::look()
{
    std::array<unsigned char, recordHead> head; // NOLINT(*-member-init): filled by the system
    const auto count = ::recv(m_descriptor, head.data(), head.size(), MSG_PEEK | MSG_DONTWAIT);
    if (count < 0 && (errno == EAGAIN || errno == EINTR))
        return State::Incomplete;
    if (count <= 0 || head[0] != handshakeType)
        return State::None;
    if (count < recordHead)
        return await(recordHead, int(count));
    const int content = head[3] << 8 | head[4];
    int available = 0;
    if (content > maxContent || ::ioctl(m_descriptor, FIONREAD, &available) != 0)
        return State::None;
    if (available < recordHead + content)
        return await(recordHead + content, available);
    setReadableFrom(m_descriptor, 1);
    return State::Complete;
}

} // namespace parlance
