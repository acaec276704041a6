#pragma once

#include "ui/timeline/timelinerows.h"

namespace parlance::client {

/// Asks for messages that are not at hand before somebody comes to where they are missing: in what is seen, or a little
/// above it. It asks once for each place. Rows must outlive it.
class HistoryPrefetch final : public QObject {
    Q_OBJECT

  public:
    explicit HistoryPrefetch(TimelineRows& rows);

    /// What was asked for did not come. It is asked for again if it is still wanted.
    void retry();

  Q_SIGNALS:
    void olderWanted(qint64 seq); ///< messages before the one with this `seq`
    void newerWanted(qint64 seq); ///< messages after it

  private:
    void look();

    TimelineRows& m_rows;
    qint64 m_asked = 0; // the `seq` that was told last; negative: of newerWanted(). 0: none
};

} // namespace parlance::client
