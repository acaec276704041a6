#pragma once

#include "base/clock.h"
#include "net/framegate.h"
#include "net/wire.h"

#include <QTcpSocket>

#include <functional>
#include <memory>

namespace parlance {

/// What a ClientSocket tells its holder. Called from the event loop.
class ClientSocketObserver {
  public:
    virtual ~ClientSocketObserver() = default;

    /// Something came; the gate may be in the middle of a frame now.
    virtual void heard() = 0;

    /// The peer broke a rule: to be closed like that. Nothing of it is read any more.
    virtual void violated(CloseCode code) = 0;

    virtual void drained() = 0;

    /// Closing has begun, whoever began it; what the peer still sends is thrown away.
    virtual void closing() = 0;

    /// The connection is gone, and the socket is about to go: QWebSocket deletes it. The last call; maybe from within
    /// drop().
    virtual void ended() = 0;
};

/// The face of a Wire for QWebSocket, which reads and writes only QTcpSockets: a virtual connection in the sense of
/// QAbstractSocket::setSocketState(). QWebSocket sees the bytes that the FrameGate lets through, and nothing of TLS.
///
/// Why not the connection itself: a QTcpSocket that reads from the kernel keeps a chunk of 16 KiB, cannot be told to
/// read nothing for a while, and lets nobody stand before QWebSocket.
class ClientSocket final : public QTcpSocket {
  public:
    ClientSocket(std::unique_ptr<Wire> wire, const FrameRules& rules, const Clock& clock);
    ~ClientSocket() override;

    void observe(ClientSocketObserver* observer) { m_observer = observer; }

    /// Called once, when the connection or the socket is gone, whichever is first. A signal would not do: QWebSocket
    /// ends all connections to them when it is destroyed.
    void onGone(std::function<void()> call) { m_gone = std::move(call); }

    /// Bytes that QWebSocketServer is to read: the request for an upgrade.
    void inject(QByteArrayView bytes);

    /// The upgrade is done: what comes now are frames. Gives back the memory that the handshake took.
    void beginFrames();

    /// Whole frames of ours, the bytes from that one on, at once or behind what is queued. Nothing after a close frame.
    void writeFrames(const QByteArray& frames, qsizetype from = 0);

    /// The unfinished frame or message, see FrameGate.
    quint64 unfinished() const { return m_gate.unfinished(); }

    /// While paused nothing is read, and TCP holds the peer back.
    void setPaused(bool paused);

    /// Ends the connection at once.
    void drop();

    /// All bytes that were ever written; the peer has taken those but for bytesToWrite().
    qint64 written() const { return m_written; }

    qint64 bytesAvailable() const override;
    qint64 bytesToWrite() const override { return m_wire ? m_wire->queued() : 0; }
    void disconnectFromHost() override;

  protected:
    qint64 readData(char* data, qint64 maxSize) override;
    qint64 writeData(const char* data, qint64 size) override;

  private:
    /// Keeps the Wire's calls out of what QTcpSocket shows.
    class Ear final : public WireObserver {
      public:
        explicit Ear(ClientSocket& socket)
            : m_socket(socket)
        {}
        void readable() override { m_socket.readWire(); }
        void drained() override;
        void broken() override { m_socket.drop(); }

      private:
        ClientSocket& m_socket;
    };

    void readWire();
    void goOn();
    void take(QByteArrayView bytes);
    void announce();
    void tellGone();

    Ear m_ear{*this};
    std::unique_ptr<Wire> m_wire;
    FrameGate m_gate;
    const Clock& m_clock;
    ClientSocketObserver* m_observer = nullptr;
    std::function<void()> m_gone;
    QByteArray m_ready; // what may be read
    qsizetype m_read = 0;
    qint64 m_written = 0;
    bool m_isPaused = false;
    bool m_isClosing = false; // or closed: the same as state(), which is a look into three places of memory
    bool m_hasFrames = false; // before, nothing may come
};

} // namespace parlance
