#pragma once

#include "base/backoff.h"
#include "base/deadlines.h"

#include <functional>
#include <optional>

namespace parlance::client {

/// Decides when a lost connection is tried again: the back-off policy over the wheel. It knows no socket; its owner
/// tells it what happened and is told when to try. The wheel must outlive it.
class Reconnector {
  public:
    /// How long a connection must have been whole before the delays begin anew, so that a server that drops
    /// everybody after a second is not hammered once a second.
    static constexpr qint64 proven = 10'000; ///< milliseconds

    /// `random` is evenly drawn from [0, 1). `attempt` is called by the wheel, or from inside now().
    Reconnector(DeadlineWheel& wheel, qint64 ceiling, std::function<double()> random, std::function<void()> attempt);

    /// The connection, or an attempt at one, was lost: `attempt` comes after a delay, of at least `atLeast`
    /// milliseconds.
    void lost(qint64 atLeast = 0);

    /// All rooms are resumed.
    void resumed();

    /// An attempt at once, instead of the one that was waited for.
    void now();

    /// No attempt comes until lost() or now(); the delays begin anew.
    void stop();

    /// Milliseconds until the next attempt, for the countdown; nothing while none is waited for.
    std::optional<qint64> remaining() const;

  private:
    void cancel();

    DeadlineWheel& m_wheel;
    BackOff m_backOff;
    std::function<double()> m_random;
    std::function<void()> m_attempt;
    Deadline m_wait;
    Deadline m_reset;
    qint64 m_due = 0; // steady time; only while m_wait is pending
};

} // namespace parlance::client
