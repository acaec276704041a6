#include "core/ordinals.h"

#include <algorithm>
#include <iterator>

namespace parlance::client {

void Ordinals::insert(qint64 first, qint64 last)
{
    if (first > last)
        return;
    auto range = m_ranges.lower_bound(first);
    if (range != m_ranges.begin() && std::prev(range)->second >= first - 1)
        --range;
    while (range != m_ranges.end() && range->first <= last + 1) {
        first = std::min(first, range->first);
        last = std::max(last, range->second);
        m_count -= range->second - range->first + 1;
        range = m_ranges.erase(range);
    }
    m_ranges.emplace(first, last);
    m_count += last - first + 1;
}

void Ordinals::removeUpTo(qint64 n)
{
    while (!m_ranges.empty() && m_ranges.begin()->first <= n) {
        const auto [first, last] = *m_ranges.begin();
        m_ranges.erase(m_ranges.begin());
        m_count -= last - first + 1;
        if (last > n) {
            m_ranges.emplace(n + 1, last);
            m_count += last - n;
        }
    }
}

void Ordinals::clear()
{
    m_ranges.clear();
    m_count = 0;
}

bool Ordinals::contains(qint64 n) const
{
    const auto after = m_ranges.upper_bound(n);
    return after != m_ranges.begin() && std::prev(after)->second >= n;
}

qint64 Ordinals::endOfRunAfter(qint64 n) const
{
    const auto after = m_ranges.upper_bound(n + 1);
    return after == m_ranges.begin() ? n : std::max(n, std::prev(after)->second);
}

} // namespace parlance::client
