#pragma once

#include "accounts/links.h"
#include "ports/credentials.h"

namespace parlance {

/// An account that is to be made, for somebody new or for a guest.
struct Registration {
    UserId user = {};
    HandleClaim handle = {};
    QString name = {};
    QByteArray password = {}; ///< encoded
    NewDevice device = {};
    QByteArray link = {}; ///< the hash of an invite's or an owner link's token; empty: without one
    bool isOpen = false;  ///< whether an account takes no link
    qint64 when = 0;
};

/// Why the account cannot be made, as far as that is known before its password is hashed. Writes nothing.
std::optional<Error> refusalOf(AccountBook& book, const Registration& registration);

/// Makes the account and signs in its first device. Forbidden where it takes a link, Expired for a link that cannot be
/// used, NameTaken for a handle that is taken or looks like one that is, BadRequest where the identity has an account.
Result<SignedIn> registerAccount(AccountBook& book, const Registration& registration);

/// An account that an admin makes for somebody, who sets its password by a reset link.
struct AddedAccount {
    UserId user = {};
    HandleClaim handle = {};
    QString name = {};
    ServerRole role = ServerRole::Member;
    NewLink reset = {}; ///< without a user
};

/// Makes the account and the link. Forbidden for a role that the maker of the link cannot give, NameTaken as above.
Result<LinkRow> addAccount(AccountBook& book, const AddedAccount& added);

} // namespace parlance
