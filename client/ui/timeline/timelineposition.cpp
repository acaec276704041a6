#include "ui/timeline/timelineposition.h"

#include "ui/timeline/rowtext.h"

#include <QLocale>

#include <algorithm>

namespace parlance::client {

namespace {
constexpr int floatingDayRoom = 44; // pixels at the usual size, from the top
constexpr int margin = 8;           // pixels at the usual size, above a row that is brought into view
constexpr int goToPart = 3;         // of the view's height, from the top
constexpr int showPart = 5;
} // namespace

TimelinePosition::TimelinePosition(TimelineRows& rows, const Look& look)
    : m_rows(rows)
    , m_look(look)
{
    connect(&m_rows, &TimelineRows::wasReset, this, &TimelinePosition::begin);
}

/// The rows tell that they are placed when this is done.
void TimelinePosition::begin()
{
    const Timeline* timeline = m_rows.timeline();
    if (const auto row = timeline ? timeline->firstNewRow() : std::nullopt)
        m_rows.flow().show(*row, m_rows.viewHeight() / showPart);
}

void TimelinePosition::tell()
{
    Q_EMIT moved();
    m_rows.moved();
}

void TimelinePosition::toEnd()
{
    m_rows.flow().toEnd();
    tell();
}

void TimelinePosition::toBeginning()
{
    scrollTo(0);
}

void TimelinePosition::scrollBy(int pixels)
{
    m_rows.flow().scrollBy(pixels);
    tell();
}

void TimelinePosition::scrollTo(qint64 position)
{
    m_rows.flow().scrollTo(position);
    tell();
}

void TimelinePosition::goTo(size_t row)
{
    m_rows.flow().show(row, m_rows.viewHeight() / goToPart);
    tell();
}

void TimelinePosition::bringIntoView(size_t row, bool down)
{
    RowFlow& flow = m_rows.flow();
    const RowSize size = m_rows.layout(row).size();
    const int tall = size.height - size.above;
    const auto seen = std::ranges::find(m_rows.visible(), row, &RowFlow::Placed::row);
    const int top = seen != m_rows.visible().end() ? seen->y + size.above : down ? flow.viewHeight() : -1;
    if (top < 0 || tall > flow.viewHeight())
        flow.show(row, m_look.scaled(margin));
    else if (top + tall > flow.viewHeight())
        flow.show(row, flow.viewHeight() - tall);
    tell();
}

void TimelinePosition::showRow(size_t row)
{
    m_rows.flow().show(row, m_rows.viewHeight() / showPart);
    m_rows.moved();
}

std::optional<TimelinePosition::Place> TimelinePosition::place()
{
    if (!m_rows.timeline() || m_rows.visible().empty())
        return std::nullopt;
    const RowFlow::Placed first = m_rows.visible().front();
    return Place{Timeline::keyOf(m_rows.timeline()->item(first.row)), first.y + m_rows.layout(first.row).size().above};
}

bool TimelinePosition::restore(const Place& place)
{
    const auto row = m_rows.timeline() ? m_rows.timeline()->find(place.key) : std::nullopt;
    if (!row)
        return false;
    m_rows.flow().show(*row, place.y);
    m_rows.moved();
    return true;
}

QString TimelinePosition::floatingDay()
{
    if (!m_rows.timeline() || isAtEnd() || m_rows.visible().empty())
        return {};
    for (const RowFlow::Placed& placed : m_rows.visible()) {
        if (placed.y > m_look.scaled(floatingDayRoom))
            break;
        for (const RowLabel& label : m_rows.layout(placed.row).labels()) {
            if (label.kind == RowLabel::Day && label.rect.bottom() + placed.y >= 0)
                return {};
        }
    }
    const TimelineItem first = m_rows.timeline()->item(m_rows.visible().front().row);
    return rowtext::day(first.message->timestamp, m_rows.timeline()->now(), QLocale());
}

} // namespace parlance::client
