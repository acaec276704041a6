#pragma once

#include "accounts/devices.h"
#include "handlers/services.h"

/// Steps that all requests share by which somebody comes in.
namespace parlance::handlers {

/// Refuses another version of the protocol.
std::optional<Error> versionRefused(qint64 protocol);

/// Somebody with an account who may come in.
struct Arrival {
    SignedIn signedIn;
    QString token; ///< of the device, which was just signed in
};

/// Welcomes somebody with an account. The call's connection is theirs from now on, or was already: a guest's who has
/// got an account.
void welcomeAccount(Services& services, Call call, const Arrival& arrival);

} // namespace parlance::handlers
