#pragma once

#include "models/timeline.h"
#include "ui/timeline/rowflow.h"
#include "ui/timeline/rowlayout.h"
#include "ui/timeline/selection.h"

#include <QAbstractScrollArea>
#include <QTimer>

#include <unordered_map>

namespace parlance::client {

/// The messages of a room. Rows are laid out when they are seen; how many there are does not matter. What is read stays
/// where it is, to the pixel, whatever happens around it. The look must outlive it; a timeline must, too, or be taken
/// away with setTimeline(nullptr).
class TimelineView final : public QAbstractScrollArea, private TimelineObserver {
    Q_OBJECT

  public:
    explicit TimelineView(const Look& look, QWidget* parent = nullptr);
    ~TimelineView() override;

    /// At the end, or at the line "new messages" if there is one.
    void setTimeline(Timeline* timeline);

    /// For tags; see RowContext.
    void setTagOf(std::function<QString(const UserId&, const QString&)> tagOf) { m_tagOf = std::move(tagOf); }

    /// Whether what comes is seen at once.
    bool isAtEnd() const { return m_flow.isFollowing(); }
    void toEnd();

    /// "Today" is another day now.
    void dayChanged() { namesChanged(); }

    /// What was asked for by olderWanted() did not come; it is asked for again if it still is wanted.
    void retryMissing();

    /// Marks a text wherever it is seen, whatever the case of its letters; empty: nothing.
    void setMarked(const QString& text);

    /// Brings a message into view and marks it. False if it is not there.
    bool reveal(const QByteArray& key);

    /// Brings a row into view, with what stands just above it.
    void showRow(size_t row);

    /// Where in the room the view is: a message, and how far below the view's top it stands.
    struct Place {
        QByteArray key;
        int y = 0;
    };
    std::optional<Place> place();     ///< nothing while nothing is shown
    bool restore(const Place& place); ///< false if that message is not at hand

    /// Whether the end of a row's message is in the view, with a line of it at least.
    bool hasEnd(size_t row);

    /// What is selected, or the current message: as plain text; of several with name and time.
    QString copied() const;
    bool hasSelection() const { return selected().has_value(); }
    void selectAll();

    /// Where the keyboard is; -1: nowhere.
    int currentRow() const;
    void setCurrentRow(int row);

    /// For those who draw, test and describe.
    const std::vector<RowFlow::Placed>& visibleRows() const { return m_flow.visible(); }
    const RowLayout& rowLayout(size_t row);
    QRect bubbleRect(size_t row); ///< in the viewport; empty if it is not seen
    QString floatingDay(); ///< of which day is what one reads, unless a line with the date is there or at the end
    Timeline* timeline() const { return m_timeline; }
    RowFlow& flow() { return m_flow; }

    /// The time until what waits for the server goes out: milliseconds from an `until`.
    void setRemaining(std::function<qint64(qint64 until)> remaining) { m_remaining = std::move(remaining); }

  Q_SIGNALS:
    /// Messages before the one with this `seq` are missing and may be seen soon.
    void olderWanted(qint64 seq);
    void newerWanted(qint64 seq); ///< likewise, those after it
    void scrolled();
    void moved(); ///< by a person, or at their request; before scrolled()
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
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;

  private:
    void itemsInserted(size_t first, size_t count) override;
    void itemsRemoved(size_t first, size_t count) override;
    void itemsChanged(size_t first, size_t count) override;
    void itemsReset() override;
    void namesChanged() override;

    void relayout();
    void placed(); // after everything that moves rows
    void updateBar();
    void wantMissing();
    void dropLayouts();
    void dropFarLayouts();
    void paintFloatingDay(QPainter& painter);
    RowContext context() const;
    std::optional<Selection::Range> selected() const;

    struct Found {
        size_t row = 0;
        RowHit hit;
    };
    std::optional<Found> at(QPoint point, bool nearest = false);
    void hover(QPoint point);
    void activate(const Found& found, QPoint global);
    void step(int by);
    void selectWord(const Found& found);
    void showTip(QPoint point, QPoint global);

    const Look& m_look;
    Timeline* m_timeline = nullptr;
    RowFlow m_flow;
    std::unordered_map<size_t, std::unique_ptr<RowLayout>> m_layouts;
    std::function<QString(const UserId&, const QString&)> m_tagOf;
    std::function<qint64(qint64)> m_remaining;
    Selection m_selection;
    QByteArray m_current; // key
    QByteArray m_found;   // key of what was revealed
    std::optional<size_t> m_hovered;
    QPoint m_pressed;
    bool m_selecting = false;
    bool m_updatingBar = false;
    int m_barValue = 0;
    int m_layoutWidth = 0;
    qint64 m_wanted = 0; // seq from which was asked for last; negative: those after it
    QString m_marked;
    QTimer m_autoScroll; // while a selection is dragged beyond an edge
};

} // namespace parlance::client
