#pragma once

#include "base/clock.h"
#include "base/deadlines.h"

#include <algorithm>

namespace parlance::test {

/// Time that passes only when a test says so. Both clocks go forward together.
class ManualClock final : public Clock {
  public:
    qint64 wall() const override { return start + m_passed; }
    qint64 steady() const override { return m_passed; }
    qint64 steadyMicroseconds() const override { return 1'000 * m_passed; }

    void advance(qint64 milliseconds) { m_passed += milliseconds; }

  private:
    static constexpr qint64 start = 1'774'000'000'000; // 2026-03-20, as in the golden files
    qint64 m_passed = 0;
};

/// Lets time pass and makes the calls that become due on the way, each at its own time.
inline void advance(ManualClock& clock, DeadlineWheel& wheel, qint64 milliseconds)
{
    const qint64 end = clock.steady() + milliseconds;
    for (auto next = wheel.next(); next && *next <= end; next = wheel.next()) {
        clock.advance(std::max<qint64>(*next - clock.steady(), 0));
        wheel.run();
    }
    clock.advance(end - clock.steady());
}

} // namespace parlance::test
