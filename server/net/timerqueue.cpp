#include "net/timerqueue.h"

#include <QCoreApplication>
#include <QTimerEvent>

#include <algorithm>
#include <array>

namespace parlance {

namespace {

using std::chrono::milliseconds;

constexpr qint64 preciseBelow = 20;                                             // ms: 5 % of it are less than one
constexpr qint64 veryCoarseFrom = 20'000;                                       // ms: 5 % of it are a second
constexpr std::array steps{1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1'000}; // ms

/// To what a timer may be moved: half of it is at most a twentieth of the interval.
milliseconds stepFor(const TimerQueue::Timer& timer)
{
    if (timer.type == Qt::VeryCoarseTimer || (timer.type == Qt::CoarseTimer && timer.interval >= veryCoarseFrom))
        return milliseconds(1'000);
    if (timer.type == Qt::PreciseTimer || timer.interval <= preciseBelow)
        return milliseconds(0);
    const auto above = std::ranges::upper_bound(steps, timer.interval / 10);
    return milliseconds(above == steps.begin() ? 0 : *std::prev(above));
}

} // namespace

TimerQueue::Time TimerQueue::dueFrom(Time start, const Timer& timer)
{
    const Time due = start + milliseconds(timer.interval);
    const auto step = stepFor(timer);
    if (step.count() == 0)
        return due;
    const auto since = due.time_since_epoch() + step / 2;
    const Time rounded(since - since % step);
    return rounded > start ? rounded : due; // a very coarse one of less than a second
}

void TimerQueue::add(const Timer& timer, Time now)
{
    const Time due = dueFrom(now, timer);
    const quint64 serial = ++m_lastSerial;
    m_entries[timer.id] = {timer, due, serial, false};
    m_order.emplace(Key(due, serial), timer.id);
}

bool TimerQueue::remove(int id)
{
    const auto found = m_entries.find(id);
    if (found == m_entries.end())
        return false;
    m_order.erase(Key(found->second.due, found->second.serial));
    m_entries.erase(found);
    return true;
}

bool TimerQueue::removeAll(const QObject* object)
{
    std::vector<int> ids;
    for (const auto& [id, entry] : m_entries) {
        if (entry.timer.object == object)
            ids.push_back(id);
    }
    for (const int id : ids)
        remove(id);
    return !ids.empty();
}

QList<QAbstractEventDispatcher::TimerInfo> TimerQueue::of(const QObject* object) const
{
    QList<QAbstractEventDispatcher::TimerInfo> infos;
    for (const auto& [id, entry] : m_entries) {
        if (entry.timer.object == object)
            infos.append(QAbstractEventDispatcher::TimerInfo(id, int(entry.timer.interval), entry.timer.type));
    }
    return infos;
}

std::optional<TimerQueue::Time> TimerQueue::next() const
{
    if (m_order.empty())
        return std::nullopt;
    return m_order.begin()->first.first;
}

std::optional<TimerQueue::Time> TimerQueue::due(int id) const
{
    const auto found = m_entries.find(id);
    if (found == m_entries.end())
        return std::nullopt;
    return found->second.due;
}

int TimerQueue::fire(Time now)
{
    // Taken first: what a slot sets with an interval of 0 waits for the next time, or the loop would never end.
    std::vector<std::pair<int, quint64>> due;
    for (const auto& [key, id] : m_order) {
        if (key.first > now)
            break;
        due.emplace_back(id, key.second);
    }
    return int(std::ranges::count_if(due, [&](const auto& timer) { return fireOne(timer.first, timer.second, now); }));
}

bool TimerQueue::fireOne(int id, quint64 serial, Time now)
{
    const auto found = m_entries.find(id);
    if (found == m_entries.end() || found->second.serial != serial || found->second.isFiring)
        return false; // ended by one before it
    Entry& entry = found->second;
    m_order.erase(Key(entry.due, serial));
    entry.isFiring = true;
    // From when it was due, not from now, or a repeating timer drifts; but those that were missed are left out.
    const Time next = dueFrom(entry.due, entry.timer);
    entry.due = next > now ? next : dueFrom(now, entry.timer);

    QTimerEvent event(id);
    QCoreApplication::sendEvent(entry.timer.object, &event);

    const auto again = m_entries.find(id); // its slot may have ended it
    if (again != m_entries.end() && again->second.serial == serial) {
        again->second.isFiring = false;
        m_order.emplace(Key(again->second.due, serial), id);
    }
    return true;
}

} // namespace parlance
