#pragma once

#include <QtGlobal>

#include <array>

namespace parlance {

/// How long something took, in buckets. Plain numbers of one thread; one observation costs a few comparisons.
class Histogram final {
  public:
    /// Upper ends of the buckets, in microseconds; what is longer is in one more.
    static constexpr std::array<qint64, 13> bounds{500,     1'000,   2'500,   5'000,     10'000,    25'000,   50'000,
                                                   100'000, 250'000, 500'000, 1'000'000, 2'500'000, 5'000'000};

    void observe(qint64 microseconds)
    {
        size_t bucket = 0;
        while (bucket < bounds.size() && microseconds > bounds[bucket])
            ++bucket;
        ++m_buckets[bucket];
        m_sum += microseconds;
    }

    /// Those in each bucket alone.
    const std::array<quint64, bounds.size() + 1>& buckets() const { return m_buckets; }

    qint64 sum() const { return m_sum; } ///< microseconds

  private:
    std::array<quint64, bounds.size() + 1> m_buckets{};
    qint64 m_sum = 0;
};

} // namespace parlance
