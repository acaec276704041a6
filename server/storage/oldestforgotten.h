#pragma once

#include <list>
#include <unordered_map>
#include <utility>

namespace parlance {

/// A map that holds at most `max` entries: one more, and the one that came first is forgotten.
template <class Key, class Value>
class OldestForgotten {
  public:
    explicit OldestForgotten(size_t max)
        : m_max(max)
    {}

    Value* find(const Key& key)
    {
        const auto found = m_index.find(key);
        return found == m_index.end() ? nullptr : &found->second->second;
    }

    /// The entry, made with an empty value if need be. Good until the next make() or erase().
    Value& make(const Key& key)
    {
        if (Value* known = find(key))
            return *known;
        if (m_entries.size() == m_max)
            erase(Key(m_entries.front().first));
        m_entries.emplace_back(key, Value());
        m_index.emplace(key, std::prev(m_entries.end()));
        return m_entries.back().second;
    }

    void erase(const Key& key)
    {
        if (const auto node = m_index.extract(key))
            m_entries.erase(node.mapped());
    }

    // In the order of their coming; pairs of key and value.
    auto begin() { return m_entries.begin(); }
    auto end() { return m_entries.end(); }
    size_t size() const { return m_entries.size(); }

  private:
    const size_t m_max;
    std::list<std::pair<const Key, Value>> m_entries;
    std::unordered_map<Key, typename std::list<std::pair<const Key, Value>>::iterator> m_index;
};

} // namespace parlance
