#pragma once

#include "ports/records.h"
#include "postgresql/pgnotices.h"

namespace parlance {

/// The table `rooms`. Used within one transaction.
class PgRooms {
  public:
    explicit PgRooms(PgConnection& connection)
        : m_connection(connection)
    {}

    Result<RoomRecord> openRoom(const RoomId& room);
    Result<RoomId> named(const RoomName& name);
    /// The room, or the one that has this name already, also where another node has just made it.
    Result<RoomId> make(const NewRoom& room);
    /// Answers with the room as it was. Its events are swept later.
    Result<RoomSize> end(const RoomId& room, PgNotices& notices);

    RoomSlice page(const RoomQuery& query);
    RoomSizes sizes(const RoomQuery& query);

  private:
    PgConnection& m_connection;
};

} // namespace parlance
