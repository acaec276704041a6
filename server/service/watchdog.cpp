#include "service/watchdog.h"

namespace parlance {

Watchdog::Watchdog(const ServiceManager& manager, DeadlineWheel& wheel)
    : m_manager(manager)
    , m_wheel(wheel)
    , m_period(manager.aliveEvery())
{
    if (m_period)
        bark();
}

void Watchdog::bark()
{
    m_manager.alive();
    m_next = m_wheel.after(*m_period, [this] { bark(); });
}

} // namespace parlance
