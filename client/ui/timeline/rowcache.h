#pragma once

#include "ui/timeline/rowlayout.h"

#include <memory>
#include <unordered_map>

namespace parlance::client {

/// The laid-out rows of a timeline, by their numbers. A row is laid out when somebody asks for it and stays until it
/// changes, until all rows are dropped, or until trim() finds that it is far from what is seen.
class RowCache {
  public:
    using LayOut = std::function<std::unique_ptr<RowLayout>(size_t row)>;

    /// `layOut` makes the layout of a row that is not at hand.
    explicit RowCache(LayOut layOut)
        : m_layOut(std::move(layOut))
    {}

    /// The layout is valid until the next call that is not layout().
    const RowLayout& layout(size_t row);

    /// Rows came, went or changed. Layouts of the other rows are kept, under their new numbers.
    void insert(size_t first, size_t count);
    void remove(size_t first, size_t count);
    void change(size_t first, size_t count);

    void clear() { m_layouts.clear(); }

    /// Drops what is far from the rows `first` to `last`, once there are more than 200 layouts.
    void trim(size_t first, size_t last);

    size_t size() const { return m_layouts.size(); } ///< how many layouts are at hand

  private:
    LayOut m_layOut;
    std::unordered_map<size_t, std::unique_ptr<RowLayout>> m_layouts;
};

} // namespace parlance::client
