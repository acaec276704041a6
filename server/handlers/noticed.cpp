#include "handlers/noticed.h"

#include "handlers/accounts.h"
#include "handlers/ending.h"
#include "handlers/renaming.h"
#include "session/session.h"

namespace parlance::handlers {

namespace {

/// Calls back with the room, if it is in memory or about to be: the store may have read it before the change.
template <class Change>
void inMemory(Services& services, const RoomId& room, Change change)
{
    if (!services.rooms.isKnown(room))
        return;
    services.rooms.open(room, [change = std::move(change)](const Result<RoomPin>& pin) mutable {
        if (pin)
            change(**pin);
    });
}

bool isHere(const Services& services, const UserId& user)
{
    return !services.hub.sessionsOf(user).empty();
}

/// Who is known as a member already may have left and come back meanwhile, and has read everything then.
void admit(Services& services, const RoomId& room, const MemberRecord& member)
{
    inMemory(services, room, [member](Room& loaded) {
        loaded.addMember(member);
        loaded.moveRead(member.user, member.read);
    });
}

void letGo(Services& services, const RoomId& room, const UserId& user)
{
    for (const SessionId id : services.hub.sessionsOf(user))
        services.attendance.leave(*services.hub.find(id), room);
    inMemory(services, room, [user](Room& loaded) { loaded.removeMember(user); });
}

/// A person who is connected here has come into a room on another node, or has left it.
void membershipChanged(Services& services, const Notice& notice, std::function<void()> unsettled)
{
    auto found = [&services, notice, unsettled = std::move(unsettled)](const Result<Membership>& membership) {
        if (membership) {
            admit(services, notice.room, {notice.user, notice.name, membership->read, 0});
            services.hub.toIdentity(notice.user, RoomJoined{*membership}, noSession);
        } else if (membership.error().code == ErrorCode::NotJoined) {
            letGo(services, notice.room, notice.user);
            services.hub.toIdentity(notice.user, RoomLeft{notice.room, QStringLiteral("left")}, noSession);
        } else {
            unsettled();
        }
    };
    services.store.membership(notice.user, notice.room, std::move(found));
}

void entered(Services& services, const Notice& notice, std::function<void()> unsettled)
{
    if (isHere(services, notice.user))
        membershipChanged(services, notice, std::move(unsettled));
    else
        admit(services, notice.room, {notice.user, notice.name, notice.n, 0});
}

void left(Services& services, const Notice& notice, std::function<void()> unsettled)
{
    if (isHere(services, notice.user))
        membershipChanged(services, notice, std::move(unsettled));
    else
        letGo(services, notice.room, notice.user);
}

void read(Services& services, const Notice& notice)
{
    inMemory(services, notice.room, [notice](Room& loaded) { loaded.moveRead(notice.user, notice.n); });
    services.hub.toIdentity(notice.user, ReadMoved{notice.room, notice.n}, noSession);
}

/// The room is not in memory: who has it in a list of theirs is told here. For a room in memory see ended().
void lost(Services& services, const Notice& notice)
{
    if (!services.rooms.isKnown(notice.room))
        services.hub.toIdentity(notice.user, RoomLeft{notice.room, QStringLiteral("deleted")}, noSession);
}

void ended(Services& services, const Notice& notice)
{
    inMemory(services, notice.room, [&services](const Room& loaded) { roomEnded(services, loaded.id()); });
}

} // namespace

void noticed(Services& services, const Notice& notice, std::function<void()> unsettled)
{
    switch (notice.kind) {
    case Notice::Kind::Entered:
        return entered(services, notice, std::move(unsettled));
    case Notice::Kind::Left:
        return left(services, notice, std::move(unsettled));
    case Notice::Kind::Read:
        return read(services, notice);
    case Notice::Kind::Renamed:
        return nameChanged(services, notice.user, std::move(unsettled));
    case Notice::Kind::Swept:
        return inMemory(services, notice.room, [notice](Room& loaded) { loaded.removeMember(notice.user); });
    case Notice::Kind::Lost:
        return lost(services, notice);
    case Notice::Kind::Ended:
        return ended(services, notice);
    case Notice::Kind::SignedOut:
        return endConnections(services, notice.user, std::vector{DeviceId(notice.name.toLatin1())});
    case Notice::Kind::Registered:
        return endGuests(services, notice.user);
    }
}

void outdated(Services& services)
{
    services.hub.closeAll(CloseCode::Restarting);
    services.rooms.forgetAll();
}

} // namespace parlance::handlers
