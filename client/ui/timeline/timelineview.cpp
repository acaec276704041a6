#include "ui/timeline/timelineview.h"

#include "ui/timeline/rowpainter.h"
#include "ui/timeline/timelineaccess.h"

#include <QKeyEvent>
#include <QPaintEvent>
#include <QPainter>
#include <QScrollBar>

#include <algorithm>
#include <tuple>

namespace parlance::client {

namespace {

constexpr int scrollStep = 24; // pixels at the usual size

/// The date in a frame that floats at the top of a view of this width.
void paintFloatingDay(QPainter& painter, const QString& day, const Look& look, int width)
{
    const QFont font = look.small();
    const QSize text = QFontMetrics(font).size(Qt::TextSingleLine, day);
    QRect chip(QPoint(), text + QSize(look.scaled(20), look.scaled(8)));
    chip.moveTopLeft({(width - chip.width()) / 2, look.scaled(6)});
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(look.theme().edge);
    painter.setBrush(look.theme().raised);
    const double round = chip.height() / 2.0;
    painter.drawRoundedRect(QRectF(chip).adjusted(0.5, 0.5, -0.5, -0.5), round, round);
    painter.setFont(font);
    painter.setPen(look.theme().muted);
    painter.drawText(chip, Qt::AlignCenter, day);
}

} // namespace

TimelineView::TimelineView(const Look& look, QWidget* parent)
    : QAbstractScrollArea(parent)
    , m_look(look)
    , m_rows(look)
    , m_position(m_rows, look)
    , m_prefetch(m_rows)
    , m_mouse(*viewport(), m_rows, m_selection, m_position)
    , m_keys(m_rows, m_selection, m_position, *verticalScrollBar())
{
    describeTimelines();
    setObjectName(QStringLiteral("timeline"));
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::StrongFocus);
    viewport()->setMouseTracking(true);
    viewport()->setAutoFillBackground(false);
    verticalScrollBar()->setSingleStep(m_look.scaled(scrollStep));
    connectParts();
}

void TimelineView::connectParts()
{
    connect(&m_look, &Look::changed, this, [this] {
        verticalScrollBar()->setSingleStep(m_look.scaled(scrollStep));
        m_rows.relayout();
    });
    connect(&m_rows, &TimelineRows::placed, this, [this] {
        updateBar();
        viewport()->update();
    });
    connect(&m_selection, &TimelineSelection::changed, this, [this] { viewport()->update(); });
    connect(&m_mouse, &TimelineMouse::menuWanted, this, &TimelineView::menuWanted);
    connect(&m_mouse, &TimelineMouse::linkActivated, this, &TimelineView::linkActivated);
    connect(&m_mouse, &TimelineMouse::againWanted, this, &TimelineView::againWanted);
    connect(&m_mouse, &TimelineMouse::discardWanted, this, &TimelineView::discardWanted);
    connect(&m_keys, &TimelineKeys::typed, this, &TimelineView::typed);
    connect(&m_keys, &TimelineKeys::stepped, this, [this] { tellCurrentRow(*this); });
    connect(&m_keys, &TimelineKeys::menuWanted, this,
            [this](size_t row, const QPoint& position) { Q_EMIT menuWanted(row, viewport()->mapToGlobal(position)); });
}

void TimelineView::setTimeline(Timeline* timeline)
{
    m_selection.setTimeline(timeline);
    m_rows.setTimeline(timeline);
}

void TimelineView::setMarked(const QString& text)
{
    m_marked = text;
    viewport()->update();
}

bool TimelineView::reveal(const QByteArray& key)
{
    const auto row = timeline() ? timeline()->find(key) : std::nullopt;
    if (!row)
        return false;
    m_selection.setFound(key);
    m_position.goTo(*row);
    return true;
}

// --- the size and the scroll bar ---

void TimelineView::resizeEvent(QResizeEvent* event)
{
    QAbstractScrollArea::resizeEvent(event);
    m_rows.setView(viewport()->size(), layoutDirection());
}

void TimelineView::changeEvent(QEvent* event)
{
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::LayoutDirectionChange)
        m_rows.setView(viewport()->size(), layoutDirection());
    else if (event->type() == QEvent::LocaleChange)
        m_rows.relayout();
}

void TimelineView::updateBar()
{
    const RowFlow& flow = m_rows.flow();
    const qint64 range = std::max<qint64>(0, flow.length() - flow.viewHeight());
    QScrollBar* bar = verticalScrollBar();
    m_isUpdatingBar = true;
    bar->setPageStep(std::max(1, flow.viewHeight() - m_look.scaled(scrollStep)));
    bar->setRange(0, int(range));
    bar->setValue(flow.isFollowing() ? int(range) : int(std::max<qint64>(0, flow.position())));
    m_barValue = bar->value();
    m_isUpdatingBar = false;
}

void TimelineView::scrollContentsBy(int /*dx*/, int /*dy*/)
{
    if (m_isUpdatingBar)
        return;
    const int value = verticalScrollBar()->value();
    const int by = value - m_barValue;
    // Near by it goes from what is seen, exactly; far away, to where that should be.
    if (std::abs(by) <= 3 * m_rows.flow().viewHeight())
        m_position.scrollBy(by);
    else
        m_position.scrollTo(value);
}

// --- painting ---

void TimelineView::paintEvent(QPaintEvent* event)
{
    QPainter painter(viewport());
    painter.fillRect(event->rect(), m_look.theme().surface);
    if (!timeline())
        return;
    paintRows(painter, event->rect());
    if (const QString day = m_position.floatingDay(); !day.isEmpty())
        paintFloatingDay(painter, day, m_look, viewport()->width());
}

/// Paints the rows that are at least partly in `part` of the view.
void TimelineView::paintRows(QPainter& painter, const QRect& part)
{
    const auto range = m_selection.text();
    for (const RowFlow::Placed& placed : m_rows.visible()) {
        if (placed.y > part.bottom() || placed.y + placed.height < part.top())
            continue;
        const RowLayout& row = m_rows.layout(placed.row);
        RowLooks looks;
        if (range)
            std::tie(looks.selectedFrom, looks.selectedTo) =
                Selection::part(*range, placed.row, int(row.text().size()));
        looks.marked = m_marked;
        const QByteArray key = Timeline::keyOf(timeline()->item(placed.row));
        looks.isCurrent = hasFocus() && key == m_selection.current();
        looks.isFound = key == m_selection.found();
        looks.isHovered = m_mouse.hovered() == placed.row || looks.isCurrent;
        painter.save();
        painter.translate(0, placed.y);
        paintRow(painter, row, looks, m_look, viewport()->width());
        painter.restore();
    }
}

// --- what people do ---

bool TimelineView::viewportEvent(QEvent* event)
{
    return m_mouse.handle(*event) || QAbstractScrollArea::viewportEvent(event);
}

/// Only the keyboard comes here; see TimelineMouse::handle().
void TimelineView::contextMenuEvent(QContextMenuEvent* /*event*/)
{
    m_keys.openMenu();
}

void TimelineView::keyPressEvent(QKeyEvent* event)
{
    event->setAccepted(m_keys.press(*event));
}

void TimelineView::focusInEvent(QFocusEvent* event)
{
    QAbstractScrollArea::focusInEvent(event);
    viewport()->update();
}

} // namespace parlance::client
