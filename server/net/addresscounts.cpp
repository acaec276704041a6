#include "net/addresscounts.h"

#include "base/networks.h"

namespace parlance {

void AddressCounts::add(const QString& address)
{
    ++m_counts[address];
    if (const QString network = networkOf(address); network != address)
        ++m_counts[network];
}

void AddressCounts::remove(const QString& address)
{
    const auto decrement = [this](const QString& key) {
        const auto count = m_counts.find(key);
        if (count != m_counts.end() && --count->second == 0)
            m_counts.erase(count);
    };
    decrement(address);
    if (const QString network = networkOf(address); network != address)
        decrement(network);
}

qint64 AddressCounts::of(const QString& key) const
{
    const auto found = m_counts.find(key);
    return found == m_counts.end() ? 0 : found->second;
}

bool AddressCounts::isFull(const QString& address, qint64 most) const
{
    if (most <= 0)
        return false;
    const QString network = networkOf(address);
    return of(address) >= most || (network != address && of(network) >= networkShare * most);
}

} // namespace parlance
