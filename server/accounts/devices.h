#pragma once

#include "base/result.h"
#include "ports/accountbook.h"
#include "ports/done.h"

namespace parlance {

/// A device that is about to be signed in.
struct NewDevice {
    DeviceId id = {};
    QByteArray hash = {}; ///< of its token
    QString name = {};
};

/// How long a device stays signed in, in milliseconds.
struct DeviceRules {
    qint64 idle = 90LL * 24 * 3'600'000;      ///< without being used
    qint64 absolute = 365LL * 24 * 3'600'000; ///< at most
};

/// So many devices of an account may be signed in at once.
constexpr qint64 mostDevices = 100;

/// Somebody who has signed in.
struct SignedIn {
    AccountRow account = {};
    DeviceRow device = {};
    QString name = {};
    RoomId room = {}; ///< where the link leads that was used; empty: nowhere
};

/// Whose token has this hash. Unauthenticated for one that was never issued, has ended or is too old, and for a
/// disabled account. Writes nothing.
Result<SignedIn> greetDevice(AccountBook& book, const QByteArray& hash, const DeviceRules& rules, qint64 when);

/// Adds the device, and gives what its owner is told. Above mostDevices the one that was used the longest time ago
/// ends.
SignedIn addDevice(AccountBook& book, const AccountRow& account, const NewDevice& device, qint64 now);

/// Whoever asks again after a lost answer finds what was done: the device that has this hash, if it has one.
std::optional<SignedIn> doneBefore(AccountBook& book, const NewDevice& device);

/// Ends one device of the person. NotFound if they have no such device.
Result<Nothing> endDevice(AccountBook& book, const UserId& user, const DeviceId& device, qint64 when);

/// Ends all devices of the person but one; an empty id keeps none. Returns those that have ended.
std::vector<DeviceId> endDevices(AccountBook& book, const UserId& user, const DeviceId& kept, qint64 now);

} // namespace parlance
