#pragma once

#include "ports/records.h"

namespace parlance::test {

/// A room that is called as its id reads, so that a test may use one word for both.
inline NewRoom roomCalled(const RoomId& room, const QString& address = {})
{
    return {room, *RoomName::parse(QString::fromUtf8(room.text())), {}, address};
}

} // namespace parlance::test
