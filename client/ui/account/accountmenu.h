#pragma once

#include "models/account.h"
#include "ui/look/look.h"

class QMenu;

namespace parlance::client {

/// Adds what somebody can do about their account on this server, or how a guest gets one. Account and look must outlive
/// the window.
void addAccountActions(QMenu& menu, Account& account, const Look& look, QWidget* window);

} // namespace parlance::client
