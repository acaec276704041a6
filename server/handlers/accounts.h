#pragma once

#include "accounts/signingin.h"
#include "handlers/greeting.h"
#include "protocol/accounts.h"
#include "protocol/devices.h"
#include "protocol/invites.h"
#include "protocol/secondfactor.h"

#include <span>

/// One function for each request about accounts, as in handlers.h, and what they share.
namespace parlance::handlers {

// registering.cpp
void registerAccount(Services& services, Call call, const Register& request);
void redeem(Services& services, Call call, const Redeem& request);

// signingin.cpp
void signIn(Services& services, Call call, const SignIn& request);
void setPassword(Services& services, Call call, const SetPassword& request);
void reauthenticate(Services& services, Call call, const Reauthenticate& request);

/// Somebody whose password was right.
struct PasswordGiven {
    AccountRow account;
    DeviceId former; ///< a device of theirs that was shown; empty: none
    QString device;  ///< what the new one is called
    SecondFactor factor;
};
/// Signs in the new device.
void finishSignIn(Services& services, Call call, PasswordGiven given);

/// Asks for a fresh proof where the connection has none: the password was given on it in the last 5 minutes.
std::optional<Error> proofWanted(Services& services, const Session& session);

// secondfactor.cpp
void giveSecondFactor(Services& services, Call call, const GiveSecondFactor& request);
void beginTotp(Services& services, Call call, const BeginTotp& request);
void confirmTotp(Services& services, Call call, const ConfirmTotp& request);
void removeTotp(Services& services, Call call, const RemoveTotp& request);
void makeTransfer(Services& services, Call call, const MakeTransfer& request);

// devices.cpp
void listDevices(Services& services, Call call, const ListDevices& request);
void revokeDevice(Services& services, Call call, const RevokeDevice& request);

/// Closes the connections that somebody has as a guest, who has an account now.
void endGuests(Services& services, const UserId& user);

/// Closes the connections of these devices, which have ended, or of all where none is named.
void endConnections(Services& services, const UserId& user, std::span<const DeviceId> devices);

// invites.cpp
void makeInvite(Services& services, Call call, const MakeInvite& request);
void listInvites(Services& services, Call call, const ListInvites& request);
/// As clients see it.
Invite inviteOf(const LinkRow& link);

void revokeInvite(Services& services, Call call, const RevokeInvite& request);

} // namespace parlance::handlers
