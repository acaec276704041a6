#pragma once

#include "handlers/services.h"

/// Steps that hello and join share in all dialects.
namespace parlance::handlers {

/// Returns the reason for refusing this password, or nothing if it is right. Counts wrong ones by address.
std::optional<Error> passwordRefused(Services& services, const QString& address,
                                     const std::optional<QString>& password);

/// The room of that name, made if there is none and the address may make one more (RateLimited otherwise). `maker` is
/// the user who may rename it then; empty: nobody.
void openOrMake(Services& services, const RoomName& name, const UserId& maker, const QString& address,
                Done<RoomPin> done);

/// The reply's messages, cut from the old end so that they fit into one reply; the newest stays in any case, so that
/// whoever pages gets on. True if some were cut.
bool cutOldest(std::vector<MessageState>& messages);

} // namespace parlance::handlers
