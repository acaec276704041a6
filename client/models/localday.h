#pragma once

#include <QDateTime>

namespace parlance::client {

/// Tells whether moments are on one day where one is. The day that was asked for last is remembered, because the system
/// looks at its time zone's file for every conversion (measured: 3 us for each).
class LocalDay {
  public:
    /// Times are wall time, ms.
    bool isSame(qint64 a, qint64 b)
    {
        if (a < m_begin || a >= m_end) {
            const QDate date = QDateTime::fromMSecsSinceEpoch(a).date();
            m_begin = date.startOfDay().toMSecsSinceEpoch();
            m_end = date.addDays(1).startOfDay().toMSecsSinceEpoch();
        }
        return b >= m_begin && b < m_end;
    }

  private:
    qint64 m_begin = 0;
    qint64 m_end = 0;
};

} // namespace parlance::client
