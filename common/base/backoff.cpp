#include "base/backoff.h"

#include <algorithm>

namespace parlance {

qint64 BackOff::ceilingOfNext() const
{
    return std::min(firstStep << std::min(m_step, 20), m_ceiling);
}

qint64 BackOff::next(double random)
{
    const auto ceiling = static_cast<double>(ceilingOfNext());
    ++m_step;
    return static_cast<qint64>(random * ceiling);
}

} // namespace parlance
