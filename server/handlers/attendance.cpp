#include "handlers/attendance.h"

namespace parlance {

void Attendance::enter(SessionId session, const UserId& user, const QString& name, RoomPin room)
{
    if (isIn(session, room->name()))
        return;
    room->enter(user, name);
    const RoomName key = room->name();
    m_rooms[session].emplace(key, std::move(room));
}

void Attendance::leave(SessionId session, const UserId& user, const RoomName& room)
{
    const auto rooms = m_rooms.find(session);
    if (rooms == m_rooms.end())
        return;
    const auto node = rooms->second.extract(room);
    if (rooms->second.empty())
        m_rooms.erase(rooms);
    if (node.empty())
        return;
    node.mapped()->typists().stopped(user);
    node.mapped()->exit(user);
}

Room* Attendance::room(SessionId session, const RoomName& room) const
{
    const auto rooms = m_rooms.find(session);
    if (rooms == m_rooms.end())
        return nullptr;
    const auto found = rooms->second.find(room);
    return found == rooms->second.end() ? nullptr : &*found->second;
}

bool Attendance::isIn(SessionId session, const RoomName& room) const
{
    return this->room(session, room) != nullptr;
}

std::vector<RoomName> Attendance::roomsOf(SessionId session) const
{
    std::vector<RoomName> names;
    if (const auto rooms = m_rooms.find(session); rooms != m_rooms.end()) {
        for (const auto& [name, pin] : rooms->second)
            names.push_back(name);
    }
    return names;
}

} // namespace parlance
