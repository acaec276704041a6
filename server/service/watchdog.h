#pragma once

#include "base/deadlines.h"
#include "service/servicemanager.h"

namespace parlance {

/// Tells the service manager that the program lives, as often as it wants to hear it. By the wheel that everything else
/// is driven by: when the event loop is stuck, nobody says so, and the manager starts the program anew.
class Watchdog final {
  public:
    /// Both outlive it.
    Watchdog(const ServiceManager& manager, DeadlineWheel& wheel);

  private:
    void bark();

    const ServiceManager& m_manager;
    DeadlineWheel& m_wheel;
    const std::optional<qint64> m_period;
    Deadline m_next;
};

} // namespace parlance
