#include "control/ending.h"

#include "base/logging.h"
#include "handlers/ending.h"

namespace parlance::control {

namespace {

/// What the store is asked for once it is known who has the room.
using End = Callback<void(Done<RoomSize>)>;

/// The room is held in memory from before its end on: its members are to be told, also where nobody is in it. `what`
/// says in the log what has become of it.
void endRoom(Services& services, const RoomName& name, const char* what, End end, Done<RoomSize> done)
{
    auto opened = [&services, name, what, end = std::move(end), done = std::move(done)](Result<RoomPin> pin) mutable {
        if (!pin)
            return done(pin.error());
        end([&services, name, what, pin = *std::move(pin), done = std::move(done)](Result<RoomSize> size) mutable {
            if (size) {
                qCInfo(logRoom).noquote() << pin->log().text() << what;
                handlers::roomEnded(services, name);
            }
            done(std::move(size));
        });
    };
    services.rooms.open(name, std::move(opened));
}

} // namespace

void deleteRoom(Services& services, const RoomName& room, Done<RoomSize> done)
{
    const auto end = [&store = services.store, room](Done<RoomSize> ended) {
        store.deleteRoom(room, std::move(ended));
    };
    endRoom(services, room, "deleted", end, std::move(done));
}

void renameRoom(Services& services, const RoomName& room, const RoomName& to, Done<RoomSize> done)
{
    const auto end = [&store = services.store, room, to](Done<RoomSize> ended) {
        store.renameRoom(room, to, std::move(ended));
    };
    endRoom(services, room, "renamed", end, std::move(done));
}

} // namespace parlance::control
