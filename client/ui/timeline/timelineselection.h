#pragma once

#include "models/timeline.h"
#include "ui/timeline/selection.h"

#include <QObject>

namespace parlance::client {

/// What somebody has picked out in a timeline: the current message, on which keys act; a message that was looked for;
/// and the selected text. All of it stays with its messages while others come and go. A timeline must outlive it, or be
/// taken away with setTimeline(nullptr).
class TimelineSelection final : public QObject {
    Q_OBJECT

  public:
    /// Nothing is picked out at first.
    void setTimeline(Timeline* timeline);

    int currentRow() const;                                 ///< -1 if there is no current message
    void setCurrentRow(int row);                            ///< -1: none
    const QByteArray& current() const { return m_current; } ///< by Timeline::keyOf()

    /// Makes a message that was looked for the current one, and marks it until another is current.
    void setFound(const QByteArray& key);
    const QByteArray& found() const { return m_found; }

    // Positions are UTF-16 units in the text of a row as it is shown.
    void begin(size_t row, int position);  ///< makes the row the current one
    void resume(size_t row, int position); ///< likewise, but goes on with the text that is selected
    void extend(size_t row, int position);
    void selectWord(size_t row, int position);
    void selectAll();

    bool hasText() const { return text().has_value(); }
    std::optional<Selection::Range> text() const; ///< nothing if none is selected

    /// The selected text or, if there is none, that of the current message. Where it is of several messages, each has
    /// its author and time.
    QString copied() const;

  Q_SIGNALS:
    void changed();

  private:
    QByteArray keyOf(size_t row) const { return Timeline::keyOf(m_timeline->item(row)); }

    Timeline* m_timeline = nullptr;
    Selection m_text;
    QByteArray m_current;
    QByteArray m_found;
};

} // namespace parlance::client
