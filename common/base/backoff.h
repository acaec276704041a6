#pragma once

#include <QtGlobal>

namespace parlance {

/// How long to wait before the next attempt: 1, 2, 4, 8, 16, 30, 30 ... s with full jitter, that is a time
/// drawn evenly from [0, step], so that the clients of a restarted server do not all return at once.
/// A value type; the same policy is written in the page (js/net/backoff.js) and held equal by golden cases.
class BackOff {
  public:
    static constexpr qint64 firstStep = 1'000;
    static constexpr qint64 defaultCeiling = 30'000;

    explicit BackOff(qint64 ceiling = defaultCeiling)
        : m_ceiling(ceiling)
    {}

    /// Milliseconds to wait now. `random` is evenly drawn from [0, 1).
    qint64 next(double random);

    /// Back to the first step; only after all rooms are resumed and 10 s have passed.
    void reset() { m_step = 0; }

    /// The longest time that next() could return now.
    qint64 ceilingOfNext() const;

  private:
    qint64 m_ceiling;
    int m_step = 0;
};

} // namespace parlance
