#pragma once

#include <QByteArray>
#include <QHostAddress>

namespace parlance {

/// What a Wire tells its holder. Called from the event loop, never from within a call of the Wire's; the holder may
/// destroy the Wire in it.
class WireObserver {
  public:
    virtual ~WireObserver() = default;

    /// There is something to read, or the end. Comes again while there still is.
    virtual void readable() = 0;

    /// The peer has taken something of what was queued.
    virtual void drained() = 0;

    /// Writing failed: the connection is gone.
    virtual void broken() = 0;
};

/// A client's connection, as bytes: TCP, or TLS over it. Owned by whoever speaks on it; destroying it ends the
/// connection at once. Single-threaded.
class Wire {
  public:
    virtual ~Wire() = default;

    void observe(WireObserver* observer) { m_observer = observer; }

    static constexpr qint64 ended = -1;

    /// How many bytes were read; 0: none are there now; `ended`: none will come any more.
    virtual qint64 read(char* to, qint64 size) = 0;

    /// Takes all bytes from that one on. What the peer does not take at once is queued, where it can be without a copy:
    /// many connections may hold the same bytes. Nothing is written after finish().
    virtual void write(const QByteArray& bytes, qsizetype from) = 0;

    /// Bytes that the peer has not taken.
    virtual qint64 queued() const = 0;

    /// While off, readable() does not come, and TCP holds the peer back.
    virtual void setReading(bool on) = 0;

    /// When all that is queued has been taken, the peer is told that this was the end. Reading goes on, until its own:
    /// a connection that is closed on bytes that nobody has read is reset, and what the peer had not read yet is lost.
    virtual void finish() = 0;

    const QHostAddress& peerAddress() const { return m_peerAddress; }
    quint16 peerPort() const { return m_peerPort; }

  protected:
    Wire(const QHostAddress& peerAddress, quint16 peerPort)
        : m_peerAddress(peerAddress)
        , m_peerPort(peerPort)
    {}

    WireObserver& observer() const { return *m_observer; }

  private:
    WireObserver* m_observer = nullptr;
    const QHostAddress m_peerAddress;
    const quint16 m_peerPort;
};

} // namespace parlance
