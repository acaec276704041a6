#pragma once

#include "base/deadlines.h"

#include <QTimer>

namespace parlance {

/// Drives a wheel from the event loop of the thread that made it, with one timer that is wound up for the next deadline
/// and sleeps while there is none. A program has one; tests turn their wheels by hand.
class WheelTimer {
  public:
    /// Takes over the wheel's onEarlier(). The wheel must outlive it.
    explicit WheelTimer(DeadlineWheel& wheel);
    ~WheelTimer();
    WheelTimer(const WheelTimer&) = delete;
    WheelTimer& operator=(const WheelTimer&) = delete;

  private:
    void wind();

    DeadlineWheel& m_wheel;
    QTimer m_timer;
};

} // namespace parlance
