#include "handlers/greeting.h"

#include "accounts/ranks.h"
#include "handlers/entering.h"
#include "handlers/handlers.h"
#include "handlers/renaming.h"
#include "session/session.h"

namespace parlance::handlers {

namespace {

UserName guestName(const UserId& user)
{
    return *UserName::parse(QStringLiteral("Guest ") + QString::fromLatin1(user.text().first(4)));
}

/// Everything about somebody who comes in.
struct Welcomed {
    UserId user;
    UserName name;
    MembershipSlice memberships;
    std::optional<SignedIn> signedIn; ///< nothing for a guest
    std::optional<QString> token;     ///< where it is new
};

Welcome replyFor(Services& services, const Welcomed& who)
{
    Welcome reply;
    reply.server = QStringLiteral("parlanced/" PARLANCE_VERSION);
    reply.serverName = services.facts.name;
    reply.userId = who.user;
    reply.username = who.name;
    reply.token = who.token;
    reply.limits = services.facts.limits;
    reply.heartbeat = services.hub.rules().heartbeat;
    if (who.signedIn) {
        const AccountRow& account = who.signedIn->account;
        const auto handle = Handle::parse(account.handle);
        reply.account = OwnAccount{handle ? *handle : Handle(), roleName(account.role), !account.totpSecret.isEmpty()};
        reply.device = OwnDevice{who.signedIn->device.id, who.signedIn->device.name};
        if (!who.signedIn->room.isEmpty())
            reply.invitedTo = who.signedIn->room;
    }
    return reply;
}

void welcome(Services& services, Call call, const Welcomed& who)
{
    Session* session = call.session();
    if (!session)
        return;
    if (who.signedIn)
        session->setDevice(who.signedIn->device.id);
    if (who.signedIn && who.token)
        session->prove(services.clock.steady()); // by a password or a link
    if (session->kind() == Session::Kind::Open) {
        session->greeted(Session::Kind::Full, who.user);
        services.hub.identified(*session);
        services.identities.arrived(who.user, who.name);
    }
    Welcome reply = replyFor(services, who);
    json::EncodedList rooms = replyList();
    const bool isCut = rooms.fill(who.memberships.rooms) < who.memberships.rooms.size();
    if (who.memberships.more || isCut)
        reply.more = true;
    call.reply(std::move(reply), &Welcome::rooms, rooms);
}

/// The name that the identity had before this hello.
std::optional<UserName> formerName(Services& services, const UserId& user, const IdentityRecord& record)
{
    if (const UserName* live = services.identities.nameOf(user))
        return *live;
    // Given by another connection, which is gone, after the store was asked.
    if (const UserName* saving = services.identities.savingName(user))
        return *saving;
    return record.name;
}

/// Another name than before is a rename and counts as one. Whoever has renamed too often comes in under the name that
/// they have: to be connected matters more.
UserName nameFor(Services& services, const Session& session, const UserId& user, const std::optional<UserName>& wanted,
                 const std::optional<UserName>& former)
{
    if (!wanted || wanted == former)
        return former.value_or(guestName(user));
    const bool isCounted = session.kind() == Session::Kind::Open; // else a guest gets an account, under a name
    if (isCounted && former && takeRename(services, user, session.address()))
        return *former;
    return *wanted;
}

/// Who comes back, and what they want to be called.
struct Returning {
    UserId user;
    std::optional<UserName> wanted;
    std::optional<SignedIn> signedIn;
    std::optional<QString> token;
};

void welcomeBack(Services& services, Call call, Returning who, IdentityRecord record)
{
    const Session* session = call.session();
    if (!session)
        return;
    const auto former = formerName(services, who.user, record);
    const UserName name = nameFor(services, *session, who.user, who.wanted, former);
    const SessionId id = session->id();
    const QString address = session->address();
    welcome(services, std::move(call),
            {who.user, name, std::move(record.memberships), std::move(who.signedIn), std::move(who.token)});
    if (former && *former != name)
        giveName(services, who.user, name, id, address, {});
    else if (!record.name)
        services.store.saveName(who.user, name, address, {});
}

/// A device, and what its owner is welcomed with.
struct Seen {
    SignedIn signedIn;
    IdentityRecord identity;
};

/// How a device comes in.
struct Coming {
    QByteArray hash; ///< of its token
    std::optional<UserName> wanted;
    std::optional<QString> token; ///< where it is new
    RoomId room;                  ///< where the link leads that was used; empty: nowhere
};

/// Whether the device is still signed in is what the store is asked last: one that ends meanwhile is either refused by
/// it, or closed by whoever has ended it, who finds it among the connections of its owner.
void welcomeDevice(Services& services, Call call, Coming coming)
{
    const auto look = [hash = coming.hash, rules = services.facts.devices,
                       now = services.clock.wall()](AccountBook& book) -> Result<Seen> {
        auto device = greetDevice(book, hash, rules, now);
        if (!device)
            return device.error();
        const UserId user = device->account.user;
        return Seen{*std::move(device), book.people().identity(user)};
    };
    auto found = [&services, coming = std::move(coming), call = std::move(call)](Result<Seen> seen) mutable {
        if (!seen)
            return call.fail(seen.error());
        services.uses.used(seen->signedIn.device, services.clock.wall());
        seen->signedIn.room = coming.room;
        const UserId user = seen->signedIn.account.user;
        welcomeBack(services, std::move(call),
                    {user, std::move(coming.wanted), std::move(seen->signedIn), std::move(coming.token)},
                    std::move(seen->identity));
    };
    askAccounts<Seen>(services.store, BookAccess::Read, look, std::move(found));
}

void welcomeKnownGuest(Services& services, Call call, const UserId& user, const std::optional<UserName>& wanted)
{
    auto found = [&services, user, wanted, call = std::move(call)](Result<IdentityRecord> record) mutable {
        if (!record)
            return call.fail(record.error());
        if (record->hasAccount)
            return call.fail(errorIn(QStringLiteral("token"), ErrorCode::Unauthenticated,
                                     QStringLiteral("this guest has an account now. Sign in with it")));
        welcomeBack(services, std::move(call), {user, wanted, {}, services.authenticator.issue(user)},
                    *std::move(record));
    };
    services.store.identity(user, std::move(found));
}

void welcomeGuest(Services& services, Call call, const Hello& request)
{
    if (const auto refused = guestsRefused(services))
        return call.fail(*refused);
    if (const auto refused = passwordRefused(services, call.session()->address(), request.password))
        return call.fail(*refused);
    if (request.token) {
        const auto user = services.authenticator.verify(*request.token);
        if (!user)
            return call.fail(user.error());
        return welcomeKnownGuest(services, std::move(call), *user, request.name);
    }
    const UserId user = UserId::random();
    const UserName name = request.name.value_or(guestName(user));
    services.store.saveName(user, name, call.session()->address(), {});
    welcome(services, std::move(call), {user, name, {}, {}, services.authenticator.issue(user)});
}

} // namespace

std::optional<Error> versionRefused(qint64 protocol)
{
    if (protocol == protocolVersion)
        return std::nullopt;
    return errorIn(QStringLiteral("protocol"), ErrorCode::ProtocolVersion,
                   QStringLiteral("this server speaks %1").arg(protocolVersion));
}

void welcomeAccount(Services& services, Call call, const Arrival& arrival)
{
    const auto name = UserName::parse(arrival.signedIn.name);
    welcomeDevice(services, std::move(call),
                  {arrival.signedIn.device.hash, name ? std::optional(*name) : std::nullopt, arrival.token,
                   arrival.signedIn.room});
}

void hello(Services& services, Call call, const Hello& request)
{
    if (const auto refused = versionRefused(request.protocol))
        return call.fail(*refused);
    // A device has proved more than the server's password says.
    const auto shown = request.token ? services.credentials.read(*request.token) : std::nullopt;
    if (shown && shown->kind == TokenKind::Device)
        return welcomeDevice(services, std::move(call), {shown->hash, request.name, {}, {}});
    welcomeGuest(services, std::move(call), request);
}

} // namespace parlance::handlers
