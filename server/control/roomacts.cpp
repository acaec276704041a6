#include "control/roomacts.h"

#include "base/logging.h"
#include "domain/renaming.h"
#include "domain/roomid.h"
#include "handlers/ending.h"

namespace parlance::control {

/// Hands on the room of that id or, if it is none, of that name. It is held in memory from before the act on: its
/// members are to be told, also where nobody is in it. Ids go first, because anybody may call a room as another's id.
void findRoom(Services& services, const RoomName& given, Done<RoomPin> done)
{
    const auto id = roomIdIn(given);
    if (!id)
        return services.rooms.openOrMake(given, {}, std::move(done));
    services.rooms.open(*id, [&services, given, done = std::move(done)](Result<RoomPin> pin) mutable {
        if (pin || pin.error().code != ErrorCode::NotFound)
            return done(std::move(pin));
        services.rooms.openOrMake(given, {}, std::move(done));
    });
}

void deleteRoom(Services& services, const RoomName& room, Done<RoomSize> done)
{
    findRoom(services, room, [&services, done = std::move(done)](Result<RoomPin> pin) mutable {
        if (!pin)
            return done(pin.error());
        const RoomId id = (*pin)->id();
        auto deleted = [&services, pin = *std::move(pin), done = std::move(done)](Result<RoomSize> size) mutable {
            if (size) {
                qCInfo(logRoom).noquote() << pin->id().text() << "deleted";
                handlers::roomEnded(services, pin->id());
            }
            done(std::move(size));
        };
        services.store.deleteRoom(id, std::move(deleted));
    });
}

void renameRoom(Services& services, const RoomName& room, const RoomName& to, Done<RoomChanged> done)
{
    findRoom(services, room, [&services, to, done = std::move(done)](Result<RoomPin> pin) mutable {
        if (!pin)
            return done(pin.error());
        NewEvent event = renamingByAdmin((*pin)->id(), to, services.clock.wall());
        auto renamed = [&services, pin = *std::move(pin), done = std::move(done)](Result<Appended> appended) mutable {
            if (!appended)
                return done(appended.error());
            qCInfo(logRoom).noquote() << pin->id().text() << "renamed";
            services.rooms.committed(appended->event);
            done(std::get<RoomChanged>(std::move(appended->event)));
        };
        services.store.append(std::move(event), std::move(renamed));
    });
}

} // namespace parlance::control
