#include "base/faultpoint.h"

#ifdef PARLANCE_FAULT_POINTS
namespace parlance {

namespace {
FaultHandler faultHandler = nullptr;
}

void setFaultHandler(FaultHandler handler)
{
    faultHandler = handler;
}

void faultPoint(FaultPoint point)
{
    if (faultHandler)
        faultHandler(point);
}

} // namespace parlance
#endif
