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

void welcome(Services& services, Call call, const UserId& user, const UserName& name,
             const MembershipSlice& memberships)
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
    json::EncodedList rooms = replyList();
    const bool isCut = rooms.fill(memberships.rooms) < memberships.rooms.size();
    if (memberships.more || isCut)
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
                                const QString address = session->address();
                                welcome(services, std::move(call), user, name, record->memberships);
                                if (former && *former != name)
                                    giveName(services, user, name, id, address, {});
                                else if (!record->name)
                                    services.store.saveName(user, name, address, {});
                            });
}

} // namespace

void hello(Services& services, Call call, const Hello& request)
{
    if (request.protocol != protocolVersion) {
        return call.fail(errorIn(QStringLiteral("protocol"), ErrorCode::ProtocolVersion,
                                 QStringLiteral("this server speaks %1").arg(protocolVersion)));
    }
    if (const auto refused = passwordRefused(services, call.session()->address(), request.password))
        return call.fail(*refused);
    if (!request.token) {
        const UserId user = UserId::random();
        const UserName name = request.name.value_or(guestName(user));
        services.store.saveName(user, name, call.session()->address(), {});
        return welcome(services, std::move(call), user, name, {});
    }
    const auto user = services.authenticator.verify(*request.token);
    if (!user)
        return call.fail(user.error());
    welcomeBack(services, std::move(call), *user, request.name);
}

} // namespace parlance::handlers
