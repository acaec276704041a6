#include "handlers/handlers.h"
#include "session/session.h"

namespace parlance::handlers {

void departed(Services& services, Session& session)
{
    for (const RoomName& name : services.hub.subscriptions().roomsOf(session.id()))
        services.hub.subscriptions().drop(name, session);
    const qint64 now = services.clock.wall();
    const bool last = session.kind() != Session::Kind::Open && services.identities.departed(session.user());
    for (const RoomName& name : services.attendance.roomsOf(session.id())) {
        if (last)
            services.rooms.find(name)->seen(session.user(), now);
        services.attendance.leave(session.id(), session.user(), name);
    }
    if (last && session.kind() == Session::Kind::Full)
        services.store.saveSeen(session.user(), now);
}

} // namespace parlance::handlers
