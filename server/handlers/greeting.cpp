#include "handlers/entering.h"
#include "handlers/handlers.h"
#include "handlers/renaming.h"
#include "session/session.h"

namespace parlance::handlers {

namespace {

/// So many wrong passwords a minute and address.
constexpr Rate wrongPasswords{10, 60'000};

std::optional<Error> refusal(Services& services, const QString& address, const std::optional<QString>& password)
{
    if (services.authenticator.admits(password))
        return std::nullopt;
    if (!password)
        return errorIn(QStringLiteral("password"), ErrorCode::Unauthenticated,
                       QStringLiteral("this server asks for one"));
    if (const auto wait = services.rates.takeByAddress(RateClass::Password, wrongPasswords, address))
        return Error{ErrorCode::RateLimited, QStringLiteral("Too many wrong passwords; wait a minute"), wait};
    return errorIn(QStringLiteral("password"), ErrorCode::Unauthenticated, QStringLiteral("is wrong"));
}

UserName guestName(const UserId& user)
{
    return *UserName::parse(QStringLiteral("Guest ") + QString::fromLatin1(user.text().first(4)));
}

void welcome(Services& services, Call call, const UserId& user, const UserName& name, MembershipSlice memberships)
{
    Session* session = call.session();
    if (!session)
        return;
    session->greeted(Session::Kind::Full, user);
    services.hub.identified(*session);
    services.identities.arrived(user, name);
    Welcome reply;
    reply.server = QStringLiteral("parlanced/" PARLANCE_VERSION);
    reply.serverName = services.facts.name;
    reply.userId = user;
    reply.username = name;
    reply.token = services.authenticator.issue(user);
    reply.limits = services.facts.limits;
    reply.heartbeat = services.hub.rules().heartbeat;
    reply.rooms = std::move(memberships.rooms);
    if (memberships.more)
        reply.more = true;
    call.reply(std::move(reply));
}

/// The name that the identity had before this hello.
std::optional<UserName> formerName(Services& services, const UserId& user, const IdentityRecord& record)
{
    if (const UserName* live = services.identities.nameOf(user))
        return *live;
    return record.name;
}

/// Another name than before is a rename and counts as one. Whoever has renamed too often comes in under the name that
/// they have: to be connected matters more.
UserName nameFor(Services& services, const Session& session, const UserId& user, const std::optional<UserName>& wanted,
                 const std::optional<UserName>& former)
{
    if (!wanted || wanted == former)
        return former.value_or(guestName(user));
    if (former && takeRename(services, user, session.address()))
        return *former;
    return *wanted;
}

void welcomeBack(Services& services, Call call, const UserId& user, const std::optional<UserName>& wanted)
{
    services.store.identity(user,
                            [&services, user, wanted, call = std::move(call)](Result<IdentityRecord> record) mutable {
                                const Session* session = call.session();
                                if (!session)
                                    return;
                                if (!record)
                                    return call.fail(record.error());
                                const auto former = formerName(services, user, *record);
                                const UserName name = nameFor(services, *session, user, wanted, former);
                                const SessionId id = session->id();
                                welcome(services, std::move(call), user, name, std::move(record->memberships));
                                if (former && *former != name)
                                    giveName(services, user, name, id);
                            });
}

} // namespace

void hello(Services& services, Call call, const Hello& request)
{
    if (request.protocol != protocolVersion) {
        return call.fail(errorIn(QStringLiteral("protocol"), ErrorCode::ProtocolVersion,
                                 QStringLiteral("this server speaks %1").arg(protocolVersion)));
    }
    if (const auto refused = refusal(services, call.session()->address(), request.password))
        return call.fail(*refused);
    if (!request.token) {
        const UserId user = UserId::random();
        return welcome(services, std::move(call), user, request.name.value_or(guestName(user)), {});
    }
    const auto user = services.authenticator.verify(*request.token);
    if (!user)
        return call.fail(user.error());
    welcomeBack(services, std::move(call), *user, request.name);
}

namespace {

/// Leaves the room before, if there is one; the same room again is left and joined, too.
void leaveFormer(Services& services, const Session& session)
{
    for (const RoomId& room : services.attendance.arrivalsOf(session.id()))
        services.attendance.leave(session, room);
}

std::vector<plain::Message> plainHistory(std::vector<MessageState> states)
{
    std::vector<plain::Message> history;
    history.reserve(states.size());
    for (MessageState& state : states)
        history.push_back({state.id, state.userId, state.username, state.text.value_or(QString()), state.timestamp});
    return history;
}

void enterPlain(Services& services, Call call, RoomPin room, const UserName& name)
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
    services.store.messages(
        reader, id, query, [&services, name, call = std::move(call), room = std::move(room)](auto slice) mutable {
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
            cutOldest(slice->messages);
            call.reply(plain::Joined{user, entered.name().text(), plainHistory(std::move(slice->messages)),
                                     entered.presence().list(user)});
            services.attendance.goLive(*joiner, entered.id(), slice->head);
        });
}

} // namespace

void joinPlain(Services& services, Call call, const plain::Join& request)
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
        if (const auto refused = refusal(services, session.address(), request.password))
            return call.fail(*refused);
        session.greeted(Session::Kind::Plain, UserId::random());
        services.identities.arrived(session.user(), *name);
    }
    leaveFormer(services, session);
    services.identities.renamed(session.user(), *name);
    openOrMake(services, *room, {}, session.address(),
               [&services, name = *name, call = std::move(call)](Result<RoomPin> pin) mutable {
                   if (!pin)
                       return call.fail(pin.error());
                   enterPlain(services, std::move(call), *std::move(pin), name);
               });
}

} // namespace parlance::handlers
