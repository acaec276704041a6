#pragma once

#include "handlers/services.h"

/// Steps that hello and join share in all dialects.
namespace parlance::handlers {

/// Returns the reason for refusing this password, or nothing if it is right. Counts wrong ones by address.
std::optional<Error> passwordRefused(Services& services, const QString& address,
                                     const std::optional<QString>& password);

/// Why nobody comes in as a guest, or nothing if they may.
std::optional<Error> guestsRefused(const Services& services);

/// The room of that name, made if there is none and the asker's address may make one more (RateLimited otherwise).
/// `maker` is the user who may rename it then; empty: nobody.
void openOrMake(Services& services, const RoomName& name, const UserId& maker, const Asker& asker, Done<RoomPin> done);

/// An empty list for the part of a reply that has no other bound. What else is in a reply (who is present, a room's
/// name and topic) takes up to 40 KiB.
inline json::EncodedList replyList()
{
    return json::EncodedList(limits::pageBytes - 40 * 1'024);
}

} // namespace parlance::handlers
