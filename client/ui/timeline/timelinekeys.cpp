#include "ui/timeline/timelinekeys.h"

#include <QApplication>
#include <QClipboard>
#include <QKeyEvent>
#include <QScrollBar>

#include <algorithm>

namespace parlance::client {

namespace {

bool isText(const QKeyEvent& event)
{
    return !event.text().isEmpty() && event.text().front().isPrint() &&
           !(event.modifiers() & (Qt::ControlModifier | Qt::AltModifier));
}

} // namespace

TimelineKeys::TimelineKeys(TimelineRows& rows, TimelineSelection& selection, TimelinePosition& position,
                           QScrollBar& bar)
    : m_rows(rows)
    , m_selection(selection)
    , m_position(position)
    , m_bar(bar)
{}

bool TimelineKeys::press(const QKeyEvent& event)
{
    if (!m_rows.timeline())
        return false;
    if (event.matches(QKeySequence::Copy)) {
        copy();
        return true;
    }
    if (event.matches(QKeySequence::SelectAll)) {
        m_selection.selectAll();
        return true;
    }
    switch (event.key()) {
    case Qt::Key_Up:
    case Qt::Key_Down:
        if (event.modifiers() != Qt::NoModifier)
            return false;
        step(event.key() == Qt::Key_Up ? -1 : 1);
        return true;
    case Qt::Key_PageUp:
        m_bar.triggerAction(QAbstractSlider::SliderPageStepSub);
        return true;
    case Qt::Key_PageDown:
        m_bar.triggerAction(QAbstractSlider::SliderPageStepAdd);
        return true;
    case Qt::Key_Home:
        m_position.toBeginning();
        return true;
    case Qt::Key_End:
        m_position.toEnd();
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
        openMenu();
        return true;
    default:
        break;
    }
    if (!isText(event))
        return false;
    Q_EMIT typed(event.text());
    return true;
}

void TimelineKeys::copy()
{
    if (const QString text = m_selection.copied(); !text.isEmpty())
        QApplication::clipboard()->setText(text);
}

void TimelineKeys::openMenu()
{
    if (const int row = m_selection.currentRow(); row >= 0)
        Q_EMIT menuWanted(size_t(row), m_rows.bubble(size_t(row)).center());
}

/// To the next message up or down, which comes into view as a whole if it can.
void TimelineKeys::step(int by)
{
    const int rows = int(m_rows.timeline()->size());
    if (rows == 0)
        return;
    const int from = m_selection.currentRow();
    const int row = from < 0 ? int(m_rows.visible().back().row) : std::clamp(from + by, 0, rows - 1);
    m_selection.setCurrentRow(row);
    m_position.bringIntoView(size_t(row), by > 0);
    Q_EMIT stepped();
}

} // namespace parlance::client
