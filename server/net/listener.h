#pragma once

#include "base/deadlines.h"

#include <QSocketNotifier>
#include <QTcpServer>

#include <functional>
#include <memory>

namespace parlance {

/// Listens and accepts. Not QTcpServer's accepting: without a free descriptor that turns round for ever, at half a
/// core (Qt 6.4.2). Here one is kept in reserve, so that whoever comes then is answered and let go.
class Listener final {
  public:
    using Accepted = std::function<void(int descriptor, const QHostAddress& peer, quint16 peerPort)>;
    /// Ends a connection that nobody has time for; the descriptor stays the listener's.
    using Refused = std::function<void(int descriptor)>;

    Listener(DeadlineWheel& wheel, Accepted accepted, Refused refused);
    ~Listener();
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;

    /// False with server().errorString() set.
    bool open(const QHostAddress& address, quint16 port);

    /// Takes over a socket that listens already. False with server().errorString() set.
    bool adopt(int descriptor);

    /// Accepts nobody any more. Who waits to be accepted is served by whoever else holds an adopted socket.
    void shut();

    const QTcpServer& server() const { return m_server; }

  private:
    void watch();
    void accept();
    bool acceptOne();
    void refuseOne();
    void pause();

    DeadlineWheel& m_wheel;
    const Accepted m_accepted;
    const Refused m_refused;
    QTcpServer m_server;
    std::unique_ptr<QSocketNotifier> m_notifier;
    int m_reserve; // a descriptor that can be given up
    Deadline m_again;
};

} // namespace parlance
