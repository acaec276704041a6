#pragma once

#include "protocol/logentry.h"

namespace parlance::client {

/// Which rows of a room's messages change, and how.
struct RowChange {
    enum Kind { Inserted, Removed, Changed, Reset };
    Kind kind = Reset;
    size_t first = 0; ///< of Inserted and Removed: where they are, or were
    size_t count = 0;

    friend bool operator==(const RowChange&, const RowChange&) = default;
};

/// Is told what changes in the ClientState. The calls come one after another from inside EventApplier; nothing may be
/// applied from within one.
class StateObserver {
  public:
    virtual ~StateObserver() = default;

    virtual void identityChanged() {}
    virtual void roomAdded(const RoomId& /*room*/) {}
    virtual void roomRemoved(const RoomId& /*room*/) {}

    /// Name, topic, role, counts, read mark, or whether it is live.
    virtual void roomChanged(const RoomId& /*room*/) {}
    virtual void presenceChanged(const RoomId& /*room*/) {}
    virtual void typingChanged(const RoomId& /*room*/) {}

    /// Before and after, as item models need it.
    virtual void messagesChanging(const RoomId& /*room*/, const RowChange& /*change*/) {}
    virtual void messagesChanged(const RoomId& /*room*/, const RowChange& /*change*/) {}

    /// An event of the room's log was handled, in its order, once. What a page or a reset brought is not told here.
    virtual void eventHandled(const LogEntry& /*event*/) {}
};

} // namespace parlance::client
