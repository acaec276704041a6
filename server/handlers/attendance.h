#pragma once

#include "domain/rooms.h"
#include "ports/sessionid.h"

#include <map>

namespace parlance {

/// Which connection is in which room. Keeps the rooms in memory and their presence right.
class Attendance {
  public:
    /// No effect if the connection is in the room already.
    void enter(SessionId session, const UserId& user, const QString& name, RoomPin room);

    /// No effect if it is not.
    void leave(SessionId session, const UserId& user, const RoomName& room);

    bool isIn(SessionId session, const RoomName& room) const;

    /// Null if the connection is not in it.
    Room* room(SessionId session, const RoomName& room) const;

    std::vector<RoomName> roomsOf(SessionId session) const;

  private:
    std::map<SessionId, std::map<RoomName, RoomPin>> m_rooms;
};

} // namespace parlance
