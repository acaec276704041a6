#include "domain/identities.h"

namespace parlance {

const UserName* Identities::nameOf(const UserId& user) const
{
    const auto found = m_live.find(user);
    return found == m_live.end() ? nullptr : &found->second.name;
}

void Identities::arrived(const UserId& user, const UserName& name)
{
    Live& live = m_live[user];
    live.name = name;
    ++live.connections;
}

bool Identities::departed(const UserId& user)
{
    const auto found = m_live.find(user);
    if (found == m_live.end() || --found->second.connections > 0)
        return false;
    m_live.erase(found);
    return true;
}

void Identities::renamed(const UserId& user, const UserName& name)
{
    if (const auto found = m_live.find(user); found != m_live.end())
        found->second.name = name;
}

void Identities::saving(const UserId& user, const UserName& name)
{
    Saving& saving = m_saving[user];
    saving.last = name;
    ++saving.count;
}

void Identities::saved(const UserId& user)
{
    if (const auto found = m_saving.find(user); found != m_saving.end() && --found->second.count == 0)
        m_saving.erase(found);
}

const UserName* Identities::savingName(const UserId& user) const
{
    const auto found = m_saving.find(user);
    return found == m_saving.end() ? nullptr : &found->second.last;
}

} // namespace parlance
