#include "handlers/renaming.h"

#include "session/rates.h"

namespace parlance::handlers {

std::optional<qint64> takeRename(Services& services, const UserId& user, const QString& address)
{
    const Rate rate = rateOf(RateClass::Rename, services.facts.limits);
    return services.rates.take(RateClass::Rename, rate, user, address);
}

namespace {

void renameIn(Services& services, const RoomName& room, const UserId& user)
{
    const UserName* name =
        services.identities.nameOf(user); // the newest: it may have changed since the store was asked
    if (Room* loaded = name ? services.rooms.find(room) : nullptr)
        loaded->rename(user, *name);
}

void renameInAll(Services& services, const UserId& user, const MembershipSlice& slice)
{
    for (const Membership& membership : slice.rooms)
        renameIn(services, membership.room, user);
    if (!slice.more)
        return;
    services.store.memberships(user, slice.rooms.back().room, [&services, user](Result<MembershipSlice> next) {
        if (next)
            renameInAll(services, user, *next);
    });
}

} // namespace

void giveName(Services& services, const UserId& user, const UserName& name, SessionId asker)
{
    services.store.saveName(user, name);
    services.identities.renamed(user, name);
    services.hub.toIdentity(user, UserRenamed{user, name, {}}, asker);
    for (const SessionId id : services.hub.sessionsOf(user)) {
        for (const RoomName& room : services.attendance.roomsOf(id))
            renameIn(services, room, user);
    }
    services.store.identity(user, [&services, user](Result<IdentityRecord> record) {
        if (record)
            renameInAll(services, user, record->memberships);
    });
}

} // namespace parlance::handlers
