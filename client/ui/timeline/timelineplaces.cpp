#include "ui/timeline/timelineview.h"

#include <QFontMetrics>

#include <algorithm>

/// The part of TimelineView that knows where in the room the view is.
namespace parlance::client {

void TimelineView::toEnd()
{
    m_flow.toEnd();
    Q_EMIT moved();
    placed();
}

bool TimelineView::reveal(const QByteArray& key)
{
    const auto row = m_timeline ? m_timeline->find(key) : std::nullopt;
    if (!row)
        return false;
    constexpr int part = 3; // of the view's height, from the top
    m_flow.show(*row, viewport()->height() / part);
    m_found = m_current = key;
    Q_EMIT moved();
    placed();
    return true;
}

void TimelineView::showRow(size_t row)
{
    constexpr int part = 5; // of the view's height, from the top
    m_flow.show(row, viewport()->height() / part);
    placed();
}

std::optional<TimelineView::Place> TimelineView::place()
{
    if (!m_timeline || m_flow.visible().empty())
        return std::nullopt;
    const RowFlow::Placed first = m_flow.visible().front();
    return Place{Timeline::keyOf(m_timeline->item(first.row)), first.y + rowLayout(first.row).size().above};
}

bool TimelineView::restore(const Place& place)
{
    const auto row = m_timeline ? m_timeline->find(place.key) : std::nullopt;
    if (!row)
        return false;
    m_flow.show(*row, place.y);
    placed();
    return true;
}

bool TimelineView::hasEnd(size_t row)
{
    const auto& visible = m_flow.visible();
    const auto placed = std::ranges::find(visible, row, &RowFlow::Placed::row);
    if (placed == visible.end())
        return false;
    const QRect bubble = rowLayout(row).bubble().translated(0, placed->y);
    const int line = QFontMetrics(m_look.font()).height();
    return bubble.bottom() < viewport()->height() && bubble.bottom() >= std::min(line, bubble.height() - 1);
}

} // namespace parlance::client
