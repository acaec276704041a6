#pragma once

#include "handlers/services.h"

#include <functional>

namespace parlance::handlers {

/// For how long another change of this identity's name has to wait, in ms; nothing if it may happen now, which counts
/// it. One limit for all the ways in which a name can change.
std::optional<qint64> takeRename(Services& services, const UserId& user, const QString& address);

/// Gives an identity that is connected another name: in the store, on its other connections than `asker`, and in every
/// room in memory that it is a member of or present in, in the order of the calls. `address`: where it comes from.
/// Calls back once the name is committed; if it cannot be, the identity gets its former name back. Costs a step for
/// each of its memberships, some at a time.
void giveName(Services& services, const UserId& user, const UserName& name, SessionId asker, const QString& address,
              Done<Nothing> done);

/// Another node has given an identity a name: the rooms in memory follow, and so do its connections here. The store
/// says what it is called now; `unsettled` is called if it cannot.
void nameChanged(Services& services, const UserId& user, std::function<void()> unsettled);

} // namespace parlance::handlers
