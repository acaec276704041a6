#include "base/clock.h"

#include <QDateTime>

#include <chrono>

namespace parlance {

qint64 SystemClock::wall() const
{
    return QDateTime::currentMSecsSinceEpoch();
}

qint64 SystemClock::steady() const
{
    using namespace std::chrono;
    return duration_cast<milliseconds>(steady_clock::now().time_since_epoch()).count();
}

qint64 SystemClock::steadyMicroseconds() const
{
    using namespace std::chrono;
    return duration_cast<microseconds>(steady_clock::now().time_since_epoch()).count();
}

} // namespace parlance
