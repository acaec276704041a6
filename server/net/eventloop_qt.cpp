#include "net/eventloop.h"

namespace parlance {

void prepareLoop() {}

bool tellAtEndOfPass(std::function<void()>)
{
    return false;
}

} // namespace parlance
