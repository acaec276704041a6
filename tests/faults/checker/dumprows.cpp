#include "faults/checker/dumprows.h"

namespace parlance::faults {

void print(json::Writer line)
{
    std::puts(line.take().constData());
}

} // namespace parlance::faults
