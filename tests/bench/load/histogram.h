#pragma once

#include "bench/load/clock.h"

#include <algorithm>
#include <array>
#include <bit>

namespace parlance::bench {

/// Counts durations in buckets that are at most 1/64 of their value wide.
class Histogram {
  public:
    void add(Nanos value)
    {
        ++m_counts[bucketOf(std::uint64_t(std::max<Nanos>(value, 0)))];
        ++m_total;
        m_largest = std::max(m_largest, value);
    }

    std::uint64_t total() const { return m_total; }
    Nanos largest() const { return m_largest; }

    /// The duration that this part of them does not exceed, rounded up to its bucket's end.
    Nanos at(double part) const
    {
        const auto rank = std::uint64_t(double(m_total) * part);
        std::uint64_t seen = 0;
        for (size_t bucket = 0; bucket < m_counts.size(); ++bucket) {
            seen += m_counts[bucket];
            if (seen > rank)
                return std::min(endOf(bucket), m_largest);
        }
        return m_largest;
    }

  private:
    static constexpr int stepBits = 6;
    static constexpr size_t steps = 1 << stepBits;

    // Below `steps` a bucket for each value; above, `steps` buckets for each power of two.
    static size_t bucketOf(std::uint64_t value)
    {
        if (value < steps)
            return size_t(value);
        const int shift = int(std::bit_width(value)) - stepBits - 1;
        return size_t(shift) * steps + size_t(value >> shift);
    }

    static Nanos endOf(size_t bucket)
    {
        if (bucket < steps)
            return Nanos(bucket);
        const size_t shift = bucket / steps - 1;
        return Nanos(((std::uint64_t(bucket - shift * steps) + 1) << shift) - 1);
    }

    std::array<std::uint64_t, 59 * steps> m_counts{};
    std::uint64_t m_total = 0;
    Nanos m_largest = 0;
};

} // namespace parlance::bench
