#include "net/passend.h"

#include "net/eventloop.h"

#include <utility>

namespace parlance {

PassEnd::PassEnd(std::function<void()> action)
    : m_action(std::move(action))
    , m_isTold(tellAtEndOfPass(m_action))
{}

PassEnd::~PassEnd()
{
    if (m_isTold)
        tellAtEndOfPass({});
}

void PassEnd::arm()
{
    if (m_isTold || std::exchange(m_armed, true))
        return;
    const auto act = [this] {
        m_armed = false;
        m_action();
    };
    QMetaObject::invokeMethod(&m_context, act, Qt::QueuedConnection);
}

} // namespace parlance
