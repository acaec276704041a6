#include "ui/timeline/timelinemouse.h"

#include "ui/timeline/rowtext.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QToolTip>
#include <QWidget>

#include <algorithm>

namespace parlance::client {

TimelineMouse::TimelineMouse(QWidget& viewport, TimelineRows& rows, TimelineSelection& selection,
                             TimelinePosition& position)
    : m_viewport(viewport)
    , m_rows(rows)
    , m_selection(selection)
    , m_position(position)
{
    constexpr int interval = 30; // milliseconds
    m_autoScroll.setInterval(interval);
    connect(&m_autoScroll, &QTimer::timeout, this, &TimelineMouse::scrollAlong);
    connect(&m_rows, &TimelineRows::renumbered, this, [this] { setHovered({}); });
}

bool TimelineMouse::handle(QEvent& event)
{
    switch (event.type()) {
    case QEvent::MouseButtonPress:
        press(static_cast<QMouseEvent&>(event));
        return true;
    case QEvent::MouseMove:
        move(static_cast<QMouseEvent&>(event));
        return true;
    case QEvent::MouseButtonRelease:
        release(static_cast<QMouseEvent&>(event));
        return true;
    case QEvent::MouseButtonDblClick:
        doubleClick(static_cast<QMouseEvent&>(event));
        return true;
    case QEvent::ContextMenu:
        return openMenu(static_cast<QContextMenuEvent&>(event));
    case QEvent::ToolTip:
        showTip(static_cast<QHelpEvent&>(event));
        return true;
    case QEvent::Leave:
        setHovered({});
        return false;
    default:
        return false;
    }
}

void TimelineMouse::press(const QMouseEvent& event)
{
    if (event.button() != Qt::LeftButton)
        return;
    m_pressed = event.pos();
    const auto found = m_rows.nearest(event.pos());
    if (!found)
        return;
    if (event.modifiers() & Qt::ShiftModifier)
        m_selection.resume(found->row, found->hit.position);
    else
        m_selection.begin(found->row, found->hit.position);
    m_isSelecting = true;
}

void TimelineMouse::move(const QMouseEvent& event)
{
    if (!m_isSelecting || !(event.buttons() & Qt::LeftButton))
        return hover(event.pos());
    if ((event.pos() - m_pressed).manhattanLength() < QApplication::startDragDistance() && !m_selection.hasText())
        return;
    if (const auto found = m_rows.nearest(event.pos()))
        m_selection.extend(found->row, found->hit.position);
    if (m_viewport.rect().contains(event.pos()))
        m_autoScroll.stop();
    else if (!m_autoScroll.isActive())
        m_autoScroll.start();
}

void TimelineMouse::release(const QMouseEvent& event)
{
    if (event.button() != Qt::LeftButton)
        return;
    m_autoScroll.stop();
    m_isSelecting = false;
    if (m_selection.hasText()) {
        if (QClipboard* clipboard = QApplication::clipboard(); clipboard->supportsSelection())
            clipboard->setText(m_selection.copied(), QClipboard::Selection);
        return;
    }
    if (const auto found = m_rows.at(event.pos()))
        activate(*found, event.globalPosition().toPoint());
}

void TimelineMouse::activate(const TimelineRows::Found& found, QPoint global)
{
    const QByteArray nonce = m_rows.timeline()->item(found.row).fate.nonce.text();
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

void TimelineMouse::doubleClick(const QMouseEvent& event)
{
    const auto found = m_rows.at(event.pos());
    if (found && found->hit.what == RowHit::Text)
        m_selection.selectWord(found->row, found->hit.position);
}

/// A menu that the keyboard asks for is none of the pointer's business.
bool TimelineMouse::openMenu(const QContextMenuEvent& event)
{
    if (event.reason() == QContextMenuEvent::Keyboard)
        return false;
    if (const auto found = m_rows.at(event.pos())) {
        m_selection.setCurrentRow(int(found->row));
        Q_EMIT menuWanted(found->row, event.globalPos());
    }
    return true;
}

void TimelineMouse::hover(QPoint point)
{
    const auto found = m_rows.at(point);
    setHovered(found ? std::optional(found->row) : std::nullopt);
    Qt::CursorShape shape = Qt::ArrowCursor;
    if (found && found->hit.what == RowHit::Text)
        shape = Qt::IBeamCursor;
    else if (found && found->hit.what > RowHit::Text)
        shape = Qt::PointingHandCursor;
    if (m_viewport.cursor().shape() != shape)
        m_viewport.setCursor(shape);
}

void TimelineMouse::setHovered(std::optional<size_t> row)
{
    if (row == m_hovered)
        return;
    m_hovered = row;
    m_viewport.update();
}

/// Tells where a link truly leads, or when exactly something was said.
void TimelineMouse::showTip(const QHelpEvent& event)
{
    const auto found = m_rows.at(event.pos());
    QString tip;
    if (found && found->hit.what == RowHit::Link)
        tip = found->hit.target;
    else if (found && found->hit.what == RowHit::Bubble)
        tip = rowtext::fullTime(m_rows.timeline()->item(found->row).message->timestamp, QLocale());
    // A tool tip that looks like HTML would be taken for it.
    QToolTip::showText(event.globalPos(), tip.isEmpty() ? tip : QStringLiteral("<p>%1</p>").arg(tip.toHtmlEscaped()),
                       &m_viewport);
}

/// The farther the pointer is beyond an edge, the faster the rows scroll.
void TimelineMouse::scrollAlong()
{
    const int y = m_viewport.mapFromGlobal(QCursor::pos()).y();
    m_position.scrollBy(y < 0 ? y : std::max(0, y - m_viewport.height()));
}

} // namespace parlance::client
