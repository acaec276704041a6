#include "ui/timeline/selection.h"

#include <tuple>
#include <utility>

namespace parlance::client {

std::optional<Selection::Range> Selection::range(const RowOf& rowOf) const
{
    if (isEmpty())
        return std::nullopt;
    const auto from = rowOf(m_anchor.key);
    const auto to = rowOf(m_end.key);
    if (!from || !to)
        return std::nullopt;
    if (std::tie(*from, m_anchor.position) <= std::tie(*to, m_end.position))
        return Range{*from, m_anchor.position, *to, m_end.position};
    return Range{*to, m_end.position, *from, m_anchor.position};
}

std::pair<int, int> Selection::part(const Range& range, size_t row, int length)
{
    if (row < range.firstRow || row > range.lastRow)
        return {0, 0};
    return {row == range.firstRow ? range.firstPosition : 0, row == range.lastRow ? range.lastPosition : length};
}

} // namespace parlance::client
