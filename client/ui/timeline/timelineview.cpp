#include "ui/timeline/timelineview.h"

#include "ui/timeline/rowpainter.h"
#include "ui/timeline/rowtext.h"
#include "ui/timeline/timelineaccess.h"

#include <QLocale>
#include <QPaintEvent>
#include <QPainter>
#include <QScrollBar>

#include <algorithm>
#include <utility>

namespace parlance::client {

namespace {
constexpr size_t keptLayouts = 200;
constexpr int pagesAhead = 2;       // heights of the view that should be at hand above it
constexpr int bottomMargin = 8;     // pixels below the last row
constexpr int floatingDayRoom = 44; // pixels at the usual size, from the top
} // namespace

TimelineView::TimelineView(const Look& look, QWidget* parent)
    : QAbstractScrollArea(parent)
    , m_look(look)
    , m_flow([this](size_t row) { return rowLayout(row).size(); })
{
    describeTimelines();
    setObjectName(QStringLiteral("timeline"));
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::StrongFocus);
    viewport()->setMouseTracking(true);
    viewport()->setAutoFillBackground(false);
    verticalScrollBar()->setSingleStep(m_look.scaled(24));
    m_autoScroll.setInterval(30);
    connect(&m_autoScroll, &QTimer::timeout, this, [this] {
        const int y = viewport()->mapFromGlobal(QCursor::pos()).y();
        const int beyond = y < 0 ? y : std::max(0, y - viewport()->height());
        m_flow.scrollBy(beyond);
        Q_EMIT moved();
        placed();
    });
    connect(&m_look, &Look::changed, this, [this] { relayout(); });
}

TimelineView::~TimelineView()
{
    if (m_timeline)
        m_timeline->observers().remove(*this);
}

void TimelineView::setTimeline(Timeline* timeline)
{
    if (m_timeline)
        m_timeline->observers().remove(*this);
    m_timeline = timeline;
    if (m_timeline)
        m_timeline->observers().add(*this);
    m_selection.clear();
    m_current.clear();
    m_found.clear();
    itemsReset();
}

// --- what changes in the timeline ---

void TimelineView::itemsInserted(size_t first, size_t count)
{
    if (std::ranges::any_of(m_layouts, [first](const auto& each) { return each.first >= first; })) {
        std::unordered_map<size_t, std::unique_ptr<RowLayout>> moved;
        for (auto& [row, layout] : m_layouts)
            moved.emplace(row >= first ? row + count : row, std::move(layout));
        m_layouts = std::move(moved);
    }
    m_hovered.reset();
    m_flow.insert(first, count);
    placed();
}

void TimelineView::itemsRemoved(size_t first, size_t count)
{
    std::unordered_map<size_t, std::unique_ptr<RowLayout>> moved;
    for (auto& [row, layout] : m_layouts) {
        if (row < first || row >= first + count)
            moved.emplace(row < first ? row : row - count, std::move(layout));
    }
    m_layouts = std::move(moved);
    m_hovered.reset();
    m_flow.remove(first, count);
    placed();
}

void TimelineView::itemsChanged(size_t first, size_t count)
{
    std::erase_if(m_layouts, [&](const auto& each) { return each.first >= first && each.first < first + count; });
    m_flow.change(first, count);
    placed();
}

void TimelineView::itemsReset()
{
    dropLayouts();
    m_wanted = 0;
    m_flow.reset(m_timeline ? m_timeline->size() : 0);
    if (const auto row = m_timeline ? m_timeline->firstNewRow() : std::nullopt)
        return showRow(*row);
    placed();
}

/// Layouts of what is not seen are made anew when it is; the heights of those rows hardly change by a name.
void TimelineView::namesChanged()
{
    dropLayouts();
    if (const auto visible = m_flow.visible(); !visible.empty())
        m_flow.change(visible.front().row, visible.back().row - visible.front().row + 1);
    placed();
}

// --- layout ---

RowContext TimelineView::context() const
{
    RowContext context{m_look, viewport()->width(), layoutDirection(), {}, m_tagOf, {}, 0, 0};
    context.nameOf = [this](const UserId& user) { return m_timeline->nameOf(user); };
    context.self = m_timeline->self();
    context.now = m_timeline->now();
    return context;
}

