#include "domain/presence.h"

#include <algorithm>

namespace parlance {

void Presence::enter(const UserId& user, const QString& name)
{
    Entry& entry = m_people[user];
    if (++entry.connections > 1)
        return;
    entry.ticket = ++m_lastTicket;
    const Present who{user, name};
    m_order.emplace(entry.ticket, who);
    changed(who, true);
}

void Presence::exit(const UserId& user)
{
    const auto found = m_people.find(user);
    if (found == m_people.end() || --found->second.connections > 0)
        return;
    const auto person = m_order.extract(found->second.ticket);
    m_people.erase(found);
    changed(person.mapped(), false);
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

std::vector<Present> Presence::list(const UserId& always) const
{
    std::vector<Present> people;
    people.reserve(std::min<size_t>(m_order.size(), limits::users));
    for (const auto& [ticket, person] : m_order) {
        if (people.size() == limits::users)
            break;
        people.push_back(person);
    }
    const auto found = m_people.find(always);
    if (found != m_people.end() && std::ranges::find(people, always, &Present::id) == people.end())
        people.back() = m_order.at(found->second.ticket);
    return people;
}

void Presence::changed(const Present& who, bool came)
{
    m_before.try_emplace(who.id, !came);
    if (!m_fullWindow.isPending()) {
        const int window = count() > limits::crowd ? limits::crowdWindow : limits::presenceWindow;
        m_fullWindow = m_wheel.after(window, [this] { tellFull(); });
    }
    tellPlain(who, came);
}

void Presence::tellFull()
{
    PresenceChanged change{m_room, {}, {}, count()};
    const bool wasCrowded = std::exchange(m_crowded, count() > limits::crowd);
    if (!m_crowded && wasCrowded) {
        change.joined = list();
    } else if (!m_crowded) {
        for (const auto& [user, before] : m_before) {
            const auto found = m_people.find(user);
            if (found != m_people.end() && !before)
                change.joined.push_back(m_order.at(found->second.ticket));
            else if (found == m_people.end() && before)
                change.left.push_back(user);
        }
    }
    m_before.clear();
    if (m_crowded || wasCrowded || !change.joined.empty() || !change.left.empty())
        m_sink.toFull(m_room, change, {});
}

void Presence::tellPlain(const Present& who, bool came)
{
    if (count() > limits::plainCrowd && m_plainTold >= limits::plainCrowdPerSecond) {
        m_plainLate = {who, came};
        return;
    }
    if (!m_plainSecond.isPending())
        m_plainSecond = m_wheel.after(1'000, [this] { endPlainSecond(); });
    sendPlain(who, came);
}

void Presence::sendPlain(const Present& who, bool came)
{
    ++m_plainTold;
    m_plainLate.reset(); // the list below is right for that one, too
    if (came)
        m_sink.toPlain(m_room, plain::UserJoined{who.id, who.username, list()}, who.id);
    else
        m_sink.toPlain(m_room, plain::UserLeft{who.id, who.username, list()}, who.id);
}

void Presence::endPlainSecond()
{
    m_plainTold = 0;
    if (const auto late = std::exchange(m_plainLate, std::nullopt)) {
        m_plainSecond = m_wheel.after(1'000, [this] { endPlainSecond(); });
        sendPlain(late->first, late->second);
    }
}

} // namespace parlance
