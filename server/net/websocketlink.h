#pragma once

#include "base/deadlines.h"
#include "net/clientsocket.h"
#include "ports/link.h"

#include <QWebSocket>

#include <memory>

namespace parlance {

/// Bounds and times of a WebSocket connection.
struct LinkRules {
    qint64 frame = 64 * 1024;      ///< largest frame and message from the client, bytes
    qint64 backlog = 1'024 * 1024; ///< unsent bytes above which the client is too slow; replies may add 512 KiB
    qint64 ping = 30'000;          ///< ms between two pings
};

/// A Link over QWebSocket. Bounds what Qt leaves unbounded: message sizes, the write backlog, the life of a silent
/// peer, and the time that closing may take.
class WebSocketLink final : public Link {
  public:
    /// `tcp` is what `socket` runs on; its owner is `socket` from now on.
    WebSocketLink(std::unique_ptr<QWebSocket> socket, ClientSocket* tcp, QString address, const LinkRules& rules,
                  DeadlineWheel& wheel);
    ~WebSocketLink() override;

    void observe(LinkObserver* observer) override { m_observer = observer; }
    void send(const QByteArray& text) override;
    void close(CloseCode code) override;
    qint64 backlog() const override { return m_socket->bytesToWrite(); }
    void pauseReading(bool paused) override { m_tcp->setPaused(paused); }
    const QString& address() const override { return m_address; }

  private:
    void heard();
    void received(const QString& text);
    void drained();
    void schedulePing();
    void checkBacklog();

    std::unique_ptr<QWebSocket> m_socket;
    ClientSocket* const m_tcp;
    const QString m_address;
    const LinkRules& m_rules;
    DeadlineWheel& m_wheel;
    LinkObserver* m_observer = nullptr;
    qint64 m_heardAt;
    bool m_closing = false;
    Deadline m_ping;
    Deadline m_abort;
    QObject m_context; // ends the connections to the socket's signals, and first
};

} // namespace parlance
