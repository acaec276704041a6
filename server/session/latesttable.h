#pragma once

#include <QByteArray>
#include <QHashFunctions>

#include <cstddef>
#include <list>
#include <unordered_map>
#include <utility>

namespace parlance {

/// A table of at most `most` values: the one that was used the longest time ago gives way to a new one. All calls are
/// O(1). Single-threaded.
template <class Value>
class LatestTable {
  public:
    explicit LatestTable(size_t most)
        : m_most(most)
    {}

    /// Does not count as use. Nothing if it is not there.
    Value* find(const QByteArray& key)
    {
        const auto found = m_places.find(key);
        return found == m_places.end() ? nullptr : &found->second->second;
    }

    /// The value, made if it is not there, as the one that was used last. Holds until the next call.
    Value& use(const QByteArray& key)
    {
        if (const auto found = m_places.find(key); found != m_places.end()) {
            m_entries.splice(m_entries.begin(), m_entries, found->second);
        } else {
            if (m_entries.size() >= m_most)
                remove(QByteArray(m_entries.back().first));
            m_entries.emplace_front(key, Value{});
            m_places.emplace(key, m_entries.begin());
        }
        return m_entries.front().second;
    }

    void remove(const QByteArray& key)
    {
        const auto found = m_places.find(key);
        if (found == m_places.end())
            return;
        m_entries.erase(found->second);
        m_places.erase(found);
    }

    /// Removes values from the one used the longest time ago on, as long as they are not needed any more.
    template <class IsOver>
    void removeOldest(IsOver isOver)
    {
        while (!m_entries.empty() && isOver(m_entries.back().second))
            remove(QByteArray(m_entries.back().first));
    }

    size_t size() const { return m_entries.size(); }

  private:
    using Entries = std::list<std::pair<QByteArray, Value>>;

    const size_t m_most;
    Entries m_entries; // the one used last first
    std::unordered_map<QByteArray, typename Entries::iterator> m_places;
};

} // namespace parlance
