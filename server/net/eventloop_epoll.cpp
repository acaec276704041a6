#include "net/epolldispatcher.h"
#include "net/eventloop.h"

#include <QCoreApplication>

namespace parlance {

void prepareLoop()
{
    QCoreApplication::setEventDispatcher(new EpollDispatcher);
}

void setLowPriority(int descriptor, bool on)
{
    if (auto* loop = dynamic_cast<EpollDispatcher*>(QAbstractEventDispatcher::instance()))
        loop->setLowPriority(descriptor, on);
}

bool tellAtEndOfPass(std::function<void()> action)
{
    auto* loop = dynamic_cast<EpollDispatcher*>(QAbstractEventDispatcher::instance());
    if (!loop)
        return false;
    loop->setEndOfPass(std::move(action));
    return true;
}

} // namespace parlance
