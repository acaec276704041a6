#include "service/servicemanager.h"

#include <algorithm>
#include <cstddef>
#include <ctime>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

namespace parlance {

namespace {

constexpr timeval patience{1, 0}; // a manager that is stuck must not stop us

int openSocket(const QByteArray& path)
{
    const bool isAddress = path.startsWith('/') || path.startsWith('@');
    if (!isAddress || size_t(path.size()) >= sizeof(sockaddr_un::sun_path))
        return -1;
    const int descriptor = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (descriptor >= 0)
        ::setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    return descriptor;
}

QByteArray statusLine(const QString& text)
{
    return "STATUS=" + text.simplified().toUtf8();
}

/// What CLOCK_MONOTONIC says, in microseconds: the manager compares it with its own (sd_notify(3), MONOTONIC_USEC).
QByteArray monotonicNow()
{
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    return QByteArray::number(qint64(now.tv_sec) * 1'000'000 + now.tv_nsec / 1'000);
}

} // namespace

ServiceManager::ServiceManager()
    : m_path(qgetenv("NOTIFY_SOCKET"))
    , m_descriptor(openSocket(m_path))
{}

ServiceManager::~ServiceManager()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

void ServiceManager::tell(const QByteArray& lines) const
{
    if (m_descriptor < 0)
        return;
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::ranges::copy(m_path, address.sun_path);
    if (address.sun_path[0] == '@')
        address.sun_path[0] = '\0';
    // An abstract name ends where the length says.
    const auto length = socklen_t(offsetof(sockaddr_un, sun_path) + size_t(m_path.size()));
    (void)::sendto(m_descriptor, lines.constData(), size_t(lines.size()), MSG_NOSIGNAL,
                   reinterpret_cast<const sockaddr*>(&address), length);
}

void ServiceManager::ready(const QString& status) const
{
    tell("READY=1\n" + statusLine(status));
}

void ServiceManager::reloading() const
{
    tell("RELOADING=1\nMONOTONIC_USEC=" + monotonicNow() + '\n' + statusLine(QStringLiteral("reading the settings")));
}

void ServiceManager::status(const QString& text) const
{
    tell(statusLine(text));
}

void ServiceManager::stopping(const QString& status) const
{
    tell("STOPPING=1\n" + statusLine(status));
}

void ServiceManager::alive() const
{
    tell("WATCHDOG=1");
}

std::optional<qint64> ServiceManager::aliveEvery() const
{
    const QByteArray watched = qgetenv("WATCHDOG_PID");
    bool isNumber = false;
    const qint64 within = qgetenv("WATCHDOG_USEC").toLongLong(&isNumber); // microseconds
    if (!isThere() || !isNumber || within <= 0 || (!watched.isEmpty() && watched.toLongLong() != ::getpid()))
        return std::nullopt;
    return std::max<qint64>(within / 2'000, 1);
}

} // namespace parlance
