#pragma once

#include "models/timeline.h"
#include "ui/timeline/rowcache.h"
#include "ui/timeline/rowflow.h"

#include <QObject>

namespace parlance::client {

/// The rows of a timeline as they stand in a view: it lays out those that are seen, follows what changes in the
/// timeline, and knows what is where. What is read stays where it is, to the pixel, whatever happens around it; see
/// RowFlow. It knows no widget. All places are in the view's coordinates. The look must outlive it; a timeline must,
/// too, or be taken away with setTimeline(nullptr).
class TimelineRows final : public QObject, private TimelineObserver {
    Q_OBJECT

  public:
    explicit TimelineRows(const Look& look);
    ~TimelineRows() override;

    /// Stands at the end, or at the line "new messages" if there is one.
    void setTimeline(Timeline* timeline);
    Timeline* timeline() const { return m_timeline; }

    /// Tells apart people who have the same name; see RowContext.
    void setTagOf(std::function<QString(const UserId&, const QString&)> tagOf) { m_tagOf = std::move(tagOf); }

    /// Tells how long it is until what waits for the server goes out: milliseconds from an `until`.
    void setRemaining(std::function<qint64(qint64 until)> remaining) { m_remaining = std::move(remaining); }

    /// The size of the view, in pixels, and the direction in which people read.
    void setView(QSize size, Qt::LayoutDirection direction);
    int viewHeight() const { return m_view.height(); }

    /// Lays out everything anew: fonts, colours or the language are others, and with them the heights of all rows.
    void relayout();

    /// Lays out anew what depends on names and on the date. The heights of rows that are not seen hardly change by it.
    void refresh();

    /// The layout is valid until the event loop runs or flow() moves.
    const RowLayout& layout(size_t row) { return m_layouts.layout(row); }

    const std::vector<RowFlow::Placed>& visible() const { return m_flow.visible(); }
    QRect bubble(size_t row); ///< empty if the row is not seen

    /// Whether the end of a row's message is in the view, with at least one line of it.
    bool hasEnd(size_t row);

    struct Found {
        size_t row = 0;
        RowHit hit;
    };
    std::optional<Found> at(QPoint point);
    std::optional<Found> nearest(QPoint point); ///< the closest row where the point is above or below all of them

    /// Where the view stands. Whoever moves it calls moved() afterwards.
    RowFlow& flow() { return m_flow; }
    void moved();

  Q_SIGNALS:
    void placed();     ///< rows may stand elsewhere, or look different
    void renumbered(); ///< what is remembered by a row's number is void
    void wasReset();   ///< all rows are others; placed() follows

  private:
    void itemsInserted(size_t first, size_t count) override;
    void itemsRemoved(size_t first, size_t count) override;
    void itemsChanged(size_t first, size_t count) override;
    void itemsReset() override;
    void namesChanged() override { refresh(); }

    std::unique_ptr<RowLayout> layOut(size_t row) const;
    void dropLayouts();

    const Look& m_look;
    Timeline* m_timeline = nullptr;
    RowFlow m_flow;
    RowCache m_layouts;
    std::function<QString(const UserId&, const QString&)> m_tagOf;
    std::function<qint64(qint64)> m_remaining;
    QSize m_view{640, 0}; // until it is known
    Qt::LayoutDirection m_direction = Qt::LeftToRight;
};

} // namespace parlance::client
