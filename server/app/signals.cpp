#include "app/signals.h"

#include <QSocketNotifier>

#include <csignal>
#include <sys/signalfd.h>
#include <unistd.h>

namespace parlance {

Signals::Signals(std::function<void(int)> action)
{
    // Blocked and read from a descriptor: an ordinary handler may do next to nothing.
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGHUP);
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
    m_descriptor = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
    auto* notifier = new QSocketNotifier(m_descriptor, QSocketNotifier::Read, this);
    connect(notifier, &QSocketNotifier::activated, this, [this, action = std::move(action)] {
        signalfd_siginfo info{};
        while (read(m_descriptor, &info, sizeof info) == ssize_t(sizeof info))
            action(int(info.ssi_signo));
    });
}

Signals::~Signals()
{
    ::close(m_descriptor);
}

} // namespace parlance
