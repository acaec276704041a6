#pragma once

#include "base/result.h"
#include "ports/accountbook.h"
#include "ports/done.h"

namespace parlance {

/// Who does something with accounts.
struct Principal {
    UserId user = {};       ///< empty at the command line
    bool isConsole = false; ///< an admin at the server's command line, who may do everything
};

/// What the actor may do at this moment, which is more than any account at the command line.
struct Rank {
    ServerRole role = ServerRole::Guest;
    bool isConsole = false;

    bool isAdmin() const { return isConsole || role >= ServerRole::Admin; }
    /// Strictly higher acts on lower.
    bool isAbove(ServerRole other) const { return isConsole || role > other; }
    /// Who may give a role: admins make members, owners make everybody, owners too.
    bool mayGive(ServerRole other) const { return isConsole || role == ServerRole::Owner || role > other; }
};

/// As on the wire and in the audit table.
QString roleName(ServerRole role);

/// Reads it in the act's own transaction, so that a rank that was lost a moment ago counts for nothing.
Rank rankOf(AccountBook& book, const Principal& actor);

/// What an admin changes of an account.
struct AccountChange {
    Principal by = {};
    UserId user = {};
    std::optional<ServerRole> role = {};
    std::optional<bool> isDisabled = {};
    qint64 when = 0;
};

/// Changes the account, and notes it in the audit table. A disabled account's devices end, and its links are void.
/// NotFound, and Forbidden for a rank that does not suffice and for the last owner.
Result<AccountRow> changeAccount(AccountBook& book, const AccountChange& change);

} // namespace parlance
