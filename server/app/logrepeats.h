#pragma once

#include <QHash>
#include <QString>

#include <vector>

namespace parlance {

/// Decides which log lines are written and which are only counted, so that nobody can fill a disk by causing the same
/// line again and again. What counts together is a line's shape: its text without the words that have a digit in them,
/// which are ids, addresses and numbers.
///
/// Of each shape a burst is written, and after that one line in so much time; the others are counted, and told once a
/// minute with one of them as an example. Times are milliseconds of any steady clock. Single-threaded.
class LogRepeats final {
  public:
    struct Rate {
        int burst = 200;
        qint64 interval = 2'000; ///< ms for one more
    };

    /// How much of one shape is written: many lines where people come and go, few where something goes wrong again and
    /// again.
    static constexpr Rate usual{200, 2'000};
    static constexpr Rate troubles{10, 10'000};

    /// A line that is left out waits so long at most until it is told of, ms.
    static constexpr qint64 tellEvery = 60'000;

    /// Whether the line is to be written. One that is not is counted.
    bool admits(const QString& category, const QString& text, Rate rate, qint64 now);

    /// Lines left out that are to be told of.
    struct LeftOut {
        QString category;
        QString example;
        quint64 count = 0;
    };

    /// What is due to be told by now, with `all` everything that has not been told yet. It counts as told.
    std::vector<LeftOut> takeDue(qint64 now, bool all = false);

    /// When takeDue() will find something; -1: nothing is waiting to be told.
    qint64 nextDue() const { return m_nextDue; }

    /// All lines that were left out, told or not.
    quint64 leftOut() const { return m_leftOut; }

    /// A line's text with `#` for every word that has a digit in it.
    static QString shapeOf(const QString& text);

  private:
    struct Kind {
        double credit = 0; // lines that may be written
        qint64 seenAt = 0;
        LeftOut untold;
        qint64 dueAt = 0; // while something is untold
    };

    Kind& kindOf(const QString& category, const QString& text, Rate rate, qint64 now);
    void forgetIdle(qint64 now);

    QHash<QString, Kind> m_kinds; // by category and shape
    qint64 m_nextDue = -1;
    quint64 m_leftOut = 0;
};

} // namespace parlance
