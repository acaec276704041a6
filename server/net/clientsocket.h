#pragma once

#include <QTcpSocket>

namespace parlance {

/// A client's TCP connection that can be told to deliver nothing for a while: QWebSocket has no such switch, but it
/// reads only what bytesAvailable() admits to. Meanwhile Qt reads on into the buffer until its size is reached, and
/// then TCP holds the peer back.
class ClientSocket final : public QTcpSocket {
  public:
    using QTcpSocket::QTcpSocket;

    void setPaused(bool paused);

    qint64 bytesAvailable() const override { return m_paused ? 0 : QTcpSocket::bytesAvailable(); }

  private:
    void announce();

    bool m_paused = false;
};

} // namespace parlance
