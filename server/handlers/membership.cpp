#include "domain/refusals.h"
#include "handlers/entering.h"
#include "handlers/handlers.h"
#include "session/session.h"

namespace parlance::handlers {

namespace {

/// A join between its first step and its reply.
struct Joining {
    Services& services;
    Call call;
    RoomPin room;
    bool reset;       ///< the client holds something that it must drop
    qint64 since = 0; ///< up to which it is to be continued
};

/// Whether what the client holds of the room can be continued, as far as memory knows: another node may be ahead.
bool canResume(const JoinRoom& request, const Room& room)
{
    return request.since && request.log == room.log() && *request.since >= 0 &&
           room.head() - *request.since <= limits::resumable;
}

Joined replyFor(Joining& joining, qint64 head, qint64 n)
{
    Room& room = *joining.room;
    Joined reply;
    reply.room = room.id();
    reply.log = room.log();
    reply.name = room.name();
    reply.topic = room.topic();
    reply.role = roleOf(room.isMaker(joining.call.user()));
    reply.head = head;
    reply.n = n;
    const UserId& user = joining.call.user();
    const MemberRecord* member = room.members().find(user);
    reply.read = member ? std::min(member->read, n) : n; // see handlers::swept
    reply.users = room.givePresent(user);
    reply.userCount = room.presence().count();
    return reply;
}

/// The reply that makes the connection live, with `list` in that field; what was logged meanwhile follows it.
template <class T>
void goLive(Joining joining, Joined reply, T Joined::*member, const json::EncodedList& list)
{
    Session& session = *joining.call.session();
    const qint64 head = reply.head;
    joining.call.reply(std::move(reply), member, list);
    joining.services.attendance.goLive(session, joining.room->id(), head);
}

void enter(Joining& joining)
{
    const UserId& user = joining.call.user();
    const UserName* name = joining.services.identities.nameOf(user);
    // The room may know them under their former name, from a node that has not heard of the new one. Clients are not
    // told of their own new names there, and this one's list would stay wrong.
    if (name && joining.services.attendance.follower())
        joining.room->rename(user, *name);
    joining.services.attendance.enter(*joining.call.session(), joining.room->id(), name ? name->text() : QString());
}

void askForNewest(Joining joining);

void resume(Joining joining, EventSlice slice)
{
    if (joining.since > slice.head) { // it holds what there has never been
        joining.reset = true;
        return askForNewest(std::move(joining));
    }
    json::EncodedList events = replyList();
    const size_t count = events.fill(slice.events);
    const DurableEvent* last = count == 0 ? nullptr : &slice.events[count - 1];
    if (!last || seqOf(*last) == slice.head) {
        enter(joining);
        Joined reply = replyFor(joining, slice.head, slice.n);
        return goLive(std::move(joining), std::move(reply), &Joined::events, events);
    }
    Joined reply = replyFor(joining, seqOf(*last), countOf(*last));
    reply.more = true;
    joining.services.attendance.leave(*joining.call.session(), joining.room->id());
    joining.call.reply(std::move(reply), &Joined::events, events);
}

void startFresh(Joining joining, MessageSlice slice)
{
    json::EncodedList history = replyList();
    history.fillFromTheEnd(slice.messages);
    enter(joining);
    Joined reply = replyFor(joining, slice.head, slice.n);
    if (joining.reset)
        reply.reset = true;
    goLive(std::move(joining), std::move(reply), &Joined::history, history);
}

/// The error of a join that cannot be finished, if there is one. Another connection of the identity can have left the
/// room while the store was asked, and even have joined it again: leaving ends the subscriptions of all.
template <class Slice>
std::optional<Error> hindrance(const Joining& joining, const Session& session, const Result<Slice>& slice)
{
    if (!slice)
        return slice.error();
    if (joining.services.attendance.hasArrived(session, joining.room->id()))
        return std::nullopt;
    if (!joining.services.rooms.find(joining.room->id()))
        return noRoom(); // deleted
    return Error{ErrorCode::NotJoined, QStringLiteral("No member of it any more"), {}};
}

/// Hands the store's answer on if the connection is still there to get it. A join that fails leaves nothing behind.
template <class Slice>
void handOn(Joining joining, void (*next)(Joining, Slice), Result<Slice> slice)
{
    const Session* session = joining.call.session();
    if (!session)
        return;
    if (const auto error = hindrance(joining, *session, slice)) {
        joining.services.attendance.leave(*session, joining.room->id());
        return joining.call.fail(*error);
    }
    next(std::move(joining), *std::move(slice));
}

/// The same, once the room in memory has got to where the store was when it was read: the reply has something of both.
template <class Slice>
Done<Slice> then(Joining joining, void (*next)(Joining, Slice))
{
    return [joining = std::move(joining), next](Result<Slice> slice) mutable {
        Rooms& rooms = joining.services.rooms;
        Room& room = *joining.room;
        const qint64 head = slice ? slice->head : 0;
        rooms.reach(room, head, [joining = std::move(joining), next, slice = std::move(slice)]() mutable {
            handOn(std::move(joining), next, std::move(slice));
        });
    };
}

void askForNewest(Joining joining)
{
    const RoomId room = joining.room->id();
    const UserId user = joining.call.user();
    Store& store = joining.services.store;
    store.messages(user, room, {}, then<MessageSlice>(std::move(joining), &startFresh));
}

void becomeMember(Services& services, const Call& call, Room& room)
{
    if (room.isMember(call.user()))
        return;
    const UserName* name = services.identities.nameOf(call.user());
    // Whoever comes has read everything so far.
    const MemberRecord newcomer{call.user(), name ? name->text() : QString(), room.count(), 0};
    services.store.saveMember(room.id(), room.addMember(newcomer), call.session()->address());
    services.hub.toIdentity(call.user(), RoomJoined{room.membership(call.user())}, call.sessionId());
}

void joinOpened(Services& services, Call call, RoomPin room, const JoinRoom& request)
{
    Session* session = call.session();
    if (!session)
        return;
    becomeMember(services, call, *room);
    services.attendance.arrive(*session, services.rooms.pin(*room));
    const RoomId id = room->id();
    if (canResume(request, *room)) {
        const qint64 since = *request.since;
        const UserId user = call.user();
        return services.store.eventsAfter(
            user, id, since, limits::eventsPage,
            then<EventSlice>({services, std::move(call), std::move(room), false, since}, &resume));
    }
    askForNewest({services, std::move(call), std::move(room), request.since.has_value()});
}

void open(Services& services, Call call, const JoinRoom& request)
{
    const Asker asker{call.user(), call.session()->address()};
    auto opened = [&services, request, call = std::move(call)](Result<RoomPin> room) mutable {
        if (!room)
            return call.fail(room.error());
        joinOpened(services, std::move(call), *std::move(room), request);
    };
    if (request.room)
        services.rooms.open(*request.room, asker, std::move(opened));
    else if (!request.make.value_or(true))
        services.rooms.openOrMake(*request.name, {{}, asker.address, {}, asker.user}, std::move(opened));
    else
        openOrMake(services, *request.name, asker.user, asker, std::move(opened));
}

/// Whether the connection is in the room already.
bool isIn(const Services& services, const Session& session, const JoinRoom& request)
{
    if (request.room)
        return services.attendance.isIn(session.id(), *request.room);
    const Room* room = services.rooms.findNamed(*request.name);
    return room && services.attendance.isIn(session.id(), room->id());
}

} // namespace

void joinRoom(Services& services, Call call, const JoinRoom& request)
{
    if (request.room.has_value() == request.name.has_value()) {
        return call.fail(errorIn(request.room ? QStringLiteral("name") : QStringLiteral("room"), ErrorCode::BadRequest,
                                 QStringLiteral("give exactly one of room and name")));
    }
    const Session& session = *call.session();
    const auto& subscriptions = services.hub.subscriptions();
    if (qint64(subscriptions.countOf(session.id())) >= services.facts.limits.rooms &&
        !isIn(services, session, request)) {
        return call.fail({ErrorCode::TooMany,
                          QStringLiteral("No more than %1 rooms on one connection").arg(services.facts.limits.rooms),
                          {}});
    }
    open(services, std::move(call), request);
}

void leaveRoom(Services& services, Call call, Standing standing, const LeaveRoom&)
{
    const RoomId& room = standing.membership.room;
    for (const SessionId id : services.hub.sessionsOf(call.user()))
        services.attendance.leave(*services.hub.find(id), room);
    if (standing.room)
        standing.room->removeMember(call.user());
    services.store.removeMember(room, call.user());
    services.hub.toIdentity(call.user(), RoomLeft{room, QStringLiteral("left")}, call.sessionId());
    call.done();
}

} // namespace parlance::handlers
