#include "command/authors.h"

namespace parlance {

void Authors::open(const Asker& author, const RoomId& room, Opened done)
{
    const Key key(author.user, room);
    const auto waiting = m_waiting.find(key);
    if (waiting != m_waiting.end()) // also if the room has come into memory since
        return waiting->second.push_back({author.address, std::move(done)});
    if (m_services.rooms.isKnown(room))
        return m_services.rooms.open(room, std::move(done));
    m_waiting[key].push_back({author.address, std::move(done)});
    m_services.store.membership(author.user, room, [this, key](const auto& membership) { answered(key, membership); });
}

void Authors::answered(const Key& key, const Result<Membership>& membership)
{
    auto waiting = std::move(m_waiting.extract(key).mapped());
    for (auto& [address, done] : waiting) {
        // From the moment that a room is in memory, what it says of its members counts.
        if (membership || m_services.rooms.isKnown(key.second))
            m_services.rooms.open(key.second, {key.first, address}, std::move(done));
        else
            done(membership.error());
    }
}

} // namespace parlance
