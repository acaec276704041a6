#pragma once

#include "net/timerqueue.h"

#include <array>
#include <atomic>
#include <functional>
#include <span>
#include <vector>

struct epoll_event;

namespace parlance {

/// Qt's event loop over epoll. Qt's own hands every descriptor to the kernel each time that it waits, and looks at all
/// of them afterwards: with 8,000 idle connections one echo costs 9 ms of CPU, here 16 us, however many there are
/// (measured with Qt 6.4.2). Linux only.
///
/// Serves a thread as any QAbstractEventDispatcher: set it before the thread's loop, or the application, is made. One
/// pass sends posted events, then handles up to 256 ready descriptors, then the timers that are due, so none of the
/// three can starve the others. Descriptors of low priority come last of those, for half a millisecond in each pass.
/// wakeUp() and interrupt() may be called from any thread.
class EpollDispatcher final : public QAbstractEventDispatcher {
  public:
    explicit EpollDispatcher(QObject* parent = nullptr);
    ~EpollDispatcher() override;

    /// Called at the end of each pass, and before it waits; whatever the loop, nested ones too. Qt's aboutToBlock() is
    /// no substitute: a loop that always has something to do never blocks.
    void setEndOfPass(std::function<void()> call) { m_endOfPass = std::move(call); }

    /// See the function of that name in eventloop.h. At least one such descriptor is handled in each pass.
    void setLowPriority(int descriptor, bool on);

    bool processEvents(QEventLoop::ProcessEventsFlags flags) override;

    void registerSocketNotifier(QSocketNotifier* notifier) override;
    void unregisterSocketNotifier(QSocketNotifier* notifier) override;

    using QAbstractEventDispatcher::registerTimer;
    void registerTimer(int timerId, qint64 interval, Qt::TimerType timerType, QObject* object) override;
    bool unregisterTimer(int timerId) override;
    bool unregisterTimers(QObject* object) override;
    QList<TimerInfo> registeredTimers(QObject* object) const override;
    int remainingTime(int timerId) override;

    void wakeUp() override;
    void interrupt() override;

  private:
    static constexpr int types = 3; // of QSocketNotifier
    static constexpr int descriptorsPerPass = 256;

    /// What is wanted of one descriptor.
    struct Watch {
        std::array<QSocketNotifier*, types> notifiers{};
        std::array<quint64, types> serials{}; // when each was registered
        quint32 events = 0;                   // what the kernel knows
        bool isAlwaysReady = false;           // a regular file, which epoll refuses
        bool isLowPriority = false;
    };
    enum class State { Awake, Woken, Asleep };

    void update(int descriptor);
    int wait(bool notifiers, bool timers, std::array<epoll_event, descriptorsPerPass>& ready);
    int timeout(bool timers) const;
    int activateAll(std::span<const epoll_event> ready, quint64 lastSerial);
    int activate(const epoll_event& event, quint64 lastSerial);
    bool isLowPriority(const epoll_event& event) const;
    int activateFiles(quint64 lastSerial);
    void passEnded() const;

    std::function<void()> m_endOfPass;
    const int m_epoll;
    const int m_wake;             // an eventfd, written only while the loop sleeps
    std::vector<Watch> m_watches; // by descriptor
    std::vector<int> m_files;     // those that are always ready
    quint64 m_lastSerial = 0;
    int m_lastTurn = -1; // the descriptor of low priority that was handled last
    TimerQueue m_timers;
    std::atomic<State> m_state = State::Awake;
    std::atomic<bool> m_interrupted = false;
};

} // namespace parlance
