#include "domain/presence.h"

#include <algorithm>

namespace parlance {

namespace {

constexpr qint64 plainPaymentEvery = 100; // ms
constexpr qint64 plainPayment = limits::plainPresence * plainPaymentEvery / 1'000;
constexpr qint64 mostPlainDebt =
    limits::plainPresence + limits::plainPresence * qint64(limits::plainPresenceWait) / 1'000;

} // namespace

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

void Presence::rename(const UserId& user, const UserName& name)
{
    if (const auto found = m_people.find(user); found != m_people.end())
        m_order[found->second.ticket].username = name.text();
    m_renamed.insert_or_assign(user, name);
    m_untold.renamed(user);
    openWindow();
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

std::vector<Present> Presence::give(const UserId& reader)
{
    std::vector<Present> people = list(reader);
    const bool isCut = m_order.size() > people.size();
    m_untold.listGiven(reader, isCut);
    if (isCut) {
        const UserId& last = std::next(m_order.begin(), limits::users - 1)->second.id;
        if (people.back().id != last)
            m_untold.leftOut(last);
    }
    return people;
}

void Presence::changed(const Present& who, bool came)
{
    m_untold.changed(who.id, came ? std::nullopt : std::optional(who.username));
    openWindow();
    tellPlain(who, came);
}

void Presence::openWindow()
{
    if (m_fullWindow.isPending())
        return;
    const int window = count() > limits::crowd ? limits::crowdWindow : limits::presenceWindow;
    m_fullWindow = m_wheel.after(window, [this] { tellFull(); });
}

void Presence::tellFull()
{
    // Somebody who left and returned under yet another name is called by the latter.
    for (const auto& [user, name] : std::exchange(m_renamed, {}))
        m_sink.toFull(m_room, UserRenamed{user, name, {}}, user); // who has been told already
    PresenceChanged change{m_room, {}, {}, count()};
    const bool wasCrowded = std::exchange(m_crowded, count() > limits::crowd);
    if (!m_crowded)
        m_untold.moveTo(change);
    if (m_crowded || wasCrowded || !change.joined.empty() || !change.left.empty())
        m_sink.toFull(m_room, change, {});
}

void Presence::tellPlain(const Present& who, bool came)
{
    if (m_plainDebt >= limits::plainPresence)
        m_plainLate = {who, came};
    else
        sendPlain(who, came);
}

void Presence::sendPlain(const Present& who, bool came)
{
    m_plainDebt += came ? m_sink.toPlain(m_room, plain::UserJoined{who.id, who.username, list()}, who.id)
                        : m_sink.toPlain(m_room, plain::UserLeft{who.id, who.username, list()}, who.id);
    m_plainDebt = std::min(m_plainDebt, mostPlainDebt);
    if (m_plainDebt > 0 && !m_plainPayment.isPending())
        m_plainPayment = m_wheel.after(plainPaymentEvery, [this] { payPlain(); });
}

void Presence::payPlain()
{
    m_plainDebt = std::max<qint64>(0, m_plainDebt - plainPayment);
    if (m_plainDebt > 0)
        m_plainPayment = m_wheel.after(plainPaymentEvery, [this] { payPlain(); });
    if (m_plainDebt >= limits::plainPresence)
        return;
    if (const auto late = std::exchange(m_plainLate, std::nullopt))
        sendPlain(late->first, late->second);
}

} // namespace parlance
