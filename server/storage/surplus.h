#pragma once

#include "base/shares.h"

#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace parlance {

// The most rows that strangers can make without a durable event. Some 2 MB on the disk, and as much in memory.
constexpr size_t mostSilentMemberships = 20'000; ///< of people who never wrote; one in no room counts as one
constexpr size_t mostEmptyRooms = 10'000;        ///< rooms without an event

/// The rows that strangers made without a durable event, and which of them are too many. The newest row of the address
/// that holds the most goes first, so that strangers can neither fill the disk nor push out others. Single-threaded.
template <class Owner, class Row>
class Surplus {
  public:
    using Key = std::pair<Owner, Row>;

    explicit Surplus(size_t most)
        : m_most(most)
    {}

    /// No effect if it is there.
    void add(const Key& key, const QString& address)
    {
        const auto [number, isNew] = m_numbers[key.first].try_emplace(key.second, m_last + 1);
        if (!isNew)
            return;
        ++m_last;
        m_entries.emplace(m_last, Entry{key, address});
        m_shares.add(m_last, address);
    }

    /// No effect if it is not there.
    void remove(const Key& key)
    {
        const auto owner = m_numbers.find(key.first);
        if (owner == m_numbers.end())
            return;
        if (const auto row = owner->second.find(key.second); row != owner->second.end()) {
            drop(row->second);
            owner->second.erase(row);
        }
        if (owner->second.empty())
            m_numbers.erase(owner);
    }

    /// All rows of an owner, who has made a durable event.
    void removeAll(const Owner& owner)
    {
        const auto rows = m_numbers.extract(owner);
        if (rows.empty())
            return;
        for (const auto& [row, number] : rows.mapped())
            drop(number);
    }

    /// A row that is too many.
    std::optional<Key> next() const
    {
        if (m_entries.size() <= m_most)
            return std::nullopt;
        return m_entries.at(*m_shares.next()).key;
    }

    /// With the address, if it is known.
    using Rows = std::vector<std::pair<Key, std::optional<QString>>>;

    /// Begins anew with these rows, the oldest first. Each whose address is unknown counts as an address of its own.
    void reset(const Rows& rows)
    {
        Surplus fresh(m_most);
        for (const auto& [key, address] : rows)
            fresh.add(key, address ? *address : QStringLiteral("unknown %1").arg(fresh.m_last));
        *this = std::move(fresh);
    }

  private:
    struct Entry {
        Key key;
        QString address;
    };

    void drop(quint64 number)
    {
        m_shares.remove(number);
        m_entries.erase(number);
    }

    size_t m_most;
    quint64 m_last = 0;
    std::map<Owner, std::map<Row, quint64>> m_numbers;
    std::map<quint64, Entry> m_entries;
    Shares m_shares{Shares::GivesWay::Newest};
};

} // namespace parlance
