#pragma once

#include <QtGlobal>

namespace parlance {

/// The two clocks that the code may ask. All times are milliseconds.
class Clock {
  public:
    virtual ~Clock() = default;

    /// Since 1970, UTC. May jump; only for what people see.
    virtual qint64 wall() const = 0;

    /// Since some moment in the past; never jumps. For every deadline and every rate.
    virtual qint64 steady() const = 0;

    /// The same in microseconds, for what is measured.
    virtual qint64 steadyMicroseconds() const = 0;
};

/// The machine's clocks.
class SystemClock final : public Clock {
  public:
    qint64 wall() const override;
    qint64 steady() const override;
    qint64 steadyMicroseconds() const override;
};

} // namespace parlance
