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

/// What the store is asked for once it is known who has the room.
using End = Callback<void(Done<RoomSize>)>;

/// The room is held in memory from before its end on: its members are to be told, also where nobody is in it. `what`
/// says in the log what has become of it.
void endRoom(Services& services, const RoomName& name, const char* what, End end, Done<RoomSize> done)
{
    auto opened = [&services, name, what, end = std::move(end), done = std::move(done)](Result<RoomPin> pin) mutable {
        if (!pin)
            return done(pin.error());
        end([&services, name, what, pin = *std::move(pin), done = std::move(done)](Result<RoomSize> size) mutable {
            if (size) {
                qCInfo(logRoom).noquote() << pin->log().text() << what;
                clear(services, name);
            }
            done(std::move(size));
        });
    };
    services.rooms.open(name, std::move(opened));
}

} // namespace

void deleteRoom(Services& services, const RoomName& room, Done<RoomSize> done)
{
    const auto end = [&store = services.store, room](Done<RoomSize> ended) {
        store.deleteRoom(room, std::move(ended));
    };
    endRoom(services, room, "deleted", end, std::move(done));
}

void renameRoom(Services& services, const RoomName& room, const RoomName& to, Done<RoomSize> done)
{
    const auto end = [&store = services.store, room, to](Done<RoomSize> ended) {
        store.renameRoom(room, to, std::move(ended));
    };
    endRoom(services, room, "renamed", end, std::move(done));
}

} // namespace parlance::control
