#pragma once

#include "ports/done.h"

namespace parlance {

/// The part of a Store that holds the rooms' logs.
class EventLog {
  public:
    virtual ~EventLog() = default;

    /// Answers what decide() makes of it (domain/decision.h). The read mark of a message's author moves in the same
    /// step.
    virtual void append(NewEvent event, Done<Appended> done) = 0;

    // What a reader may see is decided in the snapshot that is read: NotJoined where they may not.

    /// The events after `since`, oldest first, at most `count`, and none behind those that fill a reply: whose texts
    /// have limits::pageBytes UTF-16 units. None if it is beyond the head.
    virtual void eventsAfter(const UserId& reader, const RoomId& room, qint64 since, qint64 count,
                             Done<EventSlice> done) = 0;
    virtual void messages(const UserId& reader, const RoomId& room, const MessageQuery& query,
                          Done<MessageSlice> done) = 0;

    // For the server itself, which may read everything.

    /// As eventsAfter(). NotFound if there is no such room.
    virtual void missedEvents(const RoomId& room, qint64 since, qint64 count, Done<EventSlice> done) = 0;
    /// How far the logs of these rooms go, in no order. Rooms that are not there are left out.
    virtual void headsOf(const std::vector<RoomId>& rooms, Done<std::vector<RoomHead>> done) = 0;
};

} // namespace parlance
