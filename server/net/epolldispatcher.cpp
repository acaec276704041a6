#include "net/epolldispatcher.h"

#include <QCoreApplication>
#include <QSocketNotifier>

#include <cerrno>
#include <cstring>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

namespace parlance {

namespace {

constexpr std::array<quint32, 3> wanted{EPOLLIN, EPOLLOUT, EPOLLPRI};
constexpr std::chrono::microseconds lowPriorityShare(500); // of each pass
constexpr quint32 ended = EPOLLHUP | EPOLLERR;             // every kind of notifier is to notice

} // namespace

EpollDispatcher::EpollDispatcher(QObject* parent)
    : QAbstractEventDispatcher(parent)
    , m_epoll(epoll_create1(EPOLL_CLOEXEC))
    , m_wake(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC))
{
    epoll_event event{EPOLLIN | EPOLLET, {.fd = m_wake}}; // each wake-up is told once: nothing to be read
    if (m_epoll < 0 || m_wake < 0 || epoll_ctl(m_epoll, EPOLL_CTL_ADD, m_wake, &event) != 0)
        qFatal("cannot make an event loop: %s", std::strerror(errno));
}

EpollDispatcher::~EpollDispatcher()
{
    ::close(m_wake);
    ::close(m_epoll);
}

bool EpollDispatcher::processEvents(QEventLoop::ProcessEventsFlags flags)
{
    // Who was woken before this call does not wait in it: what he was woken for may be no event.
    const bool wasWoken = m_state.exchange(State::Awake) == State::Woken;
    Q_EMIT awake();
    QCoreApplication::sendPostedEvents();
    passEnded();

    const bool timers = !flags.testFlag(QEventLoop::X11ExcludeTimers);
    const bool notifiers = !flags.testFlag(QEventLoop::ExcludeSocketNotifiers);
    State awakeStill = State::Awake;
    const bool mayWait = flags.testFlag(QEventLoop::WaitForMoreEvents) && !wasWoken && !m_interrupted &&
                         m_state.compare_exchange_strong(awakeStill, State::Asleep);
    if (mayWait)
        Q_EMIT aboutToBlock();
    if (m_interrupted.exchange(false)) // also one from before this call, which its loop may not have seen
        return false;

    std::array<epoll_event, descriptorsPerPass> ready; // NOLINT(*-member-init): 3 KiB that the kernel fills
    const int count = wait(notifiers, timers, ready);
    State asleepStill = State::Asleep;
    m_state.compare_exchange_strong(asleepStill, State::Awake);

    const quint64 lastSerial = m_lastSerial;
    int handled = activateAll(std::span(ready).first(size_t(count)), lastSerial);
    if (notifiers)
        handled += activateFiles(lastSerial);
    if (timers)
        handled += m_timers.fire(std::chrono::steady_clock::now());
    passEnded();
    return handled > 0;
}

int EpollDispatcher::wait(bool notifiers, bool timers, std::array<epoll_event, descriptorsPerPass>& ready)
{
    const bool sleeps = m_state == State::Asleep && (!notifiers || m_files.empty());
    const int patience = sleeps ? timeout(timers) : 0;
    if (!notifiers) {
        // Also told by what was written when epoll_wait() told of it: then this call ends a little early.
        pollfd wake{m_wake, POLLIN, 0};
        const int count = ::poll(&wake, 1, patience);
        eventfd_t wakeUps = 0;
        if (count > 0)
            eventfd_read(m_wake, &wakeUps);
        ready[0] = {EPOLLIN, {.fd = m_wake}};
        return std::max(0, count);
    }
    // Interrupted by a signal: the loop comes back.
    return std::max(0, epoll_wait(m_epoll, ready.data(), descriptorsPerPass, patience));
}

int EpollDispatcher::timeout(bool timers) const
{
    const auto next = timers ? m_timers.next() : std::nullopt;
    if (!next)
        return -1;
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(*next - std::chrono::steady_clock::now());
    return int(std::clamp<qint64>(left.count(), 0, std::numeric_limits<int>::max()));
}

/// Descriptors of low priority take turns in the order of their numbers, from where the pass before stopped. epoll
/// reports them in an order of its own, in which those that are always ready could stay ahead of all others.
int EpollDispatcher::activateAll(std::span<const epoll_event> ready, quint64 lastSerial)
{
    int handled = 0;
    std::vector<epoll_event> later;
    for (const epoll_event& event : ready) {
        if (isLowPriority(event))
            later.push_back(event);
        else
            handled += activate(event, lastSerial);
    }
    if (later.empty())
        return handled;
    const auto number = [](const epoll_event& event) { return int(event.data.fd); };
    std::ranges::sort(later, {}, number);
    std::ranges::rotate(later, std::ranges::upper_bound(later, m_lastTurn, {}, number));
    const auto end = std::chrono::steady_clock::now() + lowPriorityShare;
    for (const epoll_event& event : later) {
        handled += activate(event, lastSerial);
        m_lastTurn = number(event);
        if (std::chrono::steady_clock::now() >= end)
            break;
    }
    return handled;
}

bool EpollDispatcher::isLowPriority(const epoll_event& event) const
{
    const auto descriptor = size_t(event.data.fd);
    return descriptor < m_watches.size() && m_watches[descriptor].isLowPriority;
}

