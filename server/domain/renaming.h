#pragma once

#include "ports/records.h"

namespace parlance {

/// The event by which an admin, who has no identity, gives a room another name. `now`: ms since 1970.
inline NewEvent renamingByAdmin(const RoomId& room, const RoomName& name, qint64 now)
{
    NewEvent event;
    event.room = room;
    event.nonce = Nonce::random();
    event.timestamp = now;
    event.authorship = Authorship::Admin;
    event.what = NewRoomName{name};
    return event;
}

} // namespace parlance
