#pragma once

#include "app/logrepeats.h"
#include "base/handover.h"

#include <QByteArray>

#include <atomic>
#include <functional>
#include <future>
#include <memory>
#include <mutex>

namespace parlance {

/// What has become of log lines since the start.
struct LogCounts {
    quint64 gathered = 0; ///< left out because many like them were written; their number was told instead
    quint64 dropped = 0;  ///< lost because what reads the log did not take them
};

/// Writes log lines to a descriptor without ever making anybody wait: a thread of its own does the writing, and lines
/// that it cannot get rid of are dropped and counted once 512 KiB wait. How many were dropped, and how many were left
/// out as repetitions (LogRepeats), is said in lines of their own. Any thread may log.
class LogSink final {
  public:
    /// Makes a line, the line break included, as the log's format wants it.
    using Format = std::function<QByteArray(QtMsgType, const QString& category, const QString& text)>;

    /// The descriptor stays the caller's, and open. `format` may be called by any thread.
    LogSink(int descriptor, Format format);

    /// Waits until everything is written, but no longer than a second: the reader may be gone for good.
    ~LogSink();
    LogSink(const LogSink&) = delete;
    LogSink& operator=(const LogSink&) = delete;

    /// A line of text. Debugging is never left out as a repetition, for whoever turned it on wants to see it.
    void log(QtMsgType type, const QString& category, const QString& text);

    /// Waits until everything is written, at most so long. False if it is not.
    bool flush(std::chrono::milliseconds atMost);

    LogCounts counts() const;

  private:
    /// What the thread needs. It is the thread's, too: one that is stuck in a write outlives the sink.
    struct Shared {
        int descriptor = -1;
        Format format;
        HandOver<QByteArray> lines;
        std::atomic<qint64> waiting = 0; // bytes
        std::atomic<quint64> untold = 0; // of the dropped lines
        std::atomic<quint64> dropped = 0;
        mutable std::mutex mutex;
        LogRepeats repeats; // guarded by mutex

        void put(const QByteArray& line);
        void write(const QByteArray& line) const;
        void tellLeftOut(bool all);
        void run();
        std::chrono::milliseconds untilDue() const;
    };

    std::shared_ptr<Shared> m_shared;
    std::future<void> m_done; // when the thread has ended
};

} // namespace parlance
