#include "domain/presence.h"

#include "protocol/limits.h"

#include <algorithm>

namespace parlance {

Presence::Presence(const std::vector<Present>& people)
{
    for (const Present& person : people)
        enter(person.id, person.username);
}

bool Presence::enter(const UserId& user, const QString& name)
{
    Entry& entry = m_people[user];
    if (++entry.connections > 1)
        return false;
    entry.ticket = ++m_lastTicket;
    m_order.emplace(entry.ticket, Present{user, name});
    return true;
}

std::optional<Present> Presence::exit(const UserId& user)
{
    const auto found = m_people.find(user);
    if (found == m_people.end() || --found->second.connections > 0)
        return std::nullopt;
    auto person = m_order.extract(found->second.ticket);
    m_people.erase(found);
    return std::move(person.mapped());
}

void Presence::rename(const UserId& user, const QString& name)
{
    if (const auto found = m_people.find(user); found != m_people.end())
        m_order[found->second.ticket].username = name;
}

const QString* Presence::nameOf(const UserId& user) const
{
    const auto found = m_people.find(user);
    return found == m_people.end() ? nullptr : &m_order.at(found->second.ticket).username;
}

PresentList Presence::listFor(const UserId& reader) const
{
    PresentList list;
    list.people.reserve(std::min<size_t>(m_order.size(), limits::users));
    for (const auto& [ticket, person] : m_order) {
        if (list.people.size() == limits::users)
            break;
        list.people.push_back(person);
    }
    list.isCut = m_order.size() > list.people.size();
    const auto found = m_people.find(reader);
    if (found != m_people.end() && std::ranges::find(list.people, reader, &Present::id) == list.people.end())
        list.leftOut = std::exchange(list.people.back(), m_order.at(found->second.ticket)).id;
    return list;
}

} // namespace parlance
