#pragma once

#include "base/result.h"
#include "ports/eventbus.h"
#include "protocol/events.h"

#include <vector>

namespace parlance {

/// An event with the epoch of its log.
struct LoggedEvent {
    LogId log;
    DurableEvent event;
};

/// What a node tells the others: events that it has committed, or none, as a sign of life.
struct EventsMessage {
    /// More bytes than this are refused.
    static constexpr qsizetype maxSize = 16 * 1024 * 1024;

    NodeId node;
    /// Counts the messages with events that the node has sent, dense from 1; a sign of life repeats the last number.
    qint64 number = 0;
    std::vector<LoggedEvent> events;
};

/// A line of JSON about the message, then one for each event, behind the epoch of its log and a space.
QByteArray encode(const EventsMessage& message);

/// Reads it as strictly as a client's frame.
Result<EventsMessage> decodeEventsMessage(const QByteArray& bytes);

} // namespace parlance
