#pragma once

#include "ports/done.h"

namespace parlance {

/// The part of a Store that knows which rooms there are.
class RoomDirectory {
  public:
    virtual ~RoomDirectory() = default;

    /// The room with its members. NotFound if there is none.
    virtual void openRoom(const RoomName& room, Done<RoomRecord> done) = 0;
    /// The same, and a room that does not exist is made with a new log. `address`: where its maker comes from.
    virtual void makeRoom(const RoomName& room, const QString& address, Done<RoomRecord> done) = 0;
    /// By their folded names. A slice of a search may be short, as it looks at limits::directoryScan names at most.
    virtual void rooms(const RoomQuery& query, Done<RoomSlice> done) = 0;

    /// Whether this log has ended because the room was deleted or renamed.
    virtual void wasEnded(const LogId& log, Done<bool> done) = 0;
};

} // namespace parlance