const RowLayout& TimelineView::rowLayout(size_t row)
{
    std::unique_ptr<RowLayout>& layout = m_layouts[row];
    if (!layout) {
        const TimelineItem item = m_timeline->item(row);
        RowContext where = context();
        if (item.fate.until > 0 && m_remaining)
            where.remaining = m_remaining(item.fate.until);
        layout = std::make_unique<RowLayout>(item, where);
    }
    return *layout;
}

QRect TimelineView::bubbleRect(size_t row)
{
    for (const RowFlow::Placed& placed : m_flow.visible()) {
        if (placed.row == row)
            return rowLayout(row).bubble().translated(0, placed.y);
    }
    return {};
}

void TimelineView::dropLayouts()
{
    m_layouts.clear();
    m_hovered.reset();
}

void TimelineView::dropFarLayouts()
{
    if (m_layouts.size() <= keptLayouts || m_flow.visible().empty())
        return;
    const size_t first = m_flow.visible().front().row;
    const size_t last = m_flow.visible().back().row;
    std::erase_if(m_layouts, [&](const auto& each) {
        return each.first + keptLayouts / 4 < first || each.first > last + keptLayouts / 4;
    });
}

void TimelineView::relayout()
{
    dropLayouts();
    m_layoutWidth = viewport()->width();
    verticalScrollBar()->setSingleStep(m_look.scaled(24));
    m_flow.resize(viewport()->height() - bottomMargin, RowFlow::Rows::Rewrapped);
    placed();
}

void TimelineView::resizeEvent(QResizeEvent* event)
{
    QAbstractScrollArea::resizeEvent(event);
    if (viewport()->width() != m_layoutWidth)
        return relayout();
    m_flow.resize(viewport()->height() - bottomMargin, RowFlow::Rows::Same);
    placed();
}

void TimelineView::changeEvent(QEvent* event)
{
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::LayoutDirectionChange || event->type() == QEvent::LocaleChange)
        relayout();
}

void TimelineView::placed()
{
    dropFarLayouts();
    updateBar();
    viewport()->update();
    Q_EMIT scrolled();
    wantMissing();
}

void TimelineView::updateBar()
{
    const qint64 range = std::max<qint64>(0, m_flow.length() - m_flow.viewHeight());
    QScrollBar* bar = verticalScrollBar();
    m_updatingBar = true;
    bar->setPageStep(std::max(1, m_flow.viewHeight() - m_look.scaled(24)));
    bar->setRange(0, int(range));
    bar->setValue(m_flow.isFollowing() ? int(range) : int(std::max<qint64>(0, m_flow.position())));
    m_barValue = bar->value();
    m_updatingBar = false;
}

void TimelineView::scrollContentsBy(int /*dx*/, int /*dy*/)
{
    if (m_updatingBar)
        return;
    const int value = verticalScrollBar()->value();
    const int by = value - m_barValue;
    // Near by it goes from what is seen, exactly; far away, to where that should be.
    if (std::abs(by) <= 3 * m_flow.viewHeight())
        m_flow.scrollBy(by);
    else
        m_flow.scrollTo(value);
    Q_EMIT moved();
    placed();
}

void TimelineView::setMarked(const QString& text)
{
    m_marked = text;
    viewport()->update();
}

/// Asks for messages that are missing in what is seen or a little above it. Where one has gone back to a message that
/// is seen, one reads on downwards from it: what comes next is asked for, not what is at the far end of the gap.
void TimelineView::wantMissing()
{
    if (!m_timeline || m_flow.visible().empty())
        return;
    const RowFlow::Placed first = m_flow.visible().front();
    int ahead = -first.y;
    for (size_t row = m_flow.visible().back().row + 1; row-- > 0 && ahead < pagesAhead * viewport()->height();) {
        if (row < first.row)
            ahead += m_flow.heightOf(row);
        const auto seq = m_timeline->gapBefore(row);
        if (!seq)
            continue;
        const bool below = row > first.row && !m_flow.isFollowing();
        const qint64 from = below ? -m_timeline->item(row - 1).message->seq : *seq;
        if (from == std::exchange(m_wanted, from))
            return;
        if (below)
            Q_EMIT newerWanted(-from);
        else
            Q_EMIT olderWanted(from);
        return;
    }
}

void TimelineView::retryMissing()
{
    m_wanted = 0;
    wantMissing();
}

// --- drawing ---

