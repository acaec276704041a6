#pragma once

#include "base/closecodes.h"

#include <QByteArray>
#include <QString>
#include <QUrl>

namespace parlance::client {

/// What a Transport tells its one listener. No call comes from inside a call of the Transport's own.
class TransportObserver {
  public:
    virtual ~TransportObserver() = default;

    virtual void opened() = 0;

    /// One text frame, complete.
    virtual void received(const QByteArray& text) = 0;

    /// It was open and is not any more. `code` is the peer's where it gave one (see CloseCode), else 1006.
    virtual void closed(unsigned code, const QString& reason) = 0;

    /// It never was open. `reason` is for people: what went wrong, in words.
    virtual void failed(const QString& reason) = 0;
};

/// The line to a server: one attempt at a time, text frames both ways. An attempt ends with exactly one of closed() and
/// failed(), unless abort() or another open() ends it, after which nothing more is heard of it.
/// Implementations: WebSocketTransport; tests have a scripted one and one that is joined to a server in memory.
class Transport {
  public:
    virtual ~Transport() = default;

    /// Must be called before open(); the observer must outlive the transport or be taken away with nullptr.
    virtual void setObserver(TransportObserver* observer) = 0;

    /// Begins an attempt; an earlier one is aborted first. Gives up by itself after some seconds.
    virtual void open(const QUrl& url) = 0;

    /// Ignored while not open.
    virtual void send(const QByteArray& text) = 0;

    /// Says goodbye; closed() follows soon. Ignored while not open.
    virtual void close(CloseCode code, const QString& reason) = 0;

    /// Drops the line at once and silently.
    virtual void abort() = 0;
};

} // namespace parlance::client
