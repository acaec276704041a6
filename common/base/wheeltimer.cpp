#include "base/wheeltimer.h"

#include <algorithm>
#include <limits>

namespace parlance {

WheelTimer::WheelTimer(DeadlineWheel& wheel)
    : m_wheel(wheel)
{
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer); // a coarse one may come early, and would then be wound up twice
    m_timer.callOnTimeout(&m_timer, [this] {
        m_wheel.run();
        wind();
    });
    m_wheel.onEarlier([this] { wind(); });
    wind();
}

WheelTimer::~WheelTimer()
{
    m_wheel.onEarlier({});
}

void WheelTimer::wind()
{
    const auto next = m_wheel.next();
    if (!next)
        return m_timer.stop();
    const qint64 wait = *next - m_wheel.clock().steady();
    m_timer.start(int(std::clamp<qint64>(wait, 0, std::numeric_limits<int>::max())));
}

} // namespace parlance
