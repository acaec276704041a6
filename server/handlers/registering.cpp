#include "accounts/registering.h"

#include "accounts/accountrefusals.h"
#include "accounts/links.h"
#include "handlers/accounts.h"
#include "handlers/entering.h"
#include "handlers/greeting.h"
#include "session/session.h"

namespace parlance::handlers {

namespace {

/// An account that somebody wants. Their connection is open, or a guest's.
struct Wish {
    Handle handle;
    UserName name;
    QString password;
    QString device;
    HandleClaim claim = {};
    QByteArray link = {}; ///< the hash of its token; empty: none
};

/// Whoever is new has read everything so far.
void makeMember(Services& services, Room& room, const SignedIn& who, const QString& address)
{
    const UserId& user = who.account.user;
    if (room.isMember(user))
        return;
    services.store.saveMember(room.id(), room.addMember({user, who.name, room.count(), 0}), address);
}

void registered(Services& services, Call call, Arrival arrival)
{
    if (!call.session())
        return; // whoever asked is gone, and signs in another time
    if (!call.user().isEmpty()) {
        call.session()->setDevice(arrival.signedIn.device.id);
        endGuests(services, call.user()); // they come back with the new token, or not at all
    }
    if (!services.facts.firstRoom)
        return welcomeAccount(services, std::move(call), arrival);
    const Asker asker{arrival.signedIn.account.user, call.session()->address()};
    auto opened = [&services, arrival = std::move(arrival),
                   call = std::move(call)](const Result<RoomPin>& room) mutable {
        if (room && call.session())
            makeMember(services, **room, arrival.signedIn, call.session()->address());
        welcomeAccount(services, std::move(call), arrival); // which matters more than the room
    };
    openOrMake(services, *services.facts.firstRoom, {}, asker, std::move(opened));
}

void registerAs(Services& services, Call call, const Wish& wish)
{
    const IssuedToken token = services.credentials.issue(TokenKind::Device);
    Registration registration{.user = call.user().isEmpty() ? UserId::random() : call.user(),
                              .handle = wish.claim,
                              .name = wish.name.text(),
                              .password = {},
                              .device = {DeviceId::random(), token.hash, wish.device},
                              .link = wish.link,
                              .isOpen = services.facts.access.registration == Registrations::Open,
                              .when = services.clock.wall()};
    const HashingFor whom{call.session()->address(), {}};
    auto hashed = [&services, call = std::move(call), registration = std::move(registration),
                   text = token.text](Result<QByteArray> encoded) mutable {
        if (!encoded)
            return call.fail(encoded.error());
        registration.password = *std::move(encoded);
        auto made = [&services, call = std::move(call), text](Result<SignedIn> signedIn) mutable {
            if (!signedIn)
                return call.fail(signedIn.error());
            registered(services, std::move(call), {*std::move(signedIn), text});
        };
        askAccounts<SignedIn>(
            services.store, BookAccess::Write,
            [registration](AccountBook& book) { return parlance::registerAccount(book, registration); },
            std::move(made));
    };
    services.credentials.hash(wish.password, whom, std::move(hashed));
}

/// Looks at what costs nothing before a password is hashed: the link, and whether the handle is free.
void consider(Services& services, Call call, Wish wish)
{
    if (const auto objection = services.credentials.objectionTo(wish.password, wish.handle, wish.name))
        return call.fail(*objection);
    auto claim = services.credentials.claim(wish.handle);
    if (!claim)
        return call.fail(claim.error());
    wish.claim = *std::move(claim);
    const auto look = [claim = wish.claim, link = wish.link,
                       isOpen = services.facts.access.registration == Registrations::Open, user = call.user(),
                       now = services.clock.wall()](AccountBook& book) -> Result<Nothing> {
        const Registration like{.user = user, .handle = claim, .link = link, .isOpen = isOpen, .when = now};
        const auto refused = refusalOf(book, like);
        return refused ? Result<Nothing>(*refused) : Nothing();
    };
    auto looked = [&services, wish = std::move(wish), call = std::move(call)](const Result<Nothing>& free) mutable {
        if (!free)
            return call.fail(free.error());
        if (call.session())
            registerAs(services, std::move(call), wish);
    };
    askAccounts<Nothing>(services.store, BookAccess::Read, look, std::move(looked));
}

Error missing(const char* field)
{
    return errorIn(QString::fromLatin1(field), ErrorCode::BadRequest, QStringLiteral("is missing"));
}

void resetByLink(Services& services, Call call, const QByteArray& link, const Redeem& request)
{
    if (!request.password)
        return call.fail(missing("password"));
    if (const auto objection = services.credentials.objectionTo(*request.password, {}, {}))
        return call.fail(*objection);
    const IssuedToken token = services.credentials.issue(TokenKind::Device);
    PasswordReset reset{.link = link,
                        .password = {},
                        .device = {DeviceId::random(), token.hash, request.device},
                        .when = services.clock.wall()};
    const HashingFor whom{call.session()->address(), {}};
    auto hashed = [&services, call = std::move(call), reset = std::move(reset),
                   text = token.text](Result<QByteArray> encoded) mutable {
        if (!encoded)
            return call.fail(encoded.error());
        reset.password = *std::move(encoded);
        auto done = [&services, call = std::move(call), text](Result<SignedIn> signedIn) mutable {
            if (!signedIn)
                return call.fail(signedIn.error());
            endConnections(services, signedIn->account.user, {});
            welcomeAccount(services, std::move(call), {*std::move(signedIn), text});
        };
        askAccounts<SignedIn>(
            services.store, BookAccess::Write, [reset](AccountBook& book) { return resetPassword(book, reset); },
            std::move(done));
    };
    services.credentials.hash(*request.password, whom, std::move(hashed));
}

void transferByLink(Services& services, Call call, const QByteArray& link, const Redeem& request)
{
    const IssuedToken token = services.credentials.issue(TokenKind::Device);
    const DeviceTransfer transfer{
        .link = link, .device = {DeviceId::random(), token.hash, request.device}, .when = services.clock.wall()};
    auto done = [&services, call = std::move(call), text = token.text](Result<SignedIn> signedIn) mutable {
        if (!signedIn)
            return call.fail(signedIn.error());
        welcomeAccount(services, std::move(call), {*std::move(signedIn), text});
    };
    askAccounts<SignedIn>(
        services.store, BookAccess::Write, [transfer](AccountBook& book) { return transferDevice(book, transfer); },
        std::move(done));
}

} // namespace

void registerAccount(Services& services, Call call, const Register& request)
{
    if (const auto refused = versionRefused(request.protocol))
        return call.fail(*refused);
    Wish wish{request.handle, request.name, request.password, request.device};
    if (request.invite) {
        const auto shown = services.credentials.read(*request.invite);
        if (!shown || shown->kind != TokenKind::Invite)
            return call.fail(linkExpired());
        wish.link = shown->hash;
    }
    consider(services, std::move(call), std::move(wish));
}

void redeem(Services& services, Call call, const Redeem& request)
{
    if (const auto refused = versionRefused(request.protocol))
        return call.fail(*refused);
    const auto shown = services.credentials.read(request.token);
    if (!shown)
        return call.fail(linkExpired());
    switch (shown->kind) {
    case TokenKind::Owner:
    case TokenKind::Invite:
        if (!request.handle)
            return call.fail(missing("handle"));
        if (!request.name)
            return call.fail(missing("name"));
        if (!request.password)
            return call.fail(missing("password"));
        return consider(services, std::move(call),
                        {*request.handle, *request.name, *request.password, request.device, {}, shown->hash});
    case TokenKind::Reset:
        return resetByLink(services, std::move(call), shown->hash, request);
    case TokenKind::Transfer:
        return transferByLink(services, std::move(call), shown->hash, request);
    case TokenKind::Device:
    case TokenKind::Bot:
        break;
    }
    call.fail(linkExpired());
}

} // namespace parlance::handlers
