#include "handlers/attendance.h"

#include "session/session.h"

namespace parlance {

const Attendance::Stay* Attendance::find(SessionId session, const RoomId& room) const
{
    const auto stays = m_stays.find(session);
    if (stays == m_stays.end())
        return nullptr;
    const auto found = stays->second.find(room);
    return found == stays->second.end() ? nullptr : &found->second;
}

void Attendance::arrive(Session& session, RoomPin room)
{
    m_subscriptions.hold(room->id(), session);
    const RoomId id = room->id();
    m_stays[session.id()].try_emplace(id, Stay{std::move(room), false});
}

void Attendance::enter(const Session& session, const RoomId& room, const QString& name)
{
    const Stay* stay = find(session.id(), room);
    if (!stay || stay->isPresent)
        return;
    m_stays[session.id()].at(room).isPresent = true;
    stay->room->enter(session.user(), name);
    if (m_follower)
        m_follower->entered(room, session.user());
}

void Attendance::goLive(const Session& session, const RoomId& room, qint64 head)
{
    m_subscriptions.goLive(room, session, head);
}

void Attendance::leave(const Session& session, const RoomId& room)
{
    m_subscriptions.drop(room, session);
    const auto stays = m_stays.find(session.id());
    if (stays == m_stays.end())
        return;
    const auto node = stays->second.extract(room);
    if (stays->second.empty())
        m_stays.erase(stays);
    if (node.empty() || !node.mapped().isPresent)
        return;
    const bool hasTyped = node.mapped().room->typists().stopped(session.user());
    node.mapped().room->exit(session.user());
    if (!m_follower)
        return;
    if (hasTyped)
        m_follower->typing(room, session.user(), 0);
    m_follower->left(room, session.user());
}

bool Attendance::hasArrived(const Session& session, const RoomId& room) const
{
    return m_subscriptions.isSubscribed(room, session);
}

Room* Attendance::room(SessionId session, const RoomId& room) const
{
    const Stay* stay = find(session, room);
    return stay && stay->isPresent ? &*stay->room : nullptr;
}

std::vector<Room*> Attendance::roomsOf(SessionId session) const
{
    std::vector<Room*> rooms;
    if (const auto stays = m_stays.find(session); stays != m_stays.end()) {
        for (const auto& [id, stay] : stays->second) {
            if (stay.isPresent)
                rooms.push_back(&*stay.room);
        }
    }
    return rooms;
}

std::vector<RoomId> Attendance::arrivalsOf(SessionId session) const
{
    std::vector<RoomId> rooms;
    if (const auto stays = m_stays.find(session); stays != m_stays.end()) {
        for (const auto& [id, stay] : stays->second)
            rooms.push_back(id);
    }
    return rooms;
}

} // namespace parlance
