#pragma once

#include "base/deadlines.h"
#include "ports/transport.h"

#include <QObject>
#include <QPointer>
#include <QWebSocket>

namespace parlance::client {

/// A Transport over QWebSocket. Lives in the thread of its event loop; the wheel must outlive it.
/// It proves certificates as Qt does by default and never ignores what is wrong with one.
class WebSocketTransport final : public QObject, public Transport {
  public:
    static constexpr qint64 openWithin = 10'000; ///< milliseconds, for name, TCP, TLS and handshake together
    static constexpr qint64 closeWithin = 2'000; ///< milliseconds for the peer's answer to our close

    /// Of a frame and of a message. Qt's own limit is 2 GiB; a server's reply is at most 256 KiB.
    static constexpr quint64 maxIncoming = 1024 * 1024;

    explicit WebSocketTransport(DeadlineWheel& wheel);
    ~WebSocketTransport() override;

    void setObserver(TransportObserver* observer) override { m_observer = observer; }
    void open(const QUrl& url) override;
    void send(const QByteArray& text) override;
    void close(CloseCode code, const QString& reason) override;
    void abort() override;

  private:
    void listen(QWebSocket* socket);
    void onConnected();
    void onDisconnected(QWebSocket* socket);
    void onError(QWebSocket* socket);
    QString reason(const QWebSocket& socket) const;
    static QString wrongAnswer(const QWebSocket& socket);
    void fail(const QString& reason);
    void finish(unsigned code, const QString& reason);

    DeadlineWheel& m_wheel;
    TransportObserver* m_observer = nullptr;
    QWebSocket* m_socket = nullptr; // a child; a new one for each attempt
    Deadline m_deadline;
    bool m_open = false;
    bool m_asked = false; // the request for a WebSocket went out
    QString m_distrust;   // what is wrong with the certificate
};

} // namespace parlance::client
