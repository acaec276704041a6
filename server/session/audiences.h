#pragma once

#include "session/batch.h"
#include "session/session.h"

#include <functional>

namespace parlance {

/// What the connections of one dialect in a room are about to be told.
struct Announcement {
    Batch::Kind kind = Batch::Kind::Kept;
    qint64 seq = 0; ///< of what is logged; 0 for everything else
    UserId except;  ///< whose connections are skipped; empty: nobody's
};

/// The connections that hear of rooms, by room and dialect. Implementation: Hub.
class Audiences {
  public:
    virtual ~Audiences() = default;

    /// Has a text written to the connections in the room that speak this dialect. Calls `encode`, before it returns,
    /// if there are any. Returns the total number of bytes queued for all of them.
    virtual qint64 tell(const RoomId& room, Session::Kind dialect, const Announcement& what,
                        const std::function<QByteArray()>& encode) = 0;
};

} // namespace parlance
