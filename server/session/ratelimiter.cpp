#include "session/ratelimiter.h"

#include <algorithm>

namespace parlance {

namespace {

constexpr qint64 sweepEvery = 60'000; // ms

QByteArray addressKey(const QString& address)
{
    return '@' + address.toUtf8();
}

} // namespace

std::optional<qint64> RateLimiter::take(RateClass what, Rate rate, const UserId& user, const QString& address)
{
    if (what == RateClass::Unlimited || rate.count == 0)
        return std::nullopt;
    const QByteArray where = addressKey(address);
    qint64 wait = waitFor(where, what, Share::TenTimes, {rate.count * addressShare, rate.window});
    if (!user.isEmpty())
        wait = std::max(wait, waitFor(user.text(), what, Share::Own, rate));
    if (wait > 0)
        return wait;
    count(where, what, Share::TenTimes, rate.window);
    if (!user.isEmpty())
        count(user.text(), what, Share::Own, rate.window);
    return std::nullopt;
}

std::optional<qint64> RateLimiter::takeByAddress(RateClass what, Rate rate, const QString& address)
{
    if (rate.count == 0)
        return std::nullopt;
    const QByteArray where = addressKey(address);
    if (const qint64 wait = waitFor(where, what, Share::Own, rate); wait > 0)
        return wait;
    count(where, what, Share::Own, rate.window);
    return std::nullopt;
}

void RateLimiter::count(const QByteArray& whom, RateClass what, Share share, qint64 window)
{
    auto& all = m_deeds[whom];
    auto deeds = std::ranges::find_if(all, [=](const Deeds& d) { return d.what == what && d.share == share; });
    if (deeds == all.end())
        deeds = all.insert(all.end(), Deeds{what, share, 0, {}});
    deeds->window = window;
    deeds->times.push_back(m_clock.steady());
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
