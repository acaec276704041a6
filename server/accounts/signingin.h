#pragma once

#include "accounts/devices.h"

#include <variant>

namespace parlance {

/// The second factor that was given: a time step whose code was right, or the hash of a recovery code.
struct TotpStep {
    qint64 step = 0;
};
struct RecoveryCode {
    QByteArray hash = {};
};
using SecondFactor = std::variant<std::monostate, TotpStep, RecoveryCode>;

/// Somebody whose password was right.
struct SigningIn {
    UserId user = {};
    QByteArray password = {}; ///< the encoded hash that their password was compared with
    SecondFactor factor = {};
    NewDevice device = {};
    QByteArray rehashed = {}; ///< the same password with today's costs; empty: it has them
    qint64 when = 0;
};

/// Signs in the device. Unauthenticated where the password has changed in the meantime, the account was disabled, or
/// the second factor is missing, was used before or does not exist.
Result<SignedIn> signIn(AccountBook& book, const SigningIn& signing);

/// A new password. All devices end but the one that asks.
struct PasswordChange {
    UserId user = {};
    QByteArray former = {}; ///< the encoded hash that the former password was compared with
    QByteArray password = {};
    DeviceId device = {}; ///< the one that asks
    qint64 when = 0;
};
/// Returns the devices that have ended.
Result<std::vector<DeviceId>> changePassword(AccountBook& book, const PasswordChange& change);

/// A second factor that is set, or removed where the secret is empty. All devices end but the one that asks.
struct FactorChange {
    UserId user = {};
    QByteArray secret = {};
    qint64 step = 0;                            ///< of the code that has proved it
    std::vector<QByteArray> recoveryCodes = {}; ///< hashes
    DeviceId device = {};
    qint64 when = 0;
};
/// Returns the devices that have ended.
Result<std::vector<DeviceId>> changeFactor(AccountBook& book, const FactorChange& change);

} // namespace parlance
