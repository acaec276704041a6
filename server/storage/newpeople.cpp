#include "storage/newpeople.h"

#include <algorithm>

namespace parlance {

NewPeople::Person* NewPeople::find(const UserId& user)
{
    const auto found = m_people.find(user);
    return found == m_people.end() ? nullptr : &found->second.person;
}

void NewPeople::enter(const RoomName& room, const MemberRecord& member, const QString& address)
{
    Person& person = make(member.user, address);
    if (person.name.isEmpty())
        person.name = member.name;
    qint64& read = person.reads[room];
    read = std::max(read, member.read);
    m_byRoom[room].insert(member.user);
    if (m_people.size() > m_max)
        erase(UserId(m_byNumber.at(*m_shares.next())));
}

NewPeople::Person& NewPeople::make(const UserId& user, const QString& address)
{
    const auto [entry, isNew] = m_people.try_emplace(user);
    if (isNew) {
        entry->second.number = ++m_last;
        m_byNumber.emplace(m_last, user);
        m_shares.add(m_last, address);
    }
    return entry->second.person;
}

void NewPeople::moveRead(const RoomName& room, const UserId& user, qint64 n)
{
    Person* person = find(user);
    if (!person)
        return;
    if (const auto mark = person->reads.find(room); mark != person->reads.end())
        mark->second = std::max(mark->second, n);
}

void NewPeople::leave(const RoomName& room, const UserId& user)
{
    if (Person* person = find(user))
        person->reads.erase(room);
    unlist(room, user);
}

void NewPeople::erase(const UserId& user)
{
    const auto node = m_people.extract(user);
    if (node.empty())
        return;
    for (const auto& [room, read] : node.mapped().person.reads)
        unlist(room, user);
    m_byNumber.erase(node.mapped().number);
    m_shares.remove(node.mapped().number);
}

const std::set<UserId>& NewPeople::in(const RoomName& room) const
{
    static const std::set<UserId> nobody;
    const auto found = m_byRoom.find(room);
    return found == m_byRoom.end() ? nobody : found->second;
}

void NewPeople::move(const RoomName& room, const std::optional<RoomName>& to)
{
    const auto users = m_byRoom.extract(room);
    if (users.empty())
        return;
    for (const UserId& user : users.mapped()) {
        auto& reads = find(user)->reads;
        const auto read = reads.extract(room);
        if (to) {
            reads.insert_or_assign(*to, read.mapped());
            m_byRoom[*to].insert(user);
        }
    }
}

void NewPeople::unlist(const RoomName& room, const UserId& user)
{
    const auto users = m_byRoom.find(room);
    if (users == m_byRoom.end())
        return;
    users->second.erase(user);
    if (users->second.empty())
        m_byRoom.erase(users);
}

} // namespace parlance
