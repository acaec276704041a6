#include "dialects/presencedifference.h"

#include "domain/presence.h"

namespace parlance {

PresenceDifference::PresenceDifference(const Presence& presence)
    : m_presence(presence)
    , m_isTooLong(presence.count() > limits::users)
{}

void PresenceDifference::changed(const UserId& user, const std::optional<QString>& before)
{
    add(user, {before, false});
}

void PresenceDifference::renamed(const UserId& user)
{
    if (const auto found = m_people.find(user); found != m_people.end())
        found->second.mustBeTold = true;
}

void PresenceDifference::listGiven(const UserId& reader, bool isCut)
{
    for (auto& [user, person] : m_people) {
        if (user != reader) // whose own coming and going no client of theirs can miss
            person.mustBeTold = person.mustBeTold || isCut || !isAsBefore(user, person);
    }
}

void PresenceDifference::leftOut(const UserId& user)
{
    add(user, {{}, true});
}

void PresenceDifference::moveTo(PresenceChanged& change)
{
    if (std::exchange(m_isTooLong, false))
        change.joined = m_presence.list();
    for (const auto& [user, person] : std::exchange(m_people, {})) {
        if (!person.mustBeTold && isAsBefore(user, person))
            continue;
        if (const QString* name = m_presence.nameOf(user))
            change.joined.push_back({user, *name});
        else
            change.left.push_back(user);
    }
}

bool PresenceDifference::isAsBefore(const UserId& user, const Person& person) const
{
    const QString* name = m_presence.nameOf(user);
    return name ? person.before == *name : !person.before;
}

void PresenceDifference::add(const UserId& user, const Person& person)
{
    if (m_isTooLong)
        return;
    m_people.try_emplace(user, person);
    if (m_people.size() > limits::users) {
        m_people.clear();
        m_isTooLong = true;
    }
}

} // namespace parlance