std::optional<Selection::Range> TimelineView::selected() const
{
    if (!m_timeline)
        return std::nullopt;
    return m_selection.range([this](const QByteArray& key) { return m_timeline->find(key); });
}

void TimelineView::paintEvent(QPaintEvent* event)
{
    QPainter painter(viewport());
    painter.fillRect(event->rect(), m_look.theme().surface);
    if (!m_timeline)
        return;
    const auto range = selected();
    for (const RowFlow::Placed& placed : m_flow.visible()) {
        if (placed.y > event->rect().bottom() || placed.y + placed.height < event->rect().top())
            continue;
        const RowLayout& row = rowLayout(placed.row);
        RowLooks looks;
        if (range)
            std::tie(looks.selectedFrom, looks.selectedTo) =
                Selection::part(*range, placed.row, int(row.text().size()));
        looks.marked = m_marked;
        const QByteArray key = Timeline::keyOf(m_timeline->item(placed.row));
        looks.isCurrent = hasFocus() && key == m_current;
        looks.isFound = key == m_found;
        looks.isHovered = m_hovered == placed.row || looks.isCurrent;
        painter.save();
        painter.translate(0, placed.y);
        paintRow(painter, row, looks, m_look, viewport()->width());
        painter.restore();
    }
    paintFloatingDay(painter);
}

QString TimelineView::floatingDay()
{
    if (!m_timeline || m_flow.isFollowing() || m_flow.visible().empty())
        return {};
    for (const RowFlow::Placed& placed : m_flow.visible()) {
        if (placed.y > m_look.scaled(floatingDayRoom))
            break;
        for (const RowLabel& label : rowLayout(placed.row).labels()) {
            if (label.kind == RowLabel::Day && label.rect.bottom() + placed.y >= 0)
                return {};
        }
    }
    const TimelineItem first = m_timeline->item(m_flow.visible().front().row);
    return rowtext::day(first.message->timestamp, m_timeline->now(), QLocale());
}

void TimelineView::paintFloatingDay(QPainter& painter)
{
    const QString day = floatingDay();
    if (day.isEmpty())
        return;
    const QFont font = m_look.small();
    const QSize text = QFontMetrics(font).size(Qt::TextSingleLine, day);
    QRect chip(QPoint(), text + QSize(m_look.scaled(20), m_look.scaled(8)));
    chip.moveTopLeft({(viewport()->width() - chip.width()) / 2, m_look.scaled(6)});
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(m_look.theme().edge);
    painter.setBrush(m_look.theme().raised);
    const double round = chip.height() / 2.0;
    painter.drawRoundedRect(QRectF(chip).adjusted(0.5, 0.5, -0.5, -0.5), round, round);
    painter.setFont(font);
    painter.setPen(m_look.theme().muted);
    painter.drawText(chip, Qt::AlignCenter, day);
}

QString TimelineView::copied() const
{
    if (!m_timeline)
        return {};
    const auto range = selected();
    if (!range) {
        const int row = currentRow();
        return row < 0 ? QString() : m_timeline->item(size_t(row)).text;
    }
    const auto textOf = [](const TimelineItem& item) {
        return item.isDeleted() ? rowtext::deleted()
                                : (item.isAction() ? item.message->username + u' ' : QString()) + item.text;
    };
    if (range->firstRow == range->lastRow)
        return textOf(m_timeline->item(range->firstRow))
            .mid(range->firstPosition, range->lastPosition - range->firstPosition);
    QStringList lines;
    for (size_t row = range->firstRow; row <= range->lastRow; ++row) {
        const TimelineItem item = m_timeline->item(row);
        const QString text = textOf(item);
        const auto [from, to] = Selection::part(*range, row, int(text.size()));
        if (to > from)
            lines << QStringLiteral("%1, %2\n%3")
                         .arg(item.message->username, rowtext::fullTime(item.message->timestamp, QLocale()),
                              text.mid(from, to - from));
    }
    return lines.join(QStringLiteral("\n\n"));
}

void TimelineView::selectAll()
{
    if (!m_timeline || m_timeline->size() == 0)
        return;
    const size_t last = m_timeline->size() - 1;
    m_selection.set({Timeline::keyOf(m_timeline->item(0)), 0},
                    {Timeline::keyOf(m_timeline->item(last)), int(rowLayout(last).text().size())});
    viewport()->update();
}

} // namespace parlance::client
