#include "net/listener.h"

#include "base/logging.h"

#include <QtEndian>

#include <cerrno>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace parlance {

namespace {

constexpr int listenBacklog = 1'024;
constexpr int acceptsPerTurn = 16;    // so that who is in gets on meanwhile, a TLS handshake of a few turns above all
constexpr qint64 pauseLength = 1'000; // ms

int reserveDescriptor()
{
    return ::open("/dev/null", O_RDONLY | O_CLOEXEC);
}

bool isOutOfDescriptors(int error)
{
    return error == EMFILE || error == ENFILE || error == ENOBUFS || error == ENOMEM;
}

} // namespace

Listener::Listener(DeadlineWheel& wheel, Accepted accepted, Refused refused)
    : m_wheel(wheel)
    , m_accepted(std::move(accepted))
    , m_refused(std::move(refused))
    , m_reserve(reserveDescriptor())
{
    m_server.setListenBacklogSize(listenBacklog);
}

Listener::~Listener()
{
    shut();
    if (m_reserve >= 0)
        ::close(m_reserve);
}

bool Listener::open(const QHostAddress& address, quint16 port)
{
    if (!m_server.listen(address, port))
        return false;
    watch();
    return true;
}

bool Listener::adopt(int descriptor)
{
    if (!m_server.setSocketDescriptor(descriptor))
        return false;
    watch();
    return true;
}

void Listener::watch()
{
    m_server.pauseAccepting();
    m_notifier = std::make_unique<QSocketNotifier>(m_server.socketDescriptor(), QSocketNotifier::Read);
    QObject::connect(m_notifier.get(), &QSocketNotifier::activated, &m_server, [this] { accept(); });
}

void Listener::shut()
{
    m_again.cancel();
    m_notifier.reset();
    m_server.close();
}

void Listener::accept()
{
    for (int i = 0; i < acceptsPerTurn && m_notifier; ++i) {
        if (!acceptOne())
            return;
    }
}

/// False if nobody else waits, or nobody else can be taken now.
bool Listener::acceptOne()
{
    sockaddr_storage address{};
    socklen_t length = sizeof address;
    const auto listening = int(m_server.socketDescriptor());
    const int descriptor =
        ::accept4(listening, reinterpret_cast<sockaddr*>(&address), &length, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (descriptor < 0) {
        if (isOutOfDescriptors(errno))
            refuseOne();
        return errno == ECONNABORTED || errno == EINTR;
    }
    const QHostAddress peer(reinterpret_cast<const sockaddr*>(&address));
    const auto port = address.ss_family == AF_INET6 ? reinterpret_cast<const sockaddr_in6&>(address).sin6_port
                                                    : reinterpret_cast<const sockaddr_in&>(address).sin_port;
    m_accepted(descriptor, peer, qFromBigEndian(port));
    return true;
}

void Listener::refuseOne()
{
    qCWarning(logNet) << "no descriptors are left: new connections are refused";
    if (m_reserve < 0)
        return pause();
    ::close(m_reserve);
    const int descriptor = ::accept4(int(m_server.socketDescriptor()), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (descriptor >= 0) {
        m_refused(descriptor);
        ::close(descriptor);
    }
    m_reserve = reserveDescriptor();
    if (m_reserve < 0)
        pause();
}

void Listener::pause()
{
    m_notifier->setEnabled(false);
    m_again = m_wheel.after(pauseLength, [this] {
        m_reserve = m_reserve < 0 ? reserveDescriptor() : m_reserve;
        m_notifier->setEnabled(true);
    });
}

} // namespace parlance
