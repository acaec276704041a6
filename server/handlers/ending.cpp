#include "handlers/ending.h"

#include "handlers/entering.h"
#include "session/session.h"

#include <set>

namespace parlance::handlers {

namespace {

/// Who has the room as it was: the connections that are in it, and those of its members.
std::set<SessionId> concerned(const Services& services, const Room& room)
{
    std::set<SessionId> sessions;
    for (const SessionId id : services.hub.subscriptions().sessionsIn(room.name()))
        sessions.insert(id);
    for (const UserId& user : room.memberIds()) {
        for (const SessionId id : services.hub.sessionsOf(user))
            sessions.insert(id);
    }
    return sessions;
}

void dismiss(Services& services, const RoomName& room, Session& session)
{
    if (session.kind() == Session::Kind::Full)
        session.send(encode(RoomLeft{room}));
    leaveOn(services, session, room);
    session.close(CloseCode::RoomEnded);
}

} // namespace

void roomEnded(Services& services, const RoomName& name)
{
    Room* room = services.rooms.find(name);
    if (!room)
        return; // another end came first, and told everybody
    const RoomPin pin = services.rooms.pin(*room);
    services.rooms.retire(*room);
    for (const SessionId id : concerned(services, *room))
        dismiss(services, name, *services.hub.find(id));
    for (const UserId& user : room->memberIds()) {
        // A join that is under way finds that it came too late. What was saved while the store was busy ending the log
        // would else be there for the next room of that name.
        room->removeMember(user);
        services.store.removeMember(name, user);
    }
}

void swept(Services& services, const Swept& swept)
{
    for (const auto& [room, user] : swept.members) {
        if (Room* loaded = services.rooms.find(room))
            loaded->removeMember(user);
    }
    for (const RoomName& room : swept.rooms)
        roomEnded(services, room);
}

} // namespace parlance::handlers
