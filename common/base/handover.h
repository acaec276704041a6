#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <utility>
#include <vector>

namespace parlance {

/// The one way from thread to thread: a queue under a mutex, handed over in whole batches, with one wake-up
/// for each time that it stops being empty. Everything that crosses threads crosses here, so that
/// ThreadSanitizer sees every hand-over although Qt's own queues are not instrumented.
///
/// The receiver either sleeps in takeWait() (a worker) or is woken through `wake` (an event loop) and
/// then calls take(). `wake` is called without the lock held, by the pushing thread; it must be safe
/// there and must make the receiver call take() some time later.
template <class T>
class HandOver {
  public:
    explicit HandOver(std::function<void()> wake = {})
        : m_wake(std::move(wake))
    {}

    /// Any thread. False after close(): the item was not taken.
    bool push(T item)
    {
        bool first = false;
        {
            const std::lock_guard lock(m_mutex);
            if (m_closed)
                return false;
            first = m_items.empty();
            m_items.push_back(std::move(item));
        }
        if (first) {
            m_filled.notify_one();
            if (m_wake)
                m_wake();
        }
        return true;
    }

    /// The receiver only. All that waits, in the order of the pushes; empty if nothing does.
    std::vector<T> take()
    {
        const std::lock_guard lock(m_mutex);
        return std::exchange(m_items, {});
    }

    /// The receiver only. As take(), but sleeps until there is something. Empty only once closed and drained.
    std::vector<T> takeWait()
    {
        std::unique_lock lock(m_mutex);
        m_filled.wait(lock, [this] { return m_closed || !m_items.empty(); });
        return std::exchange(m_items, {});
    }

    /// The receiver only. As takeWait(), but sleeps for `atMost` only; empty if nothing came in that time.
    std::vector<T> takeWait(std::chrono::milliseconds atMost)
    {
        std::unique_lock lock(m_mutex);
        m_filled.wait_for(lock, atMost, [this] { return m_closed || !m_items.empty(); });
        return std::exchange(m_items, {});
    }

    /// Any thread.
    bool isClosed() const
    {
        const std::lock_guard lock(m_mutex);
        return m_closed;
    }

    /// Any thread. Nothing is accepted from now on; what waits can still be taken.
    void close()
    {
        {
            const std::lock_guard lock(m_mutex);
            m_closed = true;
        }
        m_filled.notify_all();
    }

  private:
    mutable std::mutex m_mutex;
    std::condition_variable m_filled;
    // Guarded by m_mutex.
    std::vector<T> m_items;
    bool m_closed = false;

    const std::function<void()> m_wake;
};

} // namespace parlance
