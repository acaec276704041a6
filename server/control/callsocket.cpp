#include "control/callsocket.h"

#include <QFile>

#include <array>
#include <cerrno>
#include <cstring>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>
#include <utility>

namespace parlance::control {

namespace {

/// A connected socket, or -1 and errno.
int connectTo(const QString& path)
{
    const QByteArray name = QFile::encodeName(path);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (name.size() >= qsizetype(sizeof address.sun_path)) {
        errno = ENAMETOOLONG;
        return -1;
    }
    std::memcpy(address.sun_path, name.constData(), size_t(name.size()));
    const int descriptor = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (descriptor < 0)
        return -1;
    if (::connect(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0)
        return descriptor;
    const int why = errno;
    ::close(descriptor);
    errno = why;
    return -1;
}

} // namespace

bool isAnswered(const QString& path)
{
    const int descriptor = connectTo(path);
    if (descriptor < 0)
        return errno != ECONNREFUSED && errno != ENOENT;
    ::close(descriptor);
    return true;
}

CallSocket::CallSocket(CallSocket&& other) noexcept
    : m_descriptor(std::exchange(other.m_descriptor, -1))
    , m_patience(other.m_patience)
{}

CallSocket::~CallSocket()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

Result<CallSocket> CallSocket::open(const QString& path, int patience)
{
    const int descriptor = connectTo(path);
    if (descriptor < 0) {
        const bool isForbidden = errno == EACCES || errno == EPERM;
        const bool isNobody = errno == ECONNREFUSED || errno == ENOENT || errno == ENOTDIR || errno == ENAMETOOLONG;
        return Error{
            isForbidden ? ErrorCode::Forbidden
            : isNobody  ? ErrorCode::NotFound
                        : ErrorCode::Internal,
            isForbidden ? QStringLiteral("%1: belongs to the server's user. Be that one, or root").arg(path)
            : isNobody
                ? QStringLiteral("%1: no server listens there. Start it, or choose its folder with --data").arg(path)
                : QStringLiteral("%1: %2").arg(path, QString::fromLocal8Bit(std::strerror(errno))),
            {}};
    }
    const timeval limit{patience / 1'000, patience % 1'000 * 1'000};
    ::setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    ::setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
    return CallSocket(descriptor, patience);
}

/// After send() or recv().
Error CallSocket::unanswered() const
{
    if (errno == EAGAIN || errno == EWOULDBLOCK) {
        return {ErrorCode::Internal,
                QStringLiteral("The server has not answered within %1 s. It may do what was asked all the same: look "
                               "with `parlanced rooms list`")
                    .arg(m_patience / 1'000.0),
                {}};
    }
    return {ErrorCode::Internal, QStringLiteral("The server went away without an answer"), {}};
}

Result<QByteArray> CallSocket::ask(const QByteArray& line)
{
    const QByteArray sent = line + '\n';
    errno = 0;
    if (::send(m_descriptor, sent.constData(), size_t(sent.size()), MSG_NOSIGNAL) != sent.size())
        return unanswered();
    QByteArray answer;
    std::array<char, 65'536> piece{};
    while (!answer.endsWith('\n')) {
        errno = 0;
        const ssize_t got = ::recv(m_descriptor, piece.data(), piece.size(), 0);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0 || answer.size() > maxAnswer)
            return unanswered();
        answer.append(piece.data(), got);
    }
    answer.chop(1);
    return answer;
}

} // namespace parlance::control
