#pragma once

#include "base/result.h"
#include "cluster/peoplenews.h"
#include "cluster/ratenews.h"
#include "ports/eventbus.h"
#include "ports/noderecord.h"
#include "protocol/events.h"

#include <optional>
#include <vector>

namespace parlance {

/// An event with the epoch of its log.
struct LoggedEvent {
    LogId log;
    DurableEvent event;
};

/// What a node tells the others. One without content is a sign of life.
struct NodeMessage {
    /// More bytes than this are refused.
    static constexpr qsizetype maxSize = 16 * 1024 * 1024;
    /// More nodes than this cannot be asked in one message.
    static constexpr size_t maxAsked = 1'000;

    NodeId node;
    /// Counts the messages with content that the node has sent, dense from 1; a sign of life repeats the last number.
    qint64 number = 0;
    /// Counts the sender's signs of life from 1; 0 in a message with content.
    qint64 beat = 0;
    std::optional<StoreHistory> history; ///< in signs of life: the one in which the sender works
    bool goodbye = false;                ///< the node is about to stop; from now on each of its messages says so

    // The content.

    bool noticed = false; ///< the node has put something into the table of notices
    std::optional<PresenceNews> presence;
    std::optional<TypingNews> typing;
    std::optional<RateNews> rates;
    std::vector<NodeId> ask;         ///< the nodes whose whole list of people the sender needs
    std::vector<LoggedEvent> events; ///< that the node has committed

    bool hasContent() const { return noticed || presence || typing || rates || !ask.empty() || !events.empty(); }
};

/// A line of JSON about the message, then one for each event, behind the epoch of its log and a space.
QByteArray encode(const NodeMessage& message);

/// What every message of that node begins with, and no other's.
QByteArray beginningOf(const NodeId& node);

/// Reads it as strictly as a client's frame.
Result<NodeMessage> decodeNodeMessage(const QByteArray& bytes);

} // namespace parlance
