#include "ui/timeline/timelinerows.h"

#include <QFontMetrics>

#include <algorithm>
#include <utility>

namespace parlance::client {

namespace {
constexpr int bottomMargin = 8; // pixels below the last row
} // namespace

TimelineRows::TimelineRows(const Look& look)
    : m_look(look)
    , m_flow([this](size_t row) { return layout(row).size(); })
    , m_layouts([this](size_t row) { return layOut(row); })
{}

TimelineRows::~TimelineRows()
{
    if (m_timeline)
        m_timeline->observers().remove(*this);
}

void TimelineRows::setTimeline(Timeline* timeline)
{
    if (m_timeline)
        m_timeline->observers().remove(*this);
    m_timeline = timeline;
    if (m_timeline)
        m_timeline->observers().add(*this);
    itemsReset();
}

// --- what changes ---

void TimelineRows::itemsInserted(size_t first, size_t count)
{
    m_layouts.insert(first, count);
    Q_EMIT renumbered();
    m_flow.insert(first, count);
    moved();
}

void TimelineRows::itemsRemoved(size_t first, size_t count)
{
    m_layouts.remove(first, count);
    Q_EMIT renumbered();
    m_flow.remove(first, count);
    moved();
}

void TimelineRows::itemsChanged(size_t first, size_t count)
{
    m_layouts.change(first, count);
    m_flow.change(first, count);
    moved();
}

void TimelineRows::itemsReset()
{
    dropLayouts();
    m_flow.reset(m_timeline ? m_timeline->size() : 0);
    Q_EMIT wasReset();
    moved();
}

void TimelineRows::refresh()
{
    dropLayouts();
    if (const auto visible = m_flow.visible(); !visible.empty())
        m_flow.change(visible.front().row, visible.back().row - visible.front().row + 1);
    moved();
}

void TimelineRows::setView(QSize size, Qt::LayoutDirection direction)
{
    const bool isSame = size.width() == m_view.width() && direction == m_direction;
    m_view = size;
    m_direction = direction;
    if (!isSame)
        return relayout();
    m_flow.resize(m_view.height() - bottomMargin, RowFlow::Rows::Same);
    moved();
}

void TimelineRows::relayout()
{
    dropLayouts();
    m_flow.resize(m_view.height() - bottomMargin, RowFlow::Rows::Rewrapped);
    moved();
}

void TimelineRows::moved()
{
    if (!visible().empty())
        m_layouts.trim(visible().front().row, visible().back().row);
    Q_EMIT placed();
}

// --- layout ---

std::unique_ptr<RowLayout> TimelineRows::layOut(size_t row) const
{
    const TimelineItem item = m_timeline->item(row);
    RowContext context{m_look, m_view.width(), m_direction, {}, m_tagOf, {}, 0, 0};
    context.nameOf = [this](const UserId& user) { return m_timeline->nameOf(user); };
    context.self = m_timeline->self();
    context.now = m_timeline->now();
    if (item.fate.until > 0 && m_remaining)
        context.remaining = m_remaining(item.fate.until);
    return std::make_unique<RowLayout>(item, context);
}

void TimelineRows::dropLayouts()
{
    m_layouts.clear();
    Q_EMIT renumbered();
}

// --- what is where ---

QRect TimelineRows::bubble(size_t row)
{
    const auto placed = std::ranges::find(visible(), row, &RowFlow::Placed::row);
    return placed == visible().end() ? QRect() : layout(row).bubble().translated(0, placed->y);
}

bool TimelineRows::hasEnd(size_t row)
{
    if (std::ranges::find(visible(), row, &RowFlow::Placed::row) == visible().end())
        return false;
    const QRect seen = bubble(row);
    const int line = QFontMetrics(m_look.font()).height();
    return seen.bottom() < viewHeight() && seen.bottom() >= std::min(line, seen.height() - 1);
}

std::optional<TimelineRows::Found> TimelineRows::at(QPoint point)
{
    for (const RowFlow::Placed& placed : visible()) {
        if (point.y() >= placed.y && point.y() < placed.y + placed.height)
            return Found{placed.row, layout(placed.row).hit(point - QPoint(0, placed.y))};
    }
    return std::nullopt;
}

std::optional<TimelineRows::Found> TimelineRows::nearest(QPoint point)
{
    if (visible().empty())
        return std::nullopt;
    const RowFlow::Placed& first = visible().front();
    const RowFlow::Placed& last = visible().back();
    if (point.y() >= first.y && point.y() < last.y + last.height)
        return at(point);
    const RowFlow::Placed& edge = point.y() < first.y ? first : last;
    return Found{edge.row, layout(edge.row).hit(point - QPoint(0, edge.y))};
}

} // namespace parlance::client
