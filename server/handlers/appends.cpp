#include "domain/refusals.h"
#include "handlers/appending.h"
#include "handlers/handlers.h"
#include "session/session.h"
#include "text/bodies.h"
#include "text/mentions.h"

namespace parlance::handlers {

namespace {

SentBefore sentBefore(const DurableEvent& event)
{
    return std::visit(
        [](const auto& e) {
            SentBefore sent;
            sent.room = e.room;
            sent.seq = e.seq;
            if constexpr (requires { e.nonce; })
                sent.nonce = e.nonce;
            if constexpr (requires { e.id; })
                sent.id = e.id;
            return sent;
        },
        event);
}

/// Publishes what was committed. Its author hears of it in any case: it is the acknowledgement.
void committed(Services& services, Call& call, Room& room, Authorship authorship, const DurableEvent& event)
{
    // Authors who are in the room are members now, in the store too, even if it has swept them out meanwhile. Those who
    // have left since, on whatever connection, are not: the store was told so behind this event.
    const bool isStillIn = authorship == Authorship::Present && services.attendance.isIn(call.sessionId(), room.id());
    if (isStillIn && !room.isMember(call.user())) {
        if (const UserName* name = services.identities.nameOf(call.user()))
            room.addMember({call.user(), name->text(), room.count(), 0});
    }
    const Session* author = call.session();
    const bool hears = author && services.hub.subscriptions().isLive(room.id(), *author);
    services.rooms.committed(event);
    if (!author || hears)
        call.answered();
    else
        call.reply(event);
}

/// The text as it will be kept, or why it will not.
Result<QString> acceptedText(const Services& services, const QString& text)
{
    QString clean = cleanBody(text);
    if (clean.isEmpty())
        return errorIn(QStringLiteral("text"), ErrorCode::BadRequest, QStringLiteral("must not be empty"));
    if (clean.size() > services.facts.limits.text) {
        return errorIn(QStringLiteral("text"), ErrorCode::TooLong,
                       QStringLiteral("is longer than %1 characters").arg(services.facts.limits.text));
    }
    return clean;
}

} // namespace

void append(Services& services, Call call, RoomPin room, NewEvent event)
{
    event.room = room->id();
    event.author = call.user();
    const UserName* name = services.identities.nameOf(call.user());
    event.authorName = name ? name->text() : QString();
    event.timestamp = services.clock.wall();
    const Authorship authorship = event.authorship;
    services.store.append(std::move(event), [&services, call = std::move(call), room = std::move(room),
                                             authorship](Result<Appended> appended) mutable {
        if (!appended)
            return call.fail(appended.error());
        services.hub.acknowledging(call.requestedAt());
        if (appended->repeated) {
            call.reply(sentBefore(appended->event));
            if (seqOf(appended->event) > room->head()) // of this node, which was not told that it had been committed
                services.rooms.committed(appended->event);
            return;
        }
        committed(services, call, *room, authorship, appended->event);
    });
}

void answerFormer(Services& services, Call call, const RoomId& room, const Nonce& nonce)
{
    NewEvent event;
    event.room = room;
    event.author = call.user();
    event.nonce = nonce;
    event.timestamp = services.clock.wall();
    event.authorship = Authorship::Former;
    event.what = NewTopic{};
    services.store.append(std::move(event), [call = std::move(call)](Result<Appended> appended) mutable {
        if (!appended)
            return call.fail(appended.error().code == ErrorCode::NotFound ? joinFirst() : appended.error());
        call.reply(sentBefore(appended->event));
    });
}

NewMessage newMessage(Room& room, const QString& text, const std::optional<QString>& style)
{
    return {MessageId::random(), text, style, room.calledIn(text)};
}

void sendMessage(Services& services, Call call, RoomPin room, Authorship authorship, const SendMessage& request)
{
    const auto text = acceptedText(services, request.text);
    if (!text)
        return call.fail(text.error());
    NewEvent event;
    event.nonce = request.nonce;
    event.authorship = authorship;
    event.what = newMessage(*room, *text, request.style);
    append(services, std::move(call), std::move(room), std::move(event));
}

void editMessage(Services& services, Call call, RoomPin room, Authorship authorship, const EditMessage& request)
{
    const auto text = acceptedText(services, request.text);
    if (!text)
        return call.fail(text.error());
    NewEvent event;
    event.nonce = request.nonce;
    event.authorship = authorship;
    event.what = NewEdit{request.id, *text, room->calledIn(*text)};
    append(services, std::move(call), std::move(room), std::move(event));
}

void deleteMessage(Services& services, Call call, RoomPin room, Authorship authorship, const DeleteMessage& request)
{
    NewEvent event;
    event.nonce = request.nonce;
    event.authorship = authorship;
    event.what = NewDeletion{request.id};
    append(services, std::move(call), std::move(room), std::move(event));
}

void setTopic(Services& services, Call call, RoomPin room, Authorship authorship, const SetTopic& request)
{
    NewEvent event;
    event.nonce = request.nonce;
    event.authorship = authorship;
    event.what = NewTopic{cleanBody(request.text).simplified()};
    append(services, std::move(call), std::move(room), std::move(event));
}

void setRoom(Services& services, Call call, RoomPin room, Authorship authorship, const SetRoom& request)
{
    NewEvent event;
    event.nonce = request.nonce;
    event.authorship = authorship;
    event.what = NewRoomName{request.name};
    append(services, std::move(call), std::move(room), std::move(event));
}

} // namespace parlance::handlers
