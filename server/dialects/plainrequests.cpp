#include "dialects/plainrequests.h"

#include "handlers/appending.h"
#include "handlers/entering.h"
#include "handlers/typing.h"
#include "session/session.h"
#include "text/bodies.h"
#include "text/clusters.h"

namespace parlance::plain {

namespace {

Error joinFirst()
{
    return {ErrorCode::NotJoined, QStringLiteral("Join a room first"), {}};
}

/// The room that the connection is in.
Room* roomOf(const Services& services, const Call& call)
{
    const auto rooms = services.attendance.roomsOf(call.sessionId());
    return rooms.empty() ? nullptr : rooms.front();
}

/// Leaves the room before, if there is one; the same room again is left and joined, too.
void leaveFormer(Services& services, const Session& session)
{
    for (const RoomId& room : services.attendance.arrivalsOf(session.id()))
        services.attendance.leave(session, room);
}

std::vector<Message> historyOf(std::vector<MessageState> states)
{
    std::vector<Message> history;
    history.reserve(states.size());
    for (MessageState& state : states)
        history.push_back({state.id, state.userId, state.username, state.text.value_or(QString()), state.timestamp});
    return history;
}

void welcome(Services& services, Call call, RoomPin room, const UserName& name, Result<MessageSlice> slice)
{
    Session* joiner = call.session();
    if (!joiner || joiner->isClosing())
        return;
    if (!slice) {
        services.attendance.leave(*joiner, room->id());
        return call.fail(slice.error());
    }
    const Room& entered = *room;
    const UserId& user = joiner->user();
    services.attendance.enter(*joiner, entered.id(), name.text());
    json::EncodedList history = handlers::replyList();
    history.fillFromTheEnd(historyOf(std::move(slice->messages)));
    call.reply(Joined{user, entered.name().text(), {}, entered.presence().listFor(user).people}, &Joined::history,
               history);
    services.attendance.goLive(*joiner, entered.id(), slice->head);
}

void enter(Services& services, Call call, RoomPin room, const UserName& name)
{
    Session* session = call.session();
    if (!session)
        return;
    services.attendance.arrive(*session, services.rooms.pin(*room));
    MessageQuery query;
    query.limit = limits::plainHistory;
    query.withDeleted = false;
    const RoomId id = room->id();
    const UserId reader = call.user();
    auto answered = [&services, name, call = std::move(call),
                     room = std::move(room)](Result<MessageSlice> slice) mutable {
        Room& entered = *room;
        const qint64 head = slice ? slice->head : 0;
        services.rooms.reach(
            entered, head,
            [&services, name, call = std::move(call), room = std::move(room), slice = std::move(slice)]() mutable {
                welcome(services, std::move(call), std::move(room), name, std::move(slice));
            });
    };
    services.store.messages(reader, id, query, std::move(answered));
}

} // namespace

void join(Services& services, Call call, const Join& request)
{
    Session& session = *call.session();
    const auto name = UserName::parseCut(request.username);
    if (!name)
        return call.fail(errorIn(QStringLiteral("username"), name.error().code, name.error().message));
    const auto room = RoomName::parseCut(request.room);
    if (!room)
        return call.fail(errorIn(QStringLiteral("room"), room.error().code, room.error().message));
    const bool isNew = session.kind() == Session::Kind::Open;
    if (isNew) {
        if (const auto refused = handlers::guestsRefused(services))
            return call.fail(*refused);
        if (const auto refused = handlers::passwordRefused(services, session.address(), request.password))
            return call.fail(*refused);
        session.greeted(Session::Kind::Plain, UserId::random());
        services.identities.arrived(session.user(), *name);
    }
    leaveFormer(services, session);
    services.identities.renamed(session.user(), *name);
    handlers::openOrMake(services, *room, {}, {session.user(), session.address()},
                         [&services, name = *name, call = std::move(call)](Result<RoomPin> pin) mutable {
                             if (!pin)
                                 return call.fail(pin.error());
                             enter(services, std::move(call), *std::move(pin), name);
                         });
}

void say(Services& services, Call call, const Say& request)
{
    Room* room = roomOf(services, call);
    const QString text = cutToUnits(cleanBody(request.text), services.facts.limits.text);
    if (text.isEmpty())
        return call.fail(errorIn(QStringLiteral("text"), ErrorCode::BadRequest, QStringLiteral("must not be empty")));
    if (!room)
        return call.fail(joinFirst());
    NewEvent event;
    event.authorship = Authorship::Unlisted;
    event.nonce = Nonce::random();
    event.what = handlers::newMessage(*room, text, {});
    handlers::append(services, std::move(call), services.rooms.pin(*room), std::move(event));
}

void setTyping(Services& services, Call call, const SetTyping& request)
{
    Room* room = roomOf(services, call);
    if (!room)
        return call.fail(joinFirst());
    handlers::typing(services, call.user(), *room, request.isTyping, limits::plainTypingExpiry);
    call.done();
}

} // namespace parlance::plain
