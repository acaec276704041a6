#pragma once

#include "base/ids.h"
#include "storage/directorykey.h"

#include <map>

namespace parlance {

/// The rooms without a durable event, which stand in no table yet. At most `max` of them: one more, and the oldest is
/// forgotten, so that strangers who only look cannot fill the memory.
class NewRooms {
  public:
    explicit NewRooms(size_t max)
        : m_max(max)
    {}

    const LogId* find(const RoomName& name) const
    {
        const auto found = m_rooms.find(DirectoryKey(name));
        return found == m_rooms.end() ? nullptr : &found->second.log;
    }

    void insert(const RoomName& name, const LogId& log)
    {
        erase(name);
        if (m_rooms.size() == m_max)
            erase(RoomName(m_byAge.begin()->second));
        m_byAge.emplace(++m_last, name);
        m_rooms.emplace(DirectoryKey(name), Room{name, log, m_last});
    }

    void erase(const RoomName& name)
    {
        if (const auto node = m_rooms.extract(DirectoryKey(name)))
            m_byAge.erase(node.mapped().age);
    }

    /// Calls visit(RoomName) for at most `count` rooms behind `key`, in the order of the directory.
    template <class Visit>
    void visitAfter(const DirectoryKey& key, qint64 count, Visit&& visit) const
    {
        for (auto it = m_rooms.upper_bound(key); it != m_rooms.end() && count > 0; ++it, --count)
            visit(it->second.name);
    }

  private:
    struct Room {
        RoomName name;
        LogId log;
        quint64 age = 0;
    };

    const size_t m_max;
    std::map<DirectoryKey, Room> m_rooms;
    std::map<quint64, RoomName> m_byAge;
    quint64 m_last = 0;
};

} // namespace parlance
