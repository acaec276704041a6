#pragma once

#include "accounts/devices.h"
#include "domain/identities.h"
#include "domain/rooms.h"
#include "handlers/attendance.h"
#include "handlers/deviceuses.h"
#include "handlers/pendingfactors.h"
#include "ports/authenticator.h"
#include "ports/credentials.h"
#include "ports/secondfactors.h"
#include "ports/store.h"
#include "protocol/limits.h"
#include "session/call.h"
#include "session/hub.h"
#include "session/ratelimiter.h"
#include "session/tries.h"

namespace parlance {

/// Who may make an account without being asked by an admin.
enum class Registrations { Open, ByInvite, ByAdmins };

/// Who may come in without an account.
enum class Guests { Open, None };

/// Who may come in.
struct AccessRules {
    Guests guests = Guests::Open;
    Registrations registration = Registrations::ByInvite;
    bool membersInvite = true; ///< whether members may invite others
};

/// What the admin decided and clients are told.
struct ServerFacts {
    QString name;
    Limits limits;
    qint64 newRoomsPerHour = 20; ///< per address; 0: no limit
    AccessRules access;
    std::optional<RoomName> firstRoom; ///< that each new account is a member of; nothing: none
    DeviceRules devices;
};

/// Everything a handler may use. Built in app/, outlives every call.
struct Services {
    const ServerFacts& facts;
    const Clock& clock;
    Store& store;
    const Authenticator& authenticator;
    Credentials& credentials;
    Identities& identities;
    Rooms& rooms;
    Hub& hub;
    RateLimiter& rates;
    Tries& tries;
    const SecondFactors& factors;
    PendingFactors& pending;
    DeviceUses& uses;
    Attendance& attendance;
};

} // namespace parlance
