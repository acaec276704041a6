#include "net/reconnector.h"

#include <algorithm>
#include <utility>

namespace parlance::client {

Reconnector::Reconnector(DeadlineWheel& wheel, qint64 ceiling, std::function<double()> random,
                         std::function<void()> attempt)
    : m_wheel(wheel)
    , m_backOff(ceiling)
    , m_random(std::move(random))
    , m_attempt(std::move(attempt))
{}

void Reconnector::lost(qint64 atLeast)
{
    cancel();
    const qint64 delay = std::max(m_backOff.next(m_random()), atLeast);
    m_due = m_wheel.clock().steady() + delay;
    m_wait = m_wheel.after(delay, [this] { m_attempt(); });
}

void Reconnector::resumed()
{
    m_reset = m_wheel.after(proven, [this] { m_backOff.reset(); });
}

void Reconnector::now()
{
    cancel();
    m_attempt();
}

void Reconnector::stop()
{
    cancel();
    m_backOff.reset();
}

std::optional<qint64> Reconnector::remaining() const
{
    if (!m_wait.isPending())
        return std::nullopt;
    return std::max<qint64>(m_due - m_wheel.clock().steady(), 0);
}

void Reconnector::cancel()
{
    m_wait.cancel();
    m_reset.cancel();
}

} // namespace parlance::client
