#include "ui/timeline/rowtext.h"
#include "ui/timeline/timelineaccess.h"
#include "ui/timeline/timelineview.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QScrollBar>
#include <QTextBoundaryFinder>
#include <QToolTip>

#include <algorithm>

/// The part of TimelineView that people point and type at.
namespace parlance::client {

/// `nearest`: where the point is beside all rows, the one closest to it.
std::optional<TimelineView::Found> TimelineView::at(QPoint point, bool nearest)
{
    const auto& visible = m_flow.visible();
    for (const RowFlow::Placed& placed : visible) {
        const bool inside = point.y() >= placed.y && point.y() < placed.y + placed.height;
        const bool isEdge = nearest && ((placed.row == visible.front().row && point.y() < placed.y) ||
                                        (placed.row == visible.back().row && point.y() >= placed.y));
        if (inside || isEdge)
            return Found{placed.row, rowLayout(placed.row).hit(point - QPoint(0, placed.y))};
    }
    return std::nullopt;
}

void TimelineView::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton || !m_timeline)
        return;
    const auto found = at(event->pos(), true);
    m_pressed = event->pos();
    m_found.clear();
    if (!found)
        return;
    const TextPlace place{Timeline::keyOf(m_timeline->item(found->row)), found->hit.position};
    if (event->modifiers() & Qt::ShiftModifier)
        m_selection.extend(place);
    else
        m_selection.begin(place);
    m_current = place.key;
    m_selecting = true;
    viewport()->update();
}

void TimelineView::mouseMoveEvent(QMouseEvent* event)
{
    if (!m_selecting || !(event->buttons() & Qt::LeftButton))
        return hover(event->pos());
    if ((event->pos() - m_pressed).manhattanLength() < QApplication::startDragDistance() && !hasSelection())
        return;
    if (const auto found = at(event->pos(), true))
        m_selection.extend({Timeline::keyOf(m_timeline->item(found->row)), found->hit.position});
    if (viewport()->rect().contains(event->pos()))
        m_autoScroll.stop();
    else if (!m_autoScroll.isActive())
        m_autoScroll.start();
    viewport()->update();
}

void TimelineView::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton)
        return;
    m_autoScroll.stop();
    m_selecting = false;
    if (hasSelection()) {
        if (QClipboard* clipboard = QApplication::clipboard(); clipboard->supportsSelection())
            clipboard->setText(copied(), QClipboard::Selection);
        return;
    }
    if (const auto found = at(event->pos()))
        activate(*found, event->globalPosition().toPoint());
}

void TimelineView::activate(const Found& found, QPoint global)
{
    const QByteArray nonce = m_timeline->item(found.row).fate.nonce.text();
    switch (found.hit.what) {
    case RowHit::Link:
        Q_EMIT linkActivated(found.hit.target);
        break;
    case RowHit::Again:
        Q_EMIT againWanted(nonce);
        break;
    case RowHit::Discard:
        Q_EMIT discardWanted(nonce);
        break;
    case RowHit::More:
        Q_EMIT menuWanted(found.row, global);
        break;
    case RowHit::Nothing:
    case RowHit::Bubble:
    case RowHit::Text:
        break;
    }
}

void TimelineView::mouseDoubleClickEvent(QMouseEvent* event)
{
    const auto found = at(event->pos());
    if (found && found->hit.what == RowHit::Text)
        selectWord(*found);
}

void TimelineView::selectWord(const Found& found)
{
    const QString& text = rowLayout(found.row).text();
    QTextBoundaryFinder words(QTextBoundaryFinder::Word, text);
    words.setPosition(found.hit.position);
    if (!words.isAtBoundary())
        words.toPreviousBoundary();
    const int start = int(words.position());
    const int end = int(words.toNextBoundary());
    const QByteArray key = Timeline::keyOf(m_timeline->item(found.row));
    m_selection.set({key, start}, {key, end < 0 ? int(text.size()) : end});
    viewport()->update();
}

void TimelineView::hover(QPoint point)
{
    const auto found = at(point);
    const std::optional<size_t> row = found ? std::optional(found->row) : std::nullopt;
    if (row != m_hovered) {
        m_hovered = row;
        viewport()->update();
    }
    Qt::CursorShape shape = Qt::ArrowCursor;
    if (found && found->hit.what == RowHit::Text)
        shape = Qt::IBeamCursor;
    else if (found && found->hit.what > RowHit::Text)
        shape = Qt::PointingHandCursor;
    if (viewport()->cursor().shape() != shape)
        viewport()->setCursor(shape);
}

