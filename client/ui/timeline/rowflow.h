#pragma once

#include <QtGlobal>

#include <functional>
#include <vector>

namespace parlance::client {

/// How tall a row is, in pixels, and how far below its top the point is that the reader's eye rests on: what stands
/// above it in the row (a date, a name) may come and go with the rows around, and what is read must not move then.
struct RowSize {
    int above = 0;
    int height = 0;
};

/// Many rows of unequal height in a view, of which only those are measured that are seen. The place of the view is a
/// row and the pixels from the view's top to that row's point, so that nothing which happens elsewhere moves what is
/// read; a view at the end stays at the end. Rows fill the view from the bottom. Heights that nobody has measured count
/// as the mean of those that were, so lengths and positions are guesses, good enough for a scroll bar.
class RowFlow {
  public:
    static constexpr int stickyDistance = 40; ///< pixels from the end within which a view follows it

    using Measure = std::function<RowSize(size_t row)>;

    /// `measure` is called for rows that are seen and must give the same until change() or resize().
    explicit RowFlow(Measure measure)
        : m_measure(std::move(measure))
    {}

    /// All rows are others; the view is at the end.
    void reset(size_t rows);
    void insert(size_t first, size_t count);
    void remove(size_t first, size_t count);
    void change(size_t first, size_t count);

    /// The view is as tall as this now. Rewrapped: rows may be of other heights.
    enum class Rows { Same, Rewrapped };
    void resize(int viewHeight, Rows rows);

    void scrollBy(int pixels); ///< positive: towards the end
    void scrollTo(qint64 position);
    void toEnd();

    /// That row's point comes to stand `y` below the view's top, as far as there are rows to fill the view.
    void show(size_t row, int y);

    size_t size() const { return m_heights.size(); }
    int heightOf(size_t row) const { return m_heights[row] == unknown ? mean() : m_heights[row]; } ///< or a guess
    qint64 length() const;
    qint64 position() const; ///< of the view's top; negative while there are too few rows to fill it
    int viewHeight() const { return m_viewHeight; }

    /// Whether the view goes on being at the end when something is added there.
    bool isFollowing() const { return m_following; }

    struct Placed {
        size_t row = 0;
        int y = 0; ///< of its top, from the view's top
        int height = 0;
    };
    /// From top to bottom, those that are at least partly in the view.
    const std::vector<Placed>& visible() const { return m_visible; }

  private:
    static constexpr int unknown = -1;
    static constexpr int guess = 48; // pixels, before anything was measured

    RowSize measure(size_t row);
    int height(size_t row);
    int mean() const;
    qint64 sum(size_t rows) const; // of the first so many
    void forget(size_t first, size_t count);
    void place();
    void fill(size_t row, int top);
    int belowEnd() const;

    Measure m_measure;
    std::vector<int> m_heights;
    qint64 m_known = 0; // how many of them are known, and
    qint64 m_knownSum = 0;
    int m_viewHeight = 0;
    bool m_following = true;
    size_t m_row = 0; // where the view is
    int m_y = 0;
    std::vector<Placed> m_visible;
};

} // namespace parlance::client
