#include "cluster/remotepeople.h"

#include <limits>

namespace parlance {

RemotePeople::RemotePeople(Rooms& rooms, const Identities& identities, const Clock& clock)
    : m_rooms(rooms)
    , m_identities(identities)
    , m_clock(clock)
{
    m_rooms.setElsewhere(this);
}

RemotePeople::~RemotePeople()
{
    m_rooms.setElsewhere(nullptr);
}

void RemotePeople::came(const NodeId& node, const PresentPerson& person)
{
    Node& from = m_nodes[node];
    const bool isNew = from.lastTold[person.room].insert_or_assign(person.id, from.list).second;
    Person& known = m_people[person.room][person.id];
    known.nodes += isNew ? 1 : 0;
    if (!isNew || known.nodes > 1)
        return rename(known, person.room, person.id, nameOf(person));
    known.name = nameOf(person);
    if (Room* room = m_rooms.find(person.room))
        room->enter(person.id, known.name.text());
}

/// Somebody who is connected to this node, too, is called what this node knows: it may be newer.
UserName RemotePeople::nameOf(const PresentPerson& person) const
{
    const UserName* name = m_identities.nameOf(person.id);
    return name ? *name : person.username;
}

void RemotePeople::went(const NodeId& node, const RoomPerson& person)
{
    const auto from = m_nodes.find(node);
    if (from == m_nodes.end())
        return;
    const auto told = from->second.lastTold.find(person.room);
    if (told == from->second.lastTold.end() || told->second.erase(person.id) == 0)
        return;
    if (told->second.empty())
        from->second.lastTold.erase(told);
    depart(person);
}

void RemotePeople::listBegins(const NodeId& node)
{
    ++m_nodes[node].list;
}

void RemotePeople::listEnds(const NodeId& node)
{
    if (const auto from = m_nodes.find(node); from != m_nodes.end())
        toldBefore(node, from->second.list);
}

void RemotePeople::forget(const NodeId& node)
{
    toldBefore(node, std::numeric_limits<List>::max());
    m_nodes.erase(node);
}

/// Those of whom the node has told last before that list go.
void RemotePeople::toldBefore(const NodeId& node, List list)
{
    const auto from = m_nodes.find(node);
    if (from == m_nodes.end())
        return;
    std::vector<RoomPerson> gone;
    for (const auto& [room, people] : from->second.lastTold) {
        for (const auto& [user, told] : people) {
            if (told < list)
                gone.push_back({room, user});
        }
    }
    for (const RoomPerson& person : gone)
        went(node, person);
}

void RemotePeople::depart(const RoomPerson& person)
{
    const auto people = m_people.find(person.room);
    const auto known = people->second.find(person.id);
    if (--known->second.nodes > 0)
        return;
    people->second.erase(known);
    if (people->second.empty())
        m_people.erase(people);
    Room* room = m_rooms.find(person.room);
    if (!room)
        return;
    room->exit(person.id);
    if (room->presence().contains(person.id))
        return;
    room->typists().stopped(person.id);
    room->seen(person.id, m_clock.wall());
}

/// A room in which they are shown under that name already was told before.
void RemotePeople::rename(Person& person, const RoomId& roomId, const UserId& user, const UserName& name)
{
    if (person.name == name)
        return;
    person.name = name;
    Room* room = m_rooms.find(roomId);
    const QString* shown = room ? room->presence().nameOf(user) : nullptr;
    if (shown && *shown != name.text())
        room->rename(user, name);
}

void RemotePeople::renamed(const UserId& user, const UserName& name)
{
    for (auto& [room, people] : m_people) {
        if (const auto found = people.find(user); found != people.end())
            rename(found->second, room, user, name);
    }
}

std::vector<Present> RemotePeople::in(const RoomId& room) const
{
    std::vector<Present> present;
    const auto people = m_people.find(room);
    if (people == m_people.end())
        return present;
    present.reserve(people->second.size());
    for (const auto& [user, person] : people->second)
        present.push_back({user, person.name.text()});
    return present;
}

qint64 RemotePeople::countIn(const RoomId& room) const
{
    const auto people = m_people.find(room);
    return people == m_people.end() ? 0 : qint64(people->second.size());
}

} // namespace parlance