void EpollDispatcher::setLowPriority(int descriptor, bool on)
{
    if (size_t(descriptor) >= m_watches.size())
        m_watches.resize(std::max(size_t(descriptor) + 1, m_watches.size() * 2));
    m_watches[size_t(descriptor)].isLowPriority = on;
}

int EpollDispatcher::activate(const epoll_event& event, quint64 lastSerial)
{
    const int descriptor = event.data.fd;
    if (descriptor == m_wake) {
        m_state = State::Awake; // this pass is the answer
        return 1;
    }
    int handled = 0;
    for (int type = 0; type < types; ++type) {
        if (size_t(descriptor) >= m_watches.size())
            break;
        const Watch& watch = m_watches[size_t(descriptor)]; // anew: a slot may have registered others
        QSocketNotifier* notifier = watch.notifiers[size_t(type)];
        // One that was registered since is not meant: the descriptor may be another file by now.
        if (!notifier || watch.serials[size_t(type)] > lastSerial ||
            (event.events & (wanted[size_t(type)] | ended)) == 0)
            continue;
        QEvent activation(QEvent::SockAct);
        QCoreApplication::sendEvent(notifier, &activation);
        ++handled;
    }
    return handled;
}

int EpollDispatcher::activateFiles(quint64 lastSerial)
{
    int handled = 0;
    const auto files = m_files; // slots may change it
    for (const int descriptor : files)
        handled += activate({EPOLLIN | EPOLLOUT, {.fd = descriptor}}, lastSerial);
    return handled;
}

void EpollDispatcher::passEnded() const
{
    if (m_endOfPass)
        m_endOfPass();
}

void EpollDispatcher::registerSocketNotifier(QSocketNotifier* notifier)
{
    const auto descriptor = size_t(notifier->socket());
    const auto type = size_t(notifier->type());
    if (descriptor >= m_watches.size())
        m_watches.resize(std::max(descriptor + 1, m_watches.size() * 2));
    Watch& watch = m_watches[descriptor];
    if (watch.notifiers[type] && watch.notifiers[type] != notifier)
        qWarning("two socket notifiers of one kind for the descriptor %d", int(descriptor));
    watch.notifiers[type] = notifier;
    watch.serials[type] = ++m_lastSerial;
    update(int(descriptor));
}

void EpollDispatcher::unregisterSocketNotifier(QSocketNotifier* notifier)
{
    const auto descriptor = size_t(notifier->socket());
    const auto type = size_t(notifier->type());
    if (descriptor >= m_watches.size() || m_watches[descriptor].notifiers[type] != notifier)
        return;
    m_watches[descriptor].notifiers[type] = nullptr;
    update(int(descriptor));
}

void EpollDispatcher::update(int descriptor)
{
    Watch& watch = m_watches[size_t(descriptor)];
    quint32 events = 0;
    for (size_t type = 0; type < types; ++type)
        events |= watch.notifiers[type] ? wanted[type] : 0;
    if (watch.isAlwaysReady) {
        if (events == 0) {
            std::erase(m_files, descriptor);
            watch.isAlwaysReady = false;
        }
        return;
    }
    if (events == watch.events)
        return;
    epoll_event event{events, {.fd = descriptor}};
    const int operation = events == 0 ? EPOLL_CTL_DEL : watch.events == 0 ? EPOLL_CTL_ADD : EPOLL_CTL_MOD;
    int result = epoll_ctl(m_epoll, operation, descriptor, &event);
    // Closed behind our back, and the number given to another file.
    if (result != 0 && operation == EPOLL_CTL_MOD && errno == ENOENT)
        result = epoll_ctl(m_epoll, EPOLL_CTL_ADD, descriptor, &event);
    if (result != 0 && operation == EPOLL_CTL_ADD && errno == EPERM) {
        watch.isAlwaysReady = true;
        m_files.push_back(descriptor);
        return;
    }
    if (result != 0 && operation != EPOLL_CTL_DEL)
        qWarning("the descriptor %d cannot be watched: %s", descriptor, std::strerror(errno));
    watch.events = events;
}

void EpollDispatcher::registerTimer(int timerId, qint64 interval, Qt::TimerType timerType, QObject* object)
{
    m_timers.add({timerId, std::max<qint64>(interval, 0), timerType, object}, std::chrono::steady_clock::now());
}

bool EpollDispatcher::unregisterTimer(int timerId)
{
    return m_timers.remove(timerId);
}

bool EpollDispatcher::unregisterTimers(QObject* object)
{
    return m_timers.removeAll(object);
}

QList<QAbstractEventDispatcher::TimerInfo> EpollDispatcher::registeredTimers(QObject* object) const
{
    return m_timers.of(object);
}

int EpollDispatcher::remainingTime(int timerId)
{
    const auto due = m_timers.due(timerId);
    if (!due)
        return -1;
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(*due - std::chrono::steady_clock::now());
    return int(std::clamp<qint64>(left.count(), 0, std::numeric_limits<int>::max()));
}

void EpollDispatcher::wakeUp()
{
    if (m_state.exchange(State::Woken) == State::Asleep)
        eventfd_write(m_wake, 1);
}

void EpollDispatcher::interrupt()
{
    m_interrupted = true;
    wakeUp();
}

} // namespace parlance
