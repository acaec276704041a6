#include "handlers/renaming.h"

#include "session/rates.h"

namespace parlance::handlers {

std::optional<qint64> takeRename(Services& services, const UserId& user, const QString& address)
{
    const Rate rate = rateOf(RateClass::Rename, services.facts.limits);
    return services.rates.take(RateClass::Rename, rate, user, address);
}

namespace {

/// `name` is what the user chose. It counts only once they have gone: until then they may have chosen another.
void renameIn(Services& services, const RoomId& room, const UserId& user, const UserName& name)
{
    const UserName* newest = services.identities.nameOf(user);
    if (Room* loaded = services.rooms.find(room))
        loaded->rename(user, newest ? *newest : name);
}

/// `unsettled` is called if the store cannot name them all.
void renameInAll(Services& services, const UserId& user, const UserName& name, const MembershipSlice& slice,
                 std::function<void()> unsettled)
{
    for (const Membership& membership : slice.rooms)
        renameIn(services, membership.room, user, name);
    if (!slice.more)
        return;
    services.store.memberships(
        user, slice.rooms.back().room,
        [&services, user, name, unsettled = std::move(unsettled)](const Result<MembershipSlice>& next) mutable {
            if (next)
                renameInAll(services, user, name, *next, std::move(unsettled));
            else
                unsettled();
        });
}

/// The identity's own connections, and every room in memory where it is by one of them.
void announceHere(Services& services, const UserId& user, const UserName& name, SessionId asker)
{
    services.identities.renamed(user, name);
    if (PeopleFollower* follower = services.attendance.follower())
        follower->renamed(user, name);
    services.hub.toIdentity(user, UserRenamed{user, name, {}}, asker);
    for (const SessionId id : services.hub.sessionsOf(user)) {
        for (const Room* room : services.attendance.roomsOf(id))
            renameIn(services, room->id(), user, name);
    }
}

/// Tells everybody concerned.
void announce(Services& services, const UserId& user, const UserName& name, SessionId asker)
{
    announceHere(services, user, name, asker);
    services.store.identity(user, [&services, user, name](Result<IdentityRecord> record) {
        if (record) // behind the name, which the store may have refused
            renameInAll(services, user, record->name.value_or(name), record->memberships, [] {});
    });
}

} // namespace

void nameChanged(Services& services, const UserId& user, std::function<void()> unsettled)
{
    services.store.identity(user, [&services, user, unsettled = std::move(unsettled)](Result<IdentityRecord> record) {
        if (!record)
            return unsettled();
        if (!record->name || services.identities.savingName(user))
            return; // a name that is on its way is noticed, too, or asked about once it is refused
        const UserName* known = services.identities.nameOf(user);
        if (known && *known != *record->name)
            announceHere(services, user, *record->name, noSession);
        renameInAll(services, user, *record->name, record->memberships, unsettled);
    });
}

void giveName(Services& services, const UserId& user, const UserName& name, SessionId asker, const QString& address,
              Done<Nothing> done)
{
    const UserName* live = services.identities.nameOf(user);
    auto saved = [&services, user, name, former = live ? *live : name,
                  done = std::move(done)](Result<Nothing> result) mutable {
        services.identities.saved(user);
        const UserName* newest = services.identities.nameOf(user);
        if (!result) {
            if (newest && *newest == name)
                announce(services, user, former, noSession);
            // A database that was away may have the name all the same. What it says now holds; if it says nothing, its
            // notice of the name will come within NodeStream::reconcileEvery.
            nameChanged(services, user, [] {});
        }
        if (done)
            done(std::move(result));
    };
    services.identities.saving(user, name);
    services.store.saveName(user, name, address, std::move(saved));
    announce(services, user, name, asker);
}

} // namespace parlance::handlers