/// Where a link truly leads, or when exactly something was said.
void TimelineView::showTip(QPoint point, QPoint global)
{
    const auto found = at(point);
    QString tip;
    if (found && found->hit.what == RowHit::Link)
        tip = found->hit.target;
    else if (found && found->hit.what == RowHit::Bubble)
        tip = rowtext::fullTime(m_timeline->item(found->row).message->timestamp, QLocale());
    // A tool tip that looks like HTML would be taken for it.
    QToolTip::showText(global, tip.isEmpty() ? tip : QStringLiteral("<p>%1</p>").arg(tip.toHtmlEscaped()), this);
}

bool TimelineView::viewportEvent(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        showTip(help->pos(), help->globalPos());
        return true;
    }
    if (event->type() == QEvent::Leave && m_hovered) {
        m_hovered.reset();
        viewport()->update();
    }
    return QAbstractScrollArea::viewportEvent(event);
}

void TimelineView::contextMenuEvent(QContextMenuEvent* event)
{
    if (!m_timeline)
        return;
    if (event->reason() == QContextMenuEvent::Keyboard) {
        const int row = currentRow();
        if (row >= 0)
            Q_EMIT menuWanted(size_t(row), viewport()->mapToGlobal(bubbleRect(size_t(row)).center()));
        return;
    }
    const auto found = at(event->pos());
    if (!found)
        return;
    setCurrentRow(int(found->row));
    Q_EMIT menuWanted(found->row, event->globalPos());
}

int TimelineView::currentRow() const
{
    const auto row = m_timeline && !m_current.isEmpty() ? m_timeline->find(m_current) : std::nullopt;
    return row ? int(*row) : -1;
}

void TimelineView::setCurrentRow(int row)
{
    m_current = row < 0 || !m_timeline ? QByteArray() : Timeline::keyOf(m_timeline->item(size_t(row)));
    m_found.clear();
    viewport()->update();
}

/// To the next message up or down, which comes into view as a whole if it can.
void TimelineView::step(int by)
{
    if (!m_timeline || m_timeline->size() == 0)
        return;
    const int rows = int(m_timeline->size());
    const int from = currentRow();
    const int row = from < 0 ? int(m_flow.visible().back().row) : std::clamp(from + by, 0, rows - 1);
    setCurrentRow(row);
    const int above = rowLayout(size_t(row)).size().above;
    const int tall = rowLayout(size_t(row)).size().height - above;
    const auto& visible = m_flow.visible();
    const auto seen = std::ranges::find(visible, size_t(row), &RowFlow::Placed::row);
    const int top = seen == visible.end() ? (by < 0 ? -1 : m_flow.viewHeight()) : seen->y + above;
    if (top < 0 || tall > m_flow.viewHeight())
        m_flow.show(size_t(row), m_look.scaled(8));
    else if (top + tall > m_flow.viewHeight())
        m_flow.show(size_t(row), m_flow.viewHeight() - tall);
    Q_EMIT moved();
    placed();
    tellCurrentRow(*this);
}

void TimelineView::focusInEvent(QFocusEvent* event)
{
    QAbstractScrollArea::focusInEvent(event);
    viewport()->update();
}

void TimelineView::keyPressEvent(QKeyEvent* event)
{
    if (!m_timeline)
        return event->ignore();
    const int row = currentRow();
    if (event->matches(QKeySequence::Copy)) {
        if (const QString text = copied(); !text.isEmpty())
            QApplication::clipboard()->setText(text);
        return;
    }
    if (event->matches(QKeySequence::SelectAll))
        return selectAll();
    switch (event->key()) {
    case Qt::Key_Up:
        return event->modifiers() == Qt::NoModifier ? step(-1) : event->ignore();
    case Qt::Key_Down:
        return event->modifiers() == Qt::NoModifier ? step(1) : event->ignore();
    case Qt::Key_PageUp:
    case Qt::Key_PageDown:
        verticalScrollBar()->triggerAction(event->key() == Qt::Key_PageUp ? QAbstractSlider::SliderPageStepSub
                                                                          : QAbstractSlider::SliderPageStepAdd);
        return;
    case Qt::Key_Home:
        m_flow.scrollTo(0);
        Q_EMIT moved();
        return placed();
    case Qt::Key_End:
        return toEnd();
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
        if (row >= 0)
            Q_EMIT menuWanted(size_t(row), viewport()->mapToGlobal(bubbleRect(size_t(row)).center()));
        return;
    default:
        break;
    }
    const bool isText = !event->text().isEmpty() && event->text().front().isPrint() &&
                        !(event->modifiers() & (Qt::ControlModifier | Qt::AltModifier));
    if (isText)
        Q_EMIT typed(event->text());
    else
        event->ignore();
}

} // namespace parlance::client
