#include "handlers/handlers.h"
#include "handlers/renaming.h"
#include "handlers/typing.h"
#include "session/session.h"

namespace parlance::handlers {

void typing(Services& services, const UserId& user, Room& room, bool isTyping, int believedFor)
{
    const UserName* name = services.identities.nameOf(user);
    if (isTyping && name)
        room.typists().started({user, name->text()}, believedFor);
    else if (!room.typists().stopped(user))
        return;
    if (PeopleFollower* follower = services.attendance.follower())
        follower->typing(room.id(), user, isTyping && name ? believedFor : 0);
}

void setTyping(Services& services, Call call, RoomPin room, const SetTyping& request)
{
    typing(services, call.user(), *room, request.isTyping, limits::typingExpiry);
    call.done();
}

void rename(Services& services, Call call, const Rename& request)
{
    const UserId user = call.user();
    const SessionId asker = call.sessionId();
    const QString address = call.session()->address();
    auto saved = [name = request.name, call = std::move(call)](const Result<Nothing>& result) mutable {
        if (!result)
            return call.fail(result.error());
        call.reply(UserRenamed{call.user(), name, {}});
    };
    giveName(services, user, request.name, asker, address, std::move(saved));
}

void ping(Services&, Call call, const Ping&)
{
    call.session()->beat(call.ref());
    call.answered();
}

/// The whole list, or in a crowd as much of it as a join brings: it takes the place of the client's own.
void presenceMissed(Services& services, Session& session, const RoomId& id)
{
    Room* room = services.attendance.room(session.id(), id);
    if (!room)
        return;
    session.send(encode(PresenceChanged{id, room->givePresent(session.user()), {}, room->presence().count()}));
}

} // namespace parlance::handlers
