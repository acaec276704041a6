#pragma once

#include "domain/identities.h"
#include "domain/rooms.h"
#include "handlers/attendance.h"
#include "ports/authenticator.h"
#include "ports/store.h"
#include "protocol/limits.h"
#include "session/call.h"
#include "session/hub.h"
#include "session/ratelimiter.h"

namespace parlance {

/// What the admin decided and clients are told.
struct ServerFacts {
    QString name;
    Limits limits;
    qint64 newRoomsPerHour = 20; ///< per address; 0: no limit
};

/// Everything a handler may use. Built in app/, outlives every call.
struct Services {
    const ServerFacts& facts;
    const Clock& clock;
    Store& store;
    const Authenticator& authenticator;
    Identities& identities;
    Rooms& rooms;
    Hub& hub;
    RateLimiter& rates;
    Attendance& attendance;
};

} // namespace parlance
