#pragma once

#include "ports/accountrecords.h"

namespace parlance {

/// The accounts. Nothing here decides: see the folder server/accounts.
class AccountRows {
  public:
    virtual ~AccountRows() = default;

    virtual std::optional<AccountRow> ofUser(const UserId& user) = 0;
    virtual std::optional<AccountRow> ofHandle(const QByteArray& folded) = 0;
    /// Whose handle looks like that in either way.
    virtual std::optional<AccountRow> looksLike(const QByteArray& skeleton, const QByteArray& look) = 0;
    virtual void add(const AccountRow& account) = 0;
    /// Writes everything but `since`.
    virtual void change(const AccountRow& account) = 0;
    /// How many accounts have this role and are not disabled.
    virtual qint64 countActive(ServerRole role) = 0;
    /// In the order of the folded handles' bytes.
    virtual std::vector<AccountRow> page(const AccountQuery& query) = 0;

    // Recovery codes are stored as hashes.
    virtual void setRecoveryCodes(const UserId& user, const std::vector<QByteArray>& hashes) = 0;
    /// True if the code was there; it is not any more.
    virtual bool takeRecoveryCode(const UserId& user, const QByteArray& hash) = 0;
};

/// The devices. Those that have ended stay known, so that whoever had signed in before is told from a stranger.
class DeviceRows {
  public:
    virtual ~DeviceRows() = default;

    virtual std::optional<DeviceRow> ofHash(const QByteArray& hash) = 0;
    /// Those that have not ended, the newest first.
    virtual std::vector<DeviceRow> ofUser(const UserId& user) = 0;
    virtual void add(const DeviceRow& device) = 0;
    /// The device was used at that time; nothing else of it changes, so that one that has ended stays so.
    virtual void touch(const DeviceId& id, qint64 when) = 0;
    /// Writes the name, the last use and the end.
    virtual void change(const DeviceRow& device) = 0;
};

} // namespace parlance
