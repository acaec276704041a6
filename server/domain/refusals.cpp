#include "domain/refusals.h"

namespace parlance {

Error noRoom(const RoomName& room)
{
    return {ErrorCode::NotFound, QStringLiteral("There is no room \"%1\"").arg(room.text()), {}};
}

Error joinFirst(const RoomName& room)
{
    return {ErrorCode::NotJoined, QStringLiteral("Join \"%1\" first").arg(room.text()), {}};
}

Error noMessage(const RoomName& room)
{
    return {ErrorCode::NotFound, QStringLiteral("There is no such message in \"%1\"").arg(room.text()), {}};
}

Error notTheAuthor()
{
    return {ErrorCode::Forbidden, QStringLiteral("Only its author can change a message"), {}};
}

Error roomExists(const RoomName& room)
{
    return {ErrorCode::NameTaken, QStringLiteral("There is a room \"%1\" already").arg(room.text()), {}};
}

} // namespace parlance
