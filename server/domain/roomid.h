#pragma once

#include "base/ids.h"
#include "text/names.h"

#include <QUuid>

#include <optional>

namespace parlance {

/// The id of a room that an admin gave in place of its name; nothing if it has not the form of one.
inline std::optional<RoomId> roomIdIn(const RoomName& given)
{
    const QUuid id = QUuid::fromString(given.text());
    return id.isNull() ? std::nullopt : std::optional(RoomId(id.toByteArray(QUuid::WithoutBraces)));
}

} // namespace parlance
