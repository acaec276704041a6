#include "handlers/handlers.h"
#include "handlers/renaming.h"
#include "session/session.h"

namespace parlance::handlers {

namespace {

void typing(Services& services, const Call& call, Room& room, bool isTyping, bool plain)
{
    const UserName* name = services.identities.nameOf(call.user());
    if (isTyping && name)
        room.typists().started({call.user(), name->text()}, plain);
    else
        room.typists().stopped(call.user());
}

} // namespace

void setTyping(Services& services, Call call, RoomPin room, const SetTyping& request)
{
    typing(services, call, *room, request.isTyping, false);
    call.done();
}

void setTypingPlain(Services& services, Call call, const plain::SetTyping& request)
{
    const auto rooms = services.attendance.roomsOf(call.sessionId());
    if (rooms.empty())
        return call.fail({ErrorCode::NotJoined, QStringLiteral("Join a room first"), {}});
    typing(services, call, *rooms.front(), request.isTyping, true);
    call.done();
}

void rename(Services& services, Call call, const Rename& request)
{
    giveName(services, call.user(), request.name, call.sessionId());
    call.reply(UserRenamed{call.user(), request.name, {}});
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
