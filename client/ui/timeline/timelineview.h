#pragma once

#include "ui/timeline/historyprefetch.h"
#include "ui/timeline/timelinekeys.h"
#include "ui/timeline/timelinemouse.h"
#include "ui/timeline/timelineposition.h"
#include "ui/timeline/timelinerows.h"
#include "ui/timeline/timelineselection.h"

#include <QAbstractScrollArea>

namespace parlance::client {

/// The widget that shows the messages of a room. It puts its parts together, paints, and keeps the scroll bar equal to
/// where the view stands; each part answers for itself. The look must outlive it; a timeline must, too, or be taken
/// away with setTimeline(nullptr).
class TimelineView final : public QAbstractScrollArea {
    Q_OBJECT

  public:
    explicit TimelineView(const Look& look, QWidget* parent = nullptr);

    /// Shows a timeline at the end, or at the line "new messages" if there is one; nullptr: none.
    void setTimeline(Timeline* timeline);
    Timeline* timeline() const { return m_rows.timeline(); }

    /// Marks a text wherever it is seen, whatever the case of its letters; empty: nothing.
    void setMarked(const QString& text);

    /// Goes to a message that somebody looked for, and marks it. False if it is not there.
    bool reveal(const QByteArray& key);

    TimelineRows& rows() { return m_rows; }
    TimelinePosition& position() { return m_position; }
    TimelineSelection& selection() { return m_selection; }
    HistoryPrefetch& prefetch() { return m_prefetch; }

  Q_SIGNALS:
    void menuWanted(size_t row, const QPoint& globalPosition);
    void linkActivated(const QString& target);
    void againWanted(const QByteArray& nonce);
    void discardWanted(const QByteArray& nonce);
    void typed(const QString& text); ///< letters meant for the composer

  protected:
    bool viewportEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void scrollContentsBy(int dx, int dy) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;

  private:
    void connectParts();
    void updateBar();
    void paintRows(QPainter& painter, const QRect& part);

    const Look& m_look;
    TimelineRows m_rows;
    TimelinePosition m_position;
    TimelineSelection m_selection;
    HistoryPrefetch m_prefetch;
    TimelineMouse m_mouse;
    TimelineKeys m_keys;
    QString m_marked;
    bool m_isUpdatingBar = false;
    int m_barValue = 0;
};

} // namespace parlance::client
