#include "control/ending.h"

#include "base/logging.h"
#include "session/session.h"

#include <set>

namespace parlance::control {

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
    services.hub.subscriptions().drop(room, session);
    services.attendance.leave(session.id(), session.user(), room);
    session.close(CloseCode::RoomEnded);
}

/// The log has been ended: no append of before is under way any more, and none that comes will be taken.
void clear(Services& services, const RoomName& name)
{
    Room* room = services.rooms.find(name);
    if (!room)
        return; // then nobody is in it
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

} // namespace

void deleteRoom(Services& services, const RoomName& room, Done<RoomSize> done)
{
    services.store.deleteRoom(room, [&services, room, done = std::move(done)](Result<RoomSize> size) mutable {
        if (size) {
            qCInfo(logRoom).noquote() << "deleted" << room.text();
            clear(services, room);
        }
        done(std::move(size));
    });
}

void renameRoom(Services& services, const RoomName& room, const RoomName& to, Done<RoomSize> done)
{
    services.store.renameRoom(room, to, [&services, room, to, done = std::move(done)](Result<RoomSize> size) mutable {
        if (size) {
            qCInfo(logRoom).noquote() << "renamed" << room.text() << "to" << to.text();
            clear(services, room);
        }
        done(std::move(size));
    });
}

} // namespace parlance::control
