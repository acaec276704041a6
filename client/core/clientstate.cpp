#include "core/clientstate.h"

#include "text/folding.h"

namespace parlance::client {

RoomId ClientState::roomCalled(const RoomName& name) const
{
    RoomId similar;
    const QString wanted = folded(name.text());
    for (const auto& [id, room] : rooms) {
        if (room.name == name)
            return id;
        if (similar.isEmpty() && folded(room.name.text()) == wanted)
            similar = id;
    }
    return similar;
}

} // namespace parlance::client
