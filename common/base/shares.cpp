#include "base/shares.h"

#include "base/networks.h"

namespace parlance {

Shares::Ranking::Ranking(GivesWay which)
    : m_which(which)
    , m_offers(GivesBefore{which})
{}

bool Shares::Ranking::GivesBefore::operator()(const Offer& a, const Offer& b) const
{
    if (a.held != b.held)
        return a.held > b.held;
    return which == GivesWay::Oldest ? a.entry < b.entry : a.entry > b.entry;
}

Shares::Offer Shares::Ranking::offerOf(const std::set<quint64>& entries) const
{
    return {entries.size(), m_which == GivesWay::Oldest ? *entries.begin() : *entries.rbegin()};
}

void Shares::Ranking::add(quint64 entry, const QString& holder)
{
    std::set<quint64>& entries = m_holders[holder];
    if (!entries.empty())
        m_offers.erase(offerOf(entries));
    entries.insert(entry);
    m_offers.insert(offerOf(entries));
}

void Shares::Ranking::remove(quint64 entry, const QString& holder)
{
    const auto found = m_holders.find(holder);
    if (found == m_holders.end())
        return;
    m_offers.erase(offerOf(found->second));
    found->second.erase(entry);
    if (found->second.empty())
        m_holders.erase(found);
    else
        m_offers.insert(offerOf(found->second));
}

std::optional<Shares::Offer> Shares::Ranking::first() const
{
    return m_offers.empty() ? std::nullopt : std::optional(*m_offers.begin());
}

Shares::Shares(GivesWay which)
    : m_byAddress(which)
    , m_byNetwork(which)
{}

void Shares::add(quint64 entry, const QString& address)
{
    const QString holder = address.isEmpty() ? u'#' + QString::number(entry) : address;
    if (!m_addresses.emplace(entry, holder).second)
        return;
    m_byAddress.add(entry, holder);
    if (const QString network = networkOf(holder); network != holder)
        m_byNetwork.add(entry, network);
}

void Shares::remove(quint64 entry)
{
    const auto node = m_addresses.extract(entry);
    if (node.empty())
        return;
    const QString& holder = node.mapped();
    m_byAddress.remove(entry, holder);
    if (const QString network = networkOf(holder); network != holder)
        m_byNetwork.remove(entry, network);
}

std::optional<quint64> Shares::next() const
{
    const auto address = m_byAddress.first();
    if (!address)
        return std::nullopt;
    const auto network = m_byNetwork.first();
    return network && network->held > networkShare * address->held ? network->entry : address->entry;
}

} // namespace parlance
