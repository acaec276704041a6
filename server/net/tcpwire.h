#pragma once

#include "net/wire.h"

#include <QByteArray>
#include <QSocketNotifier>

#include <deque>
#include <memory>

namespace parlance {

/// A Wire over a connected TCP socket. Writes go straight to the kernel as long as nothing is queued: of a broadcast
/// that the peers take, nothing is copied and no notifier is touched.
class TcpWire final : public Wire {
  public:
    /// Takes the descriptor over.
    TcpWire(int descriptor, const QHostAddress& peerAddress, quint16 peerPort);
    ~TcpWire() override;

    qint64 read(char* to, qint64 size) override;
    void write(const QByteArray& bytes, qsizetype from) override;
    qint64 queued() const override { return m_queued; }
    void setReading(bool on) override;
    void finish() override;

  private:
    /// Tells by a virtual call instead of a signal: there is one for each connection, and a connected signal costs
    /// more memory than the notifier.
    class Notifier;

    struct Piece {
        QByteArray bytes;
        qsizetype begin = 0; // of what the peer has not taken
    };

    void ready(QSocketNotifier::Type type);
    qint64 send(QByteArrayView bytes);
    void enqueue(const QByteArray& bytes, qsizetype from);
    void flush();
    void endOutput() const;

    const int m_descriptor;
    std::unique_ptr<Notifier> m_reads;
    std::unique_ptr<Notifier> m_writes;         // made when something is queued for the first time
    std::unique_ptr<std::deque<Piece>> m_queue; // made then, too
    qint64 m_queued = 0;
    bool m_finishing = false;
    bool m_broken = false;
};

} // namespace parlance
