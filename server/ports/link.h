#pragma once

#include "base/closecodes.h"

#include <QByteArray>
#include <QString>

namespace parlance {

/// What a session wants to know of its connection. Called from the event loop, never from within a call of the Link's.
class LinkObserver {
  public:
    virtual ~LinkObserver() = default;

    /// One text message, UTF-8, within the announced size.
    virtual void received(const QByteArray& text) = 0;

    /// The peer has taken something: the backlog is smaller now.
    virtual void drained() = 0;

    /// The connection is gone, whoever ended it. The last call; the Link may be destroyed from within it.
    virtual void closed() = 0;
};

/// One client's connection, as the session sees it: whole messages, in order. Owned by the session.
/// Implementations: net/WebSocketLink; in tests one end of a pair in memory.
class Link {
  public:
    virtual ~Link() = default;

    virtual void observe(LinkObserver* observer) = 0;

    /// Queues one message. Nothing is sent after close(). A peer that does not read is closed with SlowConsumer
    /// by the link itself when its backlog passes the cap.
    virtual void send(const QByteArray& text) = 0;

    /// Queues frames that textFrame() has made, the bytes from that one on: what many are told at once, and while it
    /// waits is kept once for all of them. As send(), but for whom it is too much: the cap is on these, in bytes and in
    /// the time that the oldest waits.
    virtual void sendFrames(const QByteArray& frames, qsizetype from) = 0;

    /// Ends the connection politely; what was sent before is delivered first. closed() follows within 2 s.
    virtual void close(CloseCode code) = 0;

    /// Bytes that the peer has not taken yet.
    virtual qint64 backlog() const = 0;

    /// While paused nothing is received and the peer is held back by TCP.
    virtual void pauseReading(bool paused) = 0;

    /// The client's address: the forwarded one where a trusted proxy says so. For caps, rates and the log.
    virtual const QString& address() const = 0;
};

} // namespace parlance
