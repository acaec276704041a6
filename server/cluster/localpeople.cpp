#include "cluster/localpeople.h"

#include <algorithm>

namespace parlance {

void LocalPeople::entered(const RoomId& room, const UserId& user)
{
    const RoomPerson person{room, user};
    if (++m_connections[person] == 1)
        m_changed.insert(person);
}

void LocalPeople::left(const RoomId& room, const UserId& user)
{
    const auto found = m_connections.find({room, user});
    if (found == m_connections.end() || --found->second > 0)
        return;
    m_changed.insert(found->first);
    m_connections.erase(found);
}

void LocalPeople::renamed(const UserId& user)
{
    for (const auto& [person, connections] : m_connections) {
        if (person.id == user)
            m_changed.insert(person);
    }
}

/// Nothing if they are not present.
std::optional<PresentPerson> LocalPeople::find(const RoomPerson& person) const
{
    const UserName* name = m_identities.nameOf(person.id);
    if (!name || !m_connections.contains(person))
        return std::nullopt;
    return PresentPerson{person.room, person.id, *name};
}

void LocalPeople::takeChanges(PresenceNews& news, size_t most)
{
    const auto end = std::next(m_changed.begin(), std::ptrdiff_t(std::min(most, m_changed.size())));
    for (auto changed = m_changed.begin(); changed != end; ++changed) {
        if (auto present = find(*changed))
            news.came.push_back(*std::move(present));
        else
            news.went.push_back(*changed);
    }
    m_changed.erase(m_changed.begin(), end);
}

void LocalPeople::beginList()
{
    m_isListing = true;
    m_listed.reset();
}

void LocalPeople::takeList(PresenceNews& news, size_t most)
{
    if (!m_listed)
        news.begins = true;
    auto next = m_listed ? m_connections.upper_bound(*m_listed) : m_connections.begin();
    for (size_t taken = 0; taken < most && next != m_connections.end(); ++taken, ++next) {
        m_listed = next->first;
        if (auto present = find(next->first))
            news.came.push_back(*std::move(present));
    }
    if (next != m_connections.end())
        return;
    news.ends = true;
    m_isListing = false;
}

} // namespace parlance
