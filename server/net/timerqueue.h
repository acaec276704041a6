#pragma once

#include <QAbstractEventDispatcher>

#include <chrono>
#include <map>
#include <optional>
#include <unordered_map>
#include <vector>

namespace parlance {

/// The timers of one event loop, in the order in which they are due. Setting and ending one is O(log n).
///
/// Precise timers are due to the millisecond and never early. Coarse ones are moved by at most 5 % to where others are
/// due as well, very coarse ones to the nearest second, as QTimer's documentation allows. A timer whose event is being
/// handled is not due again before that has ended, so that a loop nested in its slot is not flooded by it.
class TimerQueue {
  public:
    using Time = std::chrono::steady_clock::time_point;

    struct Timer {
        int id = 0;
        qint64 interval = 0; ///< milliseconds
        Qt::TimerType type = Qt::CoarseTimer;
        QObject* object = nullptr;
    };

    void add(const Timer& timer, Time now);

    /// False if there is no such timer.
    bool remove(int id);
    bool removeAll(const QObject* object);

    QList<QAbstractEventDispatcher::TimerInfo> of(const QObject* object) const;

    /// When the next one is due that is not being handled.
    std::optional<Time> next() const;

    /// When that one is due; nothing if there is no such timer.
    std::optional<Time> due(int id) const;

    /// Sends the events of those that are due, each once. Returns how many.
    int fire(Time now);

  private:
    struct Entry {
        Timer timer;
        Time due;
        quint64 serial = 0; // an id may be used again
        bool isFiring = false;
    };
    using Key = std::pair<Time, quint64>;

    static Time dueFrom(Time start, const Timer& timer);
    bool fireOne(int id, quint64 serial, Time now);

    std::unordered_map<int, Entry> m_entries;
    std::map<Key, int> m_order; // those that are not firing
    quint64 m_lastSerial = 0;
};

} // namespace parlance
