#include "ui/timeline/historyprefetch.h"

#include <utility>

namespace parlance::client {

HistoryPrefetch::HistoryPrefetch(TimelineRows& rows)
    : m_rows(rows)
{
    connect(&m_rows, &TimelineRows::wasReset, this, [this] { m_asked = 0; });
    connect(&m_rows, &TimelineRows::placed, this, &HistoryPrefetch::look);
}

/// Where somebody has gone back to a message that is seen, they read on downwards from it: what comes next is asked
/// for, not what is at the far end of the gap.
void HistoryPrefetch::look()
{
    constexpr int heightsAhead = 2; // heights of the view that should be at hand above it
    const Timeline* timeline = m_rows.timeline();
    if (!timeline || m_rows.visible().empty())
        return;
    const RowFlow& flow = m_rows.flow();
    const RowFlow::Placed first = flow.visible().front();
    int ahead = -first.y;
    for (size_t row = flow.visible().back().row + 1; row-- > 0 && ahead < heightsAhead * m_rows.viewHeight();) {
        if (row < first.row)
            ahead += flow.heightOf(row);
        const auto seq = timeline->gapBefore(row);
        if (!seq)
            continue;
        const bool isBelow = row > first.row && !flow.isFollowing();
        const qint64 from = isBelow ? -timeline->item(row - 1).message->seq : *seq;
        if (from == std::exchange(m_asked, from))
            return;
        if (isBelow)
            Q_EMIT newerWanted(-from);
        else
            Q_EMIT olderWanted(from);
        return;
    }
}

void HistoryPrefetch::retry()
{
    m_asked = 0;
    look();
}

} // namespace parlance::client
