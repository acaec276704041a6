#include "cli/roomcare.h"

#include "app/openstore.h"
#include "domain/renaming.h"
#include "domain/roomid.h"

#include <QDateTime>

namespace parlance::cli {

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

/// As control/roomacts does, where no server runs.
Result<RoomId> RoomCare::find(const RoomName& given)
{
    if (const auto id = roomIdIn(given)) {
        const auto room =
            m_own->answer<RoomRecord>([&](Store& store, auto done) { store.openRoom(*id, std::move(done)); });
        if (room)
            return *id;
    }
    return m_own->answer<RoomId>([&](Store& store, auto done) { store.roomNamed(given, std::move(done)); });
}

Result<RoomName> RoomCare::nameOf(const RoomName& given)
{
    if (m_live) {
        auto found = ask<control::RoomFound>(*m_live, control::FindRoom{given});
        return found ? Result(std::move(found->name)) : found.error();
    }
    const auto id = find(given);
    if (!id)
        return id.error();
    auto room = m_own->answer<RoomRecord>([&](Store& store, auto done) { store.openRoom(*id, std::move(done)); });
    return room ? Result(std::move(room->name)) : room.error();
}

Result<RoomSize> RoomCare::remove(const RoomName& name)
{
    if (m_live) {
        auto deleted = ask<control::RoomDeleted>(*m_live, control::DeleteRoom{name});
        return deleted ? Result(std::move(deleted->was)) : deleted.error();
    }
    const auto room = find(name);
    if (!room)
        return room.error();
    return m_own->answer<RoomSize>([&](Store& store, auto done) { store.deleteRoom(*room, std::move(done)); });
}

Result<RoomName> RoomCare::rename(const RoomName& name, const RoomName& to)
{
    if (m_live) {
        auto renamed = ask<control::RoomRenamed>(*m_live, control::RenameRoom{name, to});
        return renamed ? Result(std::move(renamed->name)) : renamed.error();
    }
    const auto room = find(name);
    if (!room)
        return room.error();
    const auto appended = m_own->answer<Appended>([&](Store& store, auto done) {
        store.append(renamingByAdmin(*room, to, QDateTime::currentMSecsSinceEpoch()), std::move(done));
    });
    return appended ? Result(to) : appended.error();
}

} // namespace parlance::cli
