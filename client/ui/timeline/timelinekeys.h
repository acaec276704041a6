#pragma once

#include "ui/timeline/timelineposition.h"
#include "ui/timeline/timelineselection.h"

class QKeyEvent;
class QScrollBar;

namespace parlance::client {

/// What people do with the keyboard in a timeline: they walk through the messages, scroll, copy and open menus; letters
/// are meant for the composer. All that it is given must outlive it.
class TimelineKeys final : public QObject {
    Q_OBJECT

  public:
    TimelineKeys(TimelineRows& rows, TimelineSelection& selection, TimelinePosition& position, QScrollBar& bar);

    /// False if the key means nothing here.
    bool press(const QKeyEvent& event);

    /// Asks for the menu of the current message, if there is one.
    void openMenu();

  Q_SIGNALS:
    void menuWanted(size_t row, const QPoint& position); ///< in the view
    void stepped();                                      ///< to another message, which is the current one now
    void typed(const QString& text);

  private:
    void copy();
    void step(int by);

    TimelineRows& m_rows;
    TimelineSelection& m_selection;
    TimelinePosition& m_position;
    QScrollBar& m_bar;
};

} // namespace parlance::client
