#include "service/handedsocket.h"

#include <QtEndian>

#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace parlance {

namespace {

constexpr int firstDescriptor = 3; // SD_LISTEN_FDS_START

Error mistake(const QString& text)
{
    return {ErrorCode::BadRequest, QStringLiteral("the service manager's socket: ") + text, {}};
}

int socketOption(int descriptor, int name)
{
    int value = -1;
    socklen_t length = sizeof value;
    return ::getsockopt(descriptor, SOL_SOCKET, name, &value, &length) == 0 ? value : -1;
}

/// How many descriptors there are for this process.
int countHanded()
{
    const bool isOurs = qgetenv("LISTEN_PID").toLongLong() == ::getpid();
    const int count = isOurs ? qEnvironmentVariableIntValue("LISTEN_FDS") : 0;
    for (const char* name : {"LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"})
        qunsetenv(name);
    return count;
}

} // namespace

Result<std::optional<HandedSocket>> takeHandedSocket()
{
    const int count = countHanded();
    if (count <= 0)
        return std::optional<HandedSocket>();
    for (int i = 0; i < count; ++i)
        ::fcntl(firstDescriptor + i, F_SETFD, FD_CLOEXEC);
    if (count > 1)
        return mistake(QStringLiteral("%1 were handed over, but takes one: leave one ListenStream= in the socket unit")
                           .arg(count));
    if (socketOption(firstDescriptor, SO_TYPE) != SOCK_STREAM)
        return mistake(QStringLiteral("is none for connections: use ListenStream= in the socket unit"));
    if (socketOption(firstDescriptor, SO_ACCEPTCONN) != 1)
        return mistake(QStringLiteral("does not listen: leave out Accept=yes in the socket unit"));
    sockaddr_storage name{};
    socklen_t length = sizeof name;
    ::getsockname(firstDescriptor, reinterpret_cast<sockaddr*>(&name), &length);
    if (name.ss_family != AF_INET && name.ss_family != AF_INET6)
        return mistake(QStringLiteral("is not one of TCP: ListenStream= takes ADDRESS:PORT"));
    const auto port = name.ss_family == AF_INET6 ? reinterpret_cast<const sockaddr_in6&>(name).sin6_port
                                                 : reinterpret_cast<const sockaddr_in&>(name).sin_port;
    return std::optional(
        HandedSocket{firstDescriptor, QHostAddress(reinterpret_cast<const sockaddr*>(&name)), qFromBigEndian(port)});
}

} // namespace parlance
