#pragma once

#include "ui/timeline/timelineposition.h"
#include "ui/timeline/timelineselection.h"

#include <QTimer>

class QContextMenuEvent;
class QHelpEvent;
class QMouseEvent;
class QWidget;

namespace parlance::client {

/// What people do with the pointer in a timeline: it selects text, follows links, presses what can be pressed in a row,
/// and shows tips. Viewport, rows, selection and position must outlive it.
class TimelineMouse final : public QObject {
    Q_OBJECT

  public:
    TimelineMouse(QWidget& viewport, TimelineRows& rows, TimelineSelection& selection, TimelinePosition& position);

    /// To be handed every event of the viewport. True if it was for the pointer and nobody else should act on it.
    bool handle(QEvent& event);

    std::optional<size_t> hovered() const { return m_hovered; } ///< the row below the pointer

  Q_SIGNALS:
    void menuWanted(size_t row, const QPoint& globalPosition);
    void linkActivated(const QString& target);
    void againWanted(const QByteArray& nonce);
    void discardWanted(const QByteArray& nonce);

  private:
    void press(const QMouseEvent& event);
    void move(const QMouseEvent& event);
    void release(const QMouseEvent& event);
    void doubleClick(const QMouseEvent& event);
    bool openMenu(const QContextMenuEvent& event);
    void showTip(const QHelpEvent& event);
    void hover(QPoint point);
    void setHovered(std::optional<size_t> row);
    void activate(const TimelineRows::Found& found, QPoint global);
    void scrollAlong();

    QWidget& m_viewport;
    TimelineRows& m_rows;
    TimelineSelection& m_selection;
    TimelinePosition& m_position;
    std::optional<size_t> m_hovered;
    QPoint m_pressed;
    bool m_isSelecting = false;
    QTimer m_autoScroll; // while a selection is dragged beyond an edge
};

} // namespace parlance::client
