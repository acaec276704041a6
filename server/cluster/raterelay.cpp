#include "cluster/raterelay.h"

#include <algorithm>
#include <utility>

namespace parlance {

RateRelay::RateRelay(NodeStream& stream, DeedCounter& counter, DeadlineWheel& wheel)
    : m_stream(stream)
    , m_counter(counter)
    , m_wheel(wheel)
{
    m_stream.add(*this);
    m_counter.setFollower(this);
}

RateRelay::~RateRelay()
{
    m_counter.setFollower(nullptr);
    m_stream.remove(*this);
}

void RateRelay::done(const Deed& deed, qint64 times)
{
    if (m_waiting.size() < RateNews::maxEntries || m_waiting.contains(deed))
        m_waiting[deed] += times;
    if (m_next.isPending())
        return;
    m_next = m_wheel.after(gatherFor, [this] {
        m_isDue = true;
        m_stream.wake();
    });
}

void RateRelay::collect(NodeMessage& message)
{
    if (!std::exchange(m_isDue, false))
        return;
    RateNews news;
    for (const auto& [deed, times] : std::exchange(m_waiting, {}))
        news.deeds.push_back({deed.what, deed.isShared, QString::fromUtf8(deed.whom), deed.window,
                              std::min(times, DeedNews::mostTimes)});
    message.rates = std::move(news);
}

/// What comes late is not counted: it may have been sent again by somebody who wants others to be refused.
void RateRelay::heard(const NodeMessage& message, Turn turn)
{
    if (!message.rates || turn == Turn::Late)
        return;
    for (const DeedNews& news : message.rates->deeds)
        m_counter.doneElsewhere({news.what, news.shared, news.whom.toUtf8(), news.window}, news.times);
}

} // namespace parlance
