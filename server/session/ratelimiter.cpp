#include "session/ratelimiter.h"

#include <algorithm>

namespace parlance {

namespace {

QString keyOf(RateClass what, char16_t kind, QStringView whom)
{
    QString key;
    key.reserve(whom.size() + 2);
    key += QChar(char16_t('A' + int(what)));
    key += QChar(kind);
    key += whom;
    return key;
}

} // namespace

std::optional<qint64> RateLimiter::take(RateClass what, Rate rate, const UserId& user, const QString& address)
{
    if (what == RateClass::Unlimited || rate.count == 0)
        return std::nullopt;
    const QString byAddress = keyOf(what, u'@', address);
    const QString byUser = keyOf(what, u'#', QString::fromLatin1(user.text()));
    qint64 wait = waitFor(byAddress, rate.count * addressShare, rate.window);
    if (!user.isEmpty())
        wait = std::max(wait, waitFor(byUser, rate.count, rate.window));
    if (wait > 0)
        return wait;
    count(byAddress, rate.window);
    if (!user.isEmpty())
        count(byUser, rate.window);
    return std::nullopt;
}

std::optional<qint64> RateLimiter::takeByAddress(RateClass what, Rate rate, const QString& address)
{
    if (rate.count == 0)
        return std::nullopt;
    const QString key = keyOf(what, u'=', address);
    if (const qint64 wait = waitFor(key, rate.count, rate.window); wait > 0)
        return wait;
    count(key, rate.window);
    return std::nullopt;
}

void RateLimiter::count(const QString& key, qint64 window)
{
    Deeds& deeds = m_deeds[key];
    deeds.window = window;
    deeds.times.push_back(m_clock.steady());
    sweep();
}

qint64 RateLimiter::waitFor(const QString& key, qint64 count, qint64 window)
{
    const auto found = m_deeds.find(key);
    if (found == m_deeds.end())
        return 0;
    auto& times = found->second.times;
    const qint64 now = m_clock.steady();
    while (!times.empty() && times.front() + window <= now)
        times.pop_front();
    return std::ssize(times) < count ? 0 : times.front() + window - now;
}

void RateLimiter::sweep()
{
    if (m_deeds.size() < m_sweepAt)
        return;
    const qint64 now = m_clock.steady();
    std::erase_if(m_deeds, [now](const auto& entry) {
        const Deeds& deeds = entry.second;
        return deeds.times.empty() || deeds.times.back() + deeds.window <= now;
    });
    m_sweepAt = std::max<size_t>(4'096, 2 * m_deeds.size());
}

} // namespace parlance
