#pragma once

#include "accounts/devices.h"
#include "accounts/ranks.h"

namespace parlance {

/// How many invites are listed at once.
constexpr qint64 mostInvites = 100;

/// A link that is to be made. Its maker is in `link`; an empty one is an admin at the command line.
struct NewLink {
    LinkRow link = {};         ///< `expires`: how long it is valid, in ms; 0: for ever. `since` is filled in
    bool membersInvite = true; ///< whether members may invite others
    qint64 when = 0;
};

/// Makes the link and notes it in the audit table, unless it signs in one's own device. Forbidden for a rank that does
/// not suffice: invites take a member, or an admin where members may not; a reset takes somebody above that account;
/// owner links are made at the command line. An owner link or a reset makes those before it void.
Result<LinkRow> makeLink(AccountBook& book, const NewLink& made);

/// The link, if it can be used now. Expired for one that is used up, is too old or was never made, and for one whose
/// maker would not be allowed to make it any more.
Result<LinkRow> usableLink(AccountBook& book, const QByteArray& hash, qint64 now);

/// One use less. A link that is used up is forgotten.
void useLink(AccountBook& book, const LinkRow& link);

/// The invites that can be used, the newest first: an admin's list has all, everybody else's their own. At most
/// mostInvites.
std::vector<LinkRow> invitesOf(AccountBook& book, const Principal& by, qint64 now);

/// Takes a link back: its maker may, and admins may. NotFound if it is not there.
Result<Nothing> revokeLink(AccountBook& book, const Principal& by, const LinkId& id, qint64 when);

/// A new password by a reset link, which signs in this device and ends all others. The second factor goes.
struct PasswordReset {
    QByteArray link = {};     ///< the hash of its token
    QByteArray password = {}; ///< encoded
    NewDevice device = {};
    qint64 when = 0;
};
Result<SignedIn> resetPassword(AccountBook& book, const PasswordReset& reset);

/// Signs in one more device by a transfer link.
struct DeviceTransfer {
    QByteArray link = {}; ///< the hash of its token
    NewDevice device = {};
    qint64 when = 0;
};
Result<SignedIn> transferDevice(AccountBook& book, const DeviceTransfer& transfer);

} // namespace parlance
