#include "ui/timeline/rowflow.h"

#include <algorithm>

namespace parlance::client {

void RowFlow::reset(size_t rows)
{
    m_heights.assign(rows, unknown);
    m_known = m_knownSum = 0;
    m_following = true;
    place();
}

void RowFlow::insert(size_t first, size_t count)
{
    if (first <= m_row && !m_heights.empty())
        m_row += count;
    m_heights.insert(m_heights.begin() + qsizetype(first), count, int(unknown));
    place();
}

void RowFlow::remove(size_t first, size_t count)
{
    forget(first, count);
    m_heights.erase(m_heights.begin() + qsizetype(first), m_heights.begin() + qsizetype(first + count));
    if (m_row >= first + count)
        m_row -= count;
    else if (m_row >= first)
        m_row = std::min(first, m_heights.empty() ? 0 : m_heights.size() - 1);
    place();
}

void RowFlow::change(size_t first, size_t count)
{
    forget(first, count);
    place();
}

void RowFlow::resize(int viewHeight, Rows rows)
{
    m_viewHeight = viewHeight;
    if (rows == Rows::Rewrapped)
        forget(0, size());
    place();
}

void RowFlow::scrollBy(int pixels)
{
    m_following = false;
    m_y -= pixels;
    place();
}

void RowFlow::scrollTo(qint64 position)
{
    m_following = false;
    size_t row = 0;
    qint64 top = 0;
    for (const int mean = this->mean(); row + 1 < size(); ++row) {
        const int next = m_heights[row] == unknown ? mean : m_heights[row];
        if (top + next > position)
            break;
        top += next;
    }
    m_row = row;
    if (row < size())
        m_y = int(top - position) + measure(row).above;
    place();
}

void RowFlow::toEnd()
{
    m_following = true;
    place();
}

void RowFlow::show(size_t row, int y)
{
    m_following = false;
    m_row = row;
    m_y = y;
    place();
}

qint64 RowFlow::length() const
{
    return sum(size());
}

qint64 RowFlow::position() const
{
    return m_visible.empty() ? 0 : sum(m_visible.front().row) - m_visible.front().y;
}

RowSize RowFlow::measure(size_t row)
{
    const RowSize size = m_measure(row);
    forget(row, 1);
    m_heights[row] = size.height;
    ++m_known;
    m_knownSum += size.height;
    return size;
}

int RowFlow::height(size_t row)
{
    return m_heights[row] == unknown ? measure(row).height : m_heights[row];
}

int RowFlow::mean() const
{
    return m_known > 0 ? int(m_knownSum / m_known) : guess;
}

/// Over a hundred thousand rows this takes some ten microseconds, a tree would only be in the way.
qint64 RowFlow::sum(size_t rows) const
{
    qint64 all = 0;
    for (size_t i = 0, mean = size_t(this->mean()); i < rows; ++i)
        all += m_heights[i] == unknown ? int(mean) : m_heights[i];
    return all;
}

void RowFlow::forget(size_t first, size_t count)
{
    for (size_t i = first; i < first + count; ++i) {
        if (m_heights[i] == unknown)
            continue;
        --m_known;
        m_knownSum -= m_heights[i];
        m_heights[i] = unknown;
    }
}

/// Finds out which rows are seen, from where the view is, and keeps the view from standing beyond either end.
void RowFlow::place()
{
    m_visible.clear();
    if (m_heights.empty()) {
        m_row = 0;
        m_y = 0;
        m_following = true;
        return;
    }
    size_t row = m_row;
    int top = 0;
    if (m_following) {
        row = size() - 1;
        top = m_viewHeight - height(row);
    } else {
        top = m_y - measure(row).above;
    }
    while (top > 0 && row > 0)
        top -= height(--row);
    while (top + height(row) <= 0 && row + 1 < size())
        top += height(row++);
    fill(row, top);
    if (belowEnd() < 0) { // beyond the end
        m_following = true;
        return place();
    }
    if (m_visible.front().row == 0 && m_visible.front().y > 0 && belowEnd() > 0) { // beyond the beginning
        fill(0, 0);
        if (belowEnd() < 0) // too few to fill the view
            fill(0, -belowEnd());
    }
    m_following = belowEnd() <= stickyDistance;
    m_row = m_visible.front().row;
    m_y = m_visible.front().y + measure(m_row).above;
}

/// Pixels of rows below the view; negative: they end above its bottom. Not exact where rows follow that are not seen.
int RowFlow::belowEnd() const
{
    const Placed& last = m_visible.back();
    return last.row + 1 < size() ? m_viewHeight : last.y + last.height - m_viewHeight;
}

/// Rows from `row` on, whose top is at `top`, down to the view's bottom.
void RowFlow::fill(size_t row, int top)
{
    m_visible.clear();
    do {
        m_visible.push_back({row, top, height(row)});
        top += m_visible.back().height;
        ++row;
    } while (row < size() && top < m_viewHeight);
}

} // namespace parlance::client
