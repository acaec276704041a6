#pragma once

#include "base/deadlines.h"
#include "net/clientsocket.h"
#include "net/doorcounts.h"
#include "ports/link.h"

#include <QWebSocket>

#include <memory>

namespace parlance {

/// Bounds and times of a WebSocket connection. Times are milliseconds.
struct LinkRules {
    FrameRules frames;
    qint64 frameTimeout = 10'000;  ///< from the beginning of a frame, or of a message of several, to its end
    qint64 backlog = 1'024 * 1024; ///< bytes of broadcasts that may wait; beside replies 512 KiB more
    qint64 backlogAge = 10'000;    ///< for which one may wait, replies before it not counted; 0: no limit
    qint64 ping = 30'000;          ///< between two pings
};

/// A Link over QWebSocket. Writes past it, whole frames each time, and bounds what Qt leaves unbounded: the write
/// backlog, the life of a silent peer, a frame that does not end, and the time that closing may take. What the peer
/// sends is bounded by the FrameGate.
class WebSocketLink final : public Link, private ClientSocketObserver {
  public:
    /// `tcp` is what `socket` runs on; its owner is `socket` from now on. How it ends is counted.
    WebSocketLink(std::unique_ptr<QWebSocket> socket, ClientSocket* tcp, QString address, const LinkRules& rules,
                  DoorCounts& counts, DeadlineWheel& wheel);
    ~WebSocketLink() override;

    void observe(LinkObserver* observer) override { m_observer = observer; }
    void send(const QByteArray& text) override;
    void sendFrames(const QByteArray& frames, qsizetype from) override;
    void close(CloseCode code) override;
    qint64 backlog() const override { return m_tcp ? m_tcp->bytesToWrite() : 0; }
    void pauseReading(bool paused) override;
    const QString& address() const override { return m_address; }

  private:
    void heard() override;
    void violated(CloseCode code) override { close(code); }
    void drained() override;
    void closing() override;
    void ended() override;

    void schedulePing();
    void checkBacklog();
    void awaitTaking();
    qint64 taken() const { return m_tcp->written() - backlog(); }

    std::unique_ptr<QWebSocket> m_socket;
    ClientSocket* m_tcp; // null once the connection is gone
    const QString m_address;
    const LinkRules& m_rules;
    DoorCounts& m_counts;
    DeadlineWheel& m_wheel;
    LinkObserver* m_observer = nullptr;
    qint64 m_heardAt;
    bool m_isClosing = false;
    bool m_isOurEnd = false; // that it closes

    quint64 m_unfinished = 0; // what the frame deadline is for
    Deadline m_frame;

    // Positions in all that was written: ends of the last reply, of the last broadcast, and of the one that m_late is
    // for.
    qint64 m_replyEnd = 0;
    qint64 m_broadcastEnd = 0;
    qint64 m_awaited = 0;
    Deadline m_late;

    Deadline m_ping; // while closing: the end
};

} // namespace parlance
