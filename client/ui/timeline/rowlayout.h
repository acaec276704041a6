#pragma once

#include "models/timelineitem.h"
#include "ui/look/look.h"
#include "ui/timeline/rowflow.h"

#include <QTextLayout>

namespace parlance::client {

/// What is the same for all rows of a view.
struct RowContext {
    const Look& look;
    int width = 0;
    Qt::LayoutDirection direction = Qt::LeftToRight;
    std::function<QString(const UserId&)> nameOf;
    std::function<QString(const UserId&, const QString&)> tagOf; ///< tells apart who has the same name; else empty
    UserId self;
    qint64 now = 0;       ///< wall time, ms; for "Today"
    qint64 remaining = 0; ///< ms until what waits goes out again
};

/// What is at a point of a row.
struct RowHit {
    enum What { Nothing, Bubble, Text, Link, Again, Discard, More };

    What what = Nothing;
    int position = 0; ///< the nearest place in the text, wherever the point is
    QString target;   ///< of Link: where it leads
};

/// A piece of text with its place; never wrapped.
struct RowLabel {
    enum Kind { Day, New, Author, Tag, Stamp, Fate, Again, Discard, Notice };

    Kind kind = Day;
    QRect rect;
    QString text;
    QFont font;
};

/// One item of a timeline, laid out for a width: it knows how tall it is and what is where, and is thrown away when
/// the item or the width is another. All places are in the row's own coordinates. It draws in rowpainter.h.
class RowLayout {
  public:
    RowLayout(const TimelineItem& item, const RowContext& context);

    RowSize size() const { return {m_bubble.top(), m_height}; }
    RowHit hit(QPoint point) const;

    /// As it is shown, without what stands around it.
    const QString& text() const { return m_text; }

    /// Everything of the row, for those who cannot see it: "author, text, time".
    const QString& description() const { return m_description; }

    const QTextLayout& layout() const { return m_layout; }
    const std::vector<RowLabel>& labels() const { return m_labels; }
    QRect bubble() const { return m_bubble; } ///< also where none is drawn
    QRect avatar() const { return m_avatar; } ///< empty: there is none
    QRect more() const { return m_more; }     ///< the button that opens the message's menu
    QPoint textOrigin() const { return m_textOrigin; }
    int hue() const { return m_hue; }
    QString faceText() const { return m_initials; } ///< the initials

    enum class Frame { Other, Own, Call, None };
    Frame frame() const { return m_frame; }
    bool startsNew() const { return m_startsNew; }
    bool isFailed() const { return m_isFailed; }
    bool isMirrored() const { return m_isMirrored; } ///< from right to left
    bool isFirst() const { return m_isFirst; }       ///< of its group
    bool isLast() const { return m_isLast; }

  private:
    void addCentred(RowLabel::Kind kind, const QString& text, int gap, const RowContext& context);
    void addDay(qint64 at, const RowContext& context);
    void addAbove(const TimelineItem& item, const RowContext& context);
    void addAuthor(const TimelineItem& item, const RowContext& context);
    void addBubble(const TimelineItem& item, const RowContext& context);
    void addFate(const TimelineItem& item, const RowContext& context);
    void addBelow(const TimelineItem& item, const RowContext& context);
    void setText(const TimelineItem& item, const RowContext& context);
    QSize layOut(int width);
    void mirror(const RowContext& context);
    void describe(const TimelineItem& item);
    RowLabel& add(RowLabel::Kind kind, const QFont& font, const QString& text);

    struct Target {
        int start;
        int length;
        QString address;
    };

    QString m_text;
    QString m_description;
    QString m_stamp;
    QTextLayout m_layout;
    std::vector<Target> m_links;
    std::vector<RowLabel> m_labels;
    QRect m_bubble;
    QRect m_avatar;
    QRect m_more;
    QPoint m_textOrigin;
    QString m_initials;
    int m_height = 0;
    int m_hue = 0;
    Frame m_frame = Frame::Other;
    bool m_startsNew = false;
    bool m_isFailed = false;
    bool m_isMirrored = false;
    bool m_isFirst = false;
    bool m_isLast = false;
};

} // namespace parlance::client
