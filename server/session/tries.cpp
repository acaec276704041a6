#include "session/tries.h"

#include "base/networks.h"

#include <algorithm>

namespace parlance {

QByteArray Tries::keyOf(const Try& which)
{
    return which.device.isEmpty() ? which.account.folded().toUtf8() : which.device;
}

std::vector<Tries::Share> Tries::sharesOf(const Try& which)
{
    if (!which.device.isEmpty())
        return {};
    std::vector<Share> shares{{which.address.toUtf8(), addressInterval, addressBurst}};
    if (const QString network = networkOf(which.address); network != which.address)
        shares.push_back({network.toUtf8(), addressInterval / networkShare, addressBurst * networkShare});
    return shares;
}

/// After so many wrong tries, from the last one on.
qint64 Tries::waitAfter(int wrong)
{
    if (wrong < freeTries)
        return 0;
    qint64 wait = firstWait;
    for (int count = freeTries; count < wrong && wait < longestWait; ++count)
        wait *= 2;
    return std::min(wait, longestWait);
}

std::optional<qint64> Tries::waitFor(const Try& which)
{
    const qint64 now = m_clock.steady();
    qint64 wait = 0;
    if (const Counter* counter = countersFor(which).find(keyOf(which)); counter && !isOver(*counter))
        wait = counter->last + waitAfter(counter->wrong) - now;
    for (const Share& share : sharesOf(which)) {
        if (const Bucket* bucket = m_addresses.find(share.key))
            wait = std::max(wait, bucket->emptyAt - now - (share.burst - 1) * share.interval);
    }
    return wait > 0 ? std::optional(wait) : std::nullopt;
}

void Tries::began(const Try& which)
{
    const qint64 now = m_clock.steady();
    Counters& counters = countersFor(which);
    counters.removeOldest([this](const Counter& counter) { return isOver(counter); });
    Counter& counter = counters.use(keyOf(which));
    counter = {isOver(counter) ? 1 : counter.wrong + 1, now};
    m_addresses.removeOldest([now](const Bucket& bucket) { return bucket.emptyAt <= now; });
    for (const Share& share : sharesOf(which)) {
        Bucket& bucket = m_addresses.use(share.key);
        bucket.emptyAt = std::max(bucket.emptyAt, now) + share.interval;
    }
}

void Tries::succeeded(const Try& which)
{
    countersFor(which).remove(keyOf(which));
    giveBack(which);
}

void Tries::withdrawn(const Try& which)
{
    Counters& counters = countersFor(which);
    if (Counter* counter = counters.find(keyOf(which)); counter && counter->wrong > 0)
        --counter->wrong;
    giveBack(which);
}

/// To the addresses.
void Tries::giveBack(const Try& which)
{
    for (const Share& share : sharesOf(which)) {
        if (Bucket* bucket = m_addresses.find(share.key))
            bucket->emptyAt -= share.interval;
    }
}

} // namespace parlance
