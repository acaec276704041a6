#pragma once

#include "cli/invocation.h"

/// The functions behind the table's rows, each in a file of its name.
namespace parlance::cli {

int backup(const Invocation& invocation);
int configCheck(const Invocation& invocation);
int configDefault(const Invocation& invocation);
int configShow(const Invocation& invocation);
int doctor(const Invocation& invocation);
int migrate(const Invocation& invocation);
int nodes(const Invocation& invocation);
int owner(const Invocation& invocation);
int restore(const Invocation& invocation);
int serve(const Invocation& invocation);
int setup(const Invocation& invocation);
int version(const Invocation& invocation);
int who(const Invocation& invocation);

// accounts.cpp
int accountsAdd(const Invocation& invocation);
int accountsDisable(const Invocation& invocation);
int accountsEnable(const Invocation& invocation);
int accountsList(const Invocation& invocation);
int accountsReset(const Invocation& invocation);
int accountsRole(const Invocation& invocation);

// invites.cpp
int invitesList(const Invocation& invocation);
int invitesMake(const Invocation& invocation);
int invitesRevoke(const Invocation& invocation);

// rooms.cpp
int roomsList(const Invocation& invocation);
int roomsDelete(const Invocation& invocation);
int roomsRename(const Invocation& invocation);

} // namespace parlance::cli
