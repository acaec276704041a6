#include "handlers/handlers.h"
#include "session/session.h"

namespace parlance::handlers {

void departed(Services& services, Session& session)
{
    services.pending.departed(session.id());
    const qint64 now = services.clock.wall();
    const bool last = session.kind() != Session::Kind::Open && services.identities.departed(session.user());
    if (last) {
        for (Room* room : services.attendance.roomsOf(session.id()))
            room->seen(session.user(), now);
    }
    for (const RoomId& room : services.attendance.arrivalsOf(session.id()))
        services.attendance.leave(session, room);
    if (last && session.kind() == Session::Kind::Full)
        services.store.saveSeen(session.user(), now);
}

} // namespace parlance::handlers
