#include "ui/timeline/timelineselection.h"

#include "ui/timeline/rowtext.h"

#include <QLocale>
#include <QTextBoundaryFinder>

namespace parlance::client {

namespace {

/// The text of a row as it is shown; RowLayout::text() is the same.
QString shownText(const TimelineItem& item)
{
    if (item.isDeleted())
        return rowtext::deleted();
    return (item.isAction() ? item.message->username + u' ' : QString()) + item.text;
}

} // namespace

void TimelineSelection::setTimeline(Timeline* timeline)
{
    m_timeline = timeline;
    m_text.clear();
    m_current.clear();
    m_found.clear();
    Q_EMIT changed();
}

int TimelineSelection::currentRow() const
{
    const auto row = m_timeline && !m_current.isEmpty() ? m_timeline->find(m_current) : std::nullopt;
    return row ? int(*row) : -1;
}

void TimelineSelection::setCurrentRow(int row)
{
    m_current = row < 0 || !m_timeline ? QByteArray() : keyOf(size_t(row));
    m_found.clear();
    Q_EMIT changed();
}

void TimelineSelection::setFound(const QByteArray& key)
{
    m_found = m_current = key;
    Q_EMIT changed();
}

void TimelineSelection::begin(size_t row, int position)
{
    m_text.begin({keyOf(row), position});
    setCurrentRow(int(row));
}

void TimelineSelection::resume(size_t row, int position)
{
    extend(row, position);
    setCurrentRow(int(row));
}

void TimelineSelection::extend(size_t row, int position)
{
    m_text.extend({keyOf(row), position});
    Q_EMIT changed();
}

void TimelineSelection::selectWord(size_t row, int position)
{
    const QString text = shownText(m_timeline->item(row));
    QTextBoundaryFinder words(QTextBoundaryFinder::Word, text);
    words.setPosition(position);
    if (!words.isAtBoundary())
        words.toPreviousBoundary();
    const int start = int(words.position());
    const int end = int(words.toNextBoundary());
    const QByteArray key = keyOf(row);
    m_text.set({key, start}, {key, end < 0 ? int(text.size()) : end});
    Q_EMIT changed();
}

void TimelineSelection::selectAll()
{
    if (!m_timeline || m_timeline->size() == 0)
        return;
    const size_t last = m_timeline->size() - 1;
    m_text.set({keyOf(0), 0}, {keyOf(last), int(shownText(m_timeline->item(last)).size())});
    Q_EMIT changed();
}

std::optional<Selection::Range> TimelineSelection::text() const
{
    if (!m_timeline)
        return std::nullopt;
    return m_text.range([this](const QByteArray& key) { return m_timeline->find(key); });
}

QString TimelineSelection::copied() const
{
    if (!m_timeline)
        return {};
    const auto range = text();
    if (!range) {
        const int row = currentRow();
        return row < 0 ? QString() : m_timeline->item(size_t(row)).text;
    }
    if (range->firstRow == range->lastRow)
        return shownText(m_timeline->item(range->firstRow))
            .mid(range->firstPosition, range->lastPosition - range->firstPosition);
    QStringList lines;
    for (size_t row = range->firstRow; row <= range->lastRow; ++row) {
        const TimelineItem item = m_timeline->item(row);
        const QString shown = shownText(item);
        const auto [from, to] = Selection::part(*range, row, int(shown.size()));
        if (to > from)
            lines << QStringLiteral("%1, %2\n%3")
                         .arg(item.message->username, rowtext::fullTime(item.message->timestamp, QLocale()),
                              shown.mid(from, to - from));
    }
    return lines.join(QStringLiteral("\n\n"));
}

} // namespace parlance::client
