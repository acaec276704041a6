#include "handlers/ending.h"

#include "session/session.h"

#include <set>

namespace parlance::handlers {

namespace {

/// Who has the room as it was: the connections that are in it, and those of its members.
std::set<SessionId> concerned(const Services& services, const Room& room)
{
    std::set<SessionId> sessions;
    for (const SessionId id : services.hub.subscriptions().sessionsIn(room.id()))
        sessions.insert(id);
    for (const UserId& user : room.members().ids()) {
        for (const SessionId id : services.hub.sessionsOf(user))
            sessions.insert(id);
    }
    return sessions;
}

void dismiss(Services& services, const RoomId& room, Session& session)
{
    services.attendance.leave(session, room);
    if (session.kind() == Session::Kind::Full)
        session.send(encode(RoomLeft{room, QStringLiteral("deleted")}));
    else
        session.close(CloseCode::RoomEnded);
}

} // namespace

void roomEnded(Services& services, const RoomId& id)
{
    Room* room = services.rooms.find(id);
    if (!room)
        return; // another end came first, and told everybody
    const RoomPin pin = services.rooms.pin(*room);
    services.rooms.retire(*room);
    for (const SessionId session : concerned(services, *room))
        dismiss(services, id, *services.hub.find(session));
    for (const UserId& user : room->members().ids())
        room->removeMember(user); // a join that is under way finds that it came too late
}

void swept(Services& services, const Swept& swept)
{
    for (const auto& [room, user] : swept.members) {
        if (Room* loaded = services.rooms.find(room))
            loaded->removeMember(user);
    }
    for (const RoomId& room : swept.rooms)
        roomEnded(services, room);
}

} // namespace parlance::handlers
