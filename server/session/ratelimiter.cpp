#include "session/ratelimiter.h"

#include "base/networks.h"

#include <algorithm>

namespace parlance {

namespace {

constexpr qint64 sweepEvery = 60'000; // ms

QByteArray addressKey(const QString& address)
{
    return '@' + address.toUtf8();
}

} // namespace

std::optional<qint64> RateLimiter::takeFrom(const std::vector<Counter>& counters, RateClass what)
{
    qint64 wait = 0;
    for (const Counter& counter : counters)
        wait = std::max(wait, waitFor(counter.whom, what, counter.share, counter.rate));
    if (wait > 0)
        return wait;
    for (const Counter& counter : counters) {
        count(counter.whom, what, counter.share, counter.rate.window, 1);
        if (m_follower)
            m_follower->done({qint64(what), counter.share == Share::TenTimes, counter.whom, counter.rate.window}, 1);
    }
    return std::nullopt;
}

std::optional<qint64> RateLimiter::take(RateClass what, Rate rate, const UserId& user, const QString& address)
{
    if (what == RateClass::Unlimited || rate.count == 0)
        return std::nullopt;
    const Rate ofAddress{rate.count * addressShare, rate.window};
    std::vector<Counter> counters{{addressKey(address), Share::TenTimes, ofAddress}};
    if (const QString network = networkOf(address); network != address)
        counters.push_back({addressKey(network), Share::TenTimes, {ofAddress.count * networkShare, rate.window}});
    if (!user.isEmpty())
        counters.push_back({user.text(), Share::Own, rate});
    return takeFrom(counters, what);
}

std::optional<qint64> RateLimiter::takeByAddress(RateClass what, Rate rate, const QString& address)
{
    if (rate.count == 0)
        return std::nullopt;
    std::vector<Counter> counters{{addressKey(address), Share::Own, rate}};
    if (const QString network = networkOf(address); network != address)
        counters.push_back({addressKey(network), Share::Own, {rate.count * networkShare, rate.window}});
    return takeFrom(counters, what);
}

void RateLimiter::doneElsewhere(const Deed& deed, qint64 times)
{
    if (deed.what == Budgets::firstDeed + qint64(Expense::Reply))
        return m_budgets.spentElsewhere(Expense::Reply, deed.whom, times);
    if (deed.what == Budgets::firstDeed + qint64(Expense::Load))
        return m_budgets.spentElsewhere(Expense::Load, deed.whom, times);
    count(deed.whom, RateClass(deed.what), deed.isShared ? Share::TenTimes : Share::Own, deed.window, times);
}

void RateLimiter::setFollower(DeedFollower* follower)
{
    m_follower = follower;
    m_budgets.setFollower(follower);
}

void RateLimiter::count(const QByteArray& whom, RateClass what, Share share, qint64 window, qint64 times)
{
    auto& all = m_deeds[whom];
    auto deeds = std::ranges::find_if(all, [=](const Deeds& d) { return d.what == what && d.share == share; });
    if (deeds == all.end())
        deeds = all.insert(all.end(), Deeds{what, share, 0, {}});
    deeds->window = window;
    deeds->times.insert(deeds->times.size(), times, m_clock.steady());
    sweep();
}

qint64 RateLimiter::waitFor(const QByteArray& whom, RateClass what, Share share, Rate rate)
{
    const auto found = m_deeds.find(whom);
    if (found == m_deeds.end())
        return 0;
    auto& all = found->second;
    const auto deeds = std::ranges::find_if(all, [=](const Deeds& d) { return d.what == what && d.share == share; });
    if (deeds == all.end())
        return 0;
    QList<qint64>& times = deeds->times;
    const qint64 now = m_clock.steady();
    while (!times.isEmpty() && times.front() + rate.window <= now)
        times.pop_front();
    return times.size() < rate.count ? 0 : times.front() + rate.window - now;
}

void RateLimiter::sweep()
{
    const qint64 now = m_clock.steady();
    if (m_deeds.size() < m_sweepAt && now - m_sweptAt < sweepEvery)
        return;
    m_sweptAt = now;
    for (auto entry = m_deeds.begin(); entry != m_deeds.end();) {
        std::erase_if(entry->second, [now](const Deeds& deeds) {
            return deeds.times.isEmpty() || deeds.times.back() + deeds.window <= now;
        });
        entry = entry->second.empty() ? m_deeds.erase(entry) : std::next(entry);
    }
    m_sweepAt = std::max<size_t>(4'096, 2 * m_deeds.size());
}

} // namespace parlance
