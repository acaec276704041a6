#include "cli/roomcare.h"

#include "app/openstore.h"

namespace parlance::cli {

namespace {

Result<RoomSize> sizeIn(const Result<control::RoomEnded>& ended)
{
    return ended ? Result<RoomSize>(ended->was) : ended.error();
}

} // namespace

Result<RoomCare> RoomCare::open(const Settings& settings)
{
    RoomCare care;
    auto server = control::CallSocket::open(controlPath(settings));
    if (server) {
        care.m_live.emplace(*std::move(server));
        return care;
    }
    if (server.error().code != ErrorCode::NotFound)
        return server.error();
    auto own = OwnStore::open(settings);
    if (!own)
        return own.error();
    care.m_own = *std::move(own);
    return care;
}

Result<control::RoomList> RoomCare::list(const std::optional<RoomName>& after)
{
    if (m_live)
        return ask<control::RoomList>(*m_live, control::ListRooms{after});
    const RoomQuery query{{}, after, control::page};
    auto sizes = m_own->answer<RoomSizes>([&](Store& store, auto done) { store.roomSizes(query, std::move(done)); });
    if (!sizes)
        return sizes.error();
    return control::RoomList{std::move(sizes->rooms), sizes->more};
}

Result<RoomSize> RoomCare::remove(const RoomName& room)
{
    if (m_live)
        return sizeIn(ask<control::RoomEnded>(*m_live, control::DeleteRoom{room}));
    return m_own->answer<RoomSize>([&](Store& store, auto done) { store.deleteRoom(room, std::move(done)); });
}

Result<RoomSize> RoomCare::rename(const RoomName& room, const RoomName& to)
{
    if (m_live)
        return sizeIn(ask<control::RoomEnded>(*m_live, control::RenameRoom{room, to}));
    return m_own->answer<RoomSize>([&](Store& store, auto done) { store.renameRoom(room, to, std::move(done)); });
}

} // namespace parlance::cli
