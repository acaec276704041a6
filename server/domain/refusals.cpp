#include "domain/refusals.h"

namespace parlance {

Error noRoom()
{
    return errorIn(QStringLiteral("room"), ErrorCode::NotFound, QStringLiteral("there is no such room"));
}

Error noRoomNamed(const RoomName& name)
{
    return {
        ErrorCode::NotFound, QStringLiteral("There is no room \"%1\"").arg(name.text()), {}, QStringLiteral("name")};
}

Error joinFirst()
{
    return {ErrorCode::NotJoined, QStringLiteral("Join the room first"), {}};
}

Error noMessage()
{
    return errorIn(QStringLiteral("id"), ErrorCode::NotFound, QStringLiteral("there is no such message in the room"));
}

Error notTheAuthor()
{
    return {ErrorCode::Forbidden, QStringLiteral("Only its author can change a message"), {}};
}

Error notTheMaker()
{
    return {ErrorCode::Forbidden, QStringLiteral("Only who made the room, or an admin, can rename it"), {}};
}

Error roomExists(const RoomName& name)
{
    return {ErrorCode::NameTaken,
            QStringLiteral("Another room is called \"%1\"").arg(name.text()),
            {},
            QStringLiteral("name")};
}

Error isCalledSo(const RoomName& name)
{
    return {ErrorCode::BadRequest,
            QStringLiteral("The room is called \"%1\" already").arg(name.text()),
            {},
            QStringLiteral("name")};
}

} // namespace parlance
