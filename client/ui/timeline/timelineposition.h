#pragma once

#include "ui/timeline/timelinerows.h"

namespace parlance::client {

/// Where in a room a view stands, and how one goes elsewhere. Rows and look must outlive it.
class TimelinePosition final : public QObject {
    Q_OBJECT

  public:
    TimelinePosition(TimelineRows& rows, const Look& look);

    /// Whether a message that comes now is seen at once.
    bool isAtEnd() const { return m_rows.flow().isFollowing(); }

    // These are for what people do or ask for.
    void toEnd();
    void toBeginning();             ///< of what is at hand
    void scrollBy(int pixels);      ///< positive: towards the end
    void scrollTo(qint64 position); ///< pixels, by RowFlow's guess of what is above
    void goTo(size_t row);          ///< with a third of the view above it

    /// Goes no farther than is needed to have all of a row's message in the view; of one that is taller, the beginning.
    /// `down`: the person comes from above, which matters where the row is not seen.
    void bringIntoView(size_t row, bool down);

    /// Shows a row, with what stands just above it. Nobody has asked for that, so moved() is not emitted.
    void showRow(size_t row);

    /// A place in the room: a message, and how many pixels it stands below the view's top.
    struct Place {
        QByteArray key; ///< by Timeline::keyOf()
        int y = 0;
    };
    std::optional<Place> place();     ///< nothing while nothing is shown
    bool restore(const Place& place); ///< false if that message is not at hand

    /// The day of what one reads; empty if a line with the date is in sight there, or at the end.
    QString floatingDay();

  Q_SIGNALS:
    void moved(); ///< by a person, or at their request; before TimelineRows::placed()

  private:
    void begin();
    void tell();

    TimelineRows& m_rows;
    const Look& m_look;
};

} // namespace parlance::client
