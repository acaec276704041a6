#pragma once

#include "base/ids.h"
#include "ports/serverrole.h"
#include "text/names.h"

#include <optional>
#include <vector>

/// The rows of an AccountBook. Times are in milliseconds since 1970.
namespace parlance {

/// The account of an identity.
struct AccountRow {
    UserId user = {};
    QString handle = {};      ///< as its owner spells it
    QByteArray folded = {};   ///< its folded form; unique
    QByteArray skeleton = {}; ///< what the folded form looks like (UTS 39); unique
    QByteArray look = {};     ///< what it looks like in its own spelling; unique
    ServerRole role = ServerRole::Member;
    bool isDisabled = false;
    QByteArray password = {};   ///< the encoded argon2id hash; empty: nobody can sign in by password
    QByteArray totpSecret = {}; ///< empty: there is no second factor
    qint64 totpStep = 0;        ///< the last time step that was used (RFC 6238, 5.2)
    qint64 since = 0;

    friend bool operator==(const AccountRow&, const AccountRow&) = default;
};

/// A device that is signed in to an account, or was.
struct DeviceRow {
    DeviceId id = {};
    UserId user = {};
    QByteArray hash = {}; ///< of its token; unique
    QString name = {};
    qint64 since = 0;
    qint64 lastUsed = 0;
    qint64 ended = 0; ///< 0: it is signed in

    friend bool operator==(const DeviceRow&, const DeviceRow&) = default;
};

/// What a link lets somebody do who has its token. The numbers are what the table holds.
enum class LinkKind {
    Owner = 1,    ///< make the account that owns the server
    Invite = 2,   ///< make an account, or come in as a guest
    Reset = 3,    ///< set a new password for an account
    Transfer = 4, ///< sign in one more device of an account
};

struct LinkRow {
    LinkId id = {};
    LinkKind kind = LinkKind::Invite;
    QByteArray hash = {};                 ///< of its token; unique
    UserId maker = {};                    ///< empty: an admin at the server's command line
    UserId user = {};                     ///< of Reset and Transfer: whose account it is about
    RoomId room = {};                     ///< of Invite: where it leads; empty: nowhere in particular
    ServerRole role = ServerRole::Member; ///< of Invite: what the new account may do
    qint64 uses = 1;                      ///< how often it may still be used
    qint64 expires = 0;                   ///< 0: never
    qint64 since = 0;

    friend bool operator==(const LinkRow&, const LinkRow&) = default;
};

/// A privileged act.
struct AuditRow {
    qint64 id = 0; ///< given by the table, in the order of the acts
    qint64 when = 0;
    UserId by = {};      ///< empty: an admin at the server's command line
    QString act = {};    ///< such as "account_disabled"
    UserId user = {};    ///< whom it is about; empty: nobody
    RoomId room = {};    ///< empty: none
    QString detail = {}; ///< holds no secret and no message; may be empty

    friend bool operator==(const AuditRow&, const AuditRow&) = default;
};

/// At most one of the two bounds a page of accounts; see AccountRows::page().
struct AccountQuery {
    QByteArray prefix = {}; ///< of the folded handle
    QByteArray after = {};  ///< the folded handle behind which the page begins
    qint64 limit = 50;
};

struct AuditQuery {
    qint64 before = 0; ///< 0: the newest acts
    QString act = {};  ///< empty: all
    UserId user = {};  ///< by this person or about them; empty: all
    qint64 limit = 50;
};

} // namespace parlance
