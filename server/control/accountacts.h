#pragma once

#include "control/accountmessages.h"
#include "handlers/services.h"

/// What an admin at the server's command line does to accounts and links.
namespace parlance::control {

void makeLink(Services& services, const MakeLink& request, Done<LinkMade> done);
void listInvites(Services& services, Done<InviteList> done);
void revokeInvite(Services& services, const LinkId& id, Done<Nothing> done);

/// Answers with the reset link by which its owner sets the password.
void addAccount(Services& services, const AddAccount& request, Done<LinkMade> done);
void listAccounts(Services& services, const ListAccounts& request, Done<AccountList> done);
/// The connections of a disabled account are closed.
void changeAccount(Services& services, const ChangeAccount& request, Done<AccountChanged> done);

} // namespace parlance::control
