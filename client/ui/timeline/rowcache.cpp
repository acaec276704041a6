#include "ui/timeline/rowcache.h"

#include <algorithm>
#include <utility>

namespace parlance::client {

namespace {
constexpr size_t keptLayouts = 200;
}

const RowLayout& RowCache::layout(size_t row)
{
    std::unique_ptr<RowLayout>& layout = m_layouts[row];
    if (!layout)
        layout = m_layOut(row);
    return *layout;
}

void RowCache::insert(size_t first, size_t count)
{
    if (std::ranges::none_of(m_layouts, [first](const auto& each) { return each.first >= first; }))
        return;
    std::unordered_map<size_t, std::unique_ptr<RowLayout>> moved;
    for (auto& [row, layout] : m_layouts)
        moved.emplace(row >= first ? row + count : row, std::move(layout));
    m_layouts = std::move(moved);
}

void RowCache::remove(size_t first, size_t count)
{
    std::unordered_map<size_t, std::unique_ptr<RowLayout>> moved;
    for (auto& [row, layout] : m_layouts) {
        if (row < first || row >= first + count)
            moved.emplace(row < first ? row : row - count, std::move(layout));
    }
    m_layouts = std::move(moved);
}

void RowCache::change(size_t first, size_t count)
{
    std::erase_if(m_layouts, [&](const auto& each) { return each.first >= first && each.first < first + count; });
}

void RowCache::trim(size_t first, size_t last)
{
    if (m_layouts.size() <= keptLayouts)
        return;
    std::erase_if(m_layouts, [&](const auto& each) {
        return each.first + keptLayouts / 4 < first || each.first > last + keptLayouts / 4;
    });
}

} // namespace parlance::client
