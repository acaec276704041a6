#pragma once

#include "net/wire.h"

#include <QObject>
#include <QSslSocket>

#include <memory>

namespace parlance {

/// A Wire over TLS whose handshake is done. QSslSocket does the reading and writing; each connection has its own
/// cipher stream, so every byte is its own.
class TlsWire final : public Wire {
  public:
    explicit TlsWire(std::unique_ptr<QSslSocket> socket);
    ~TlsWire() override;

    qint64 read(char* to, qint64 size) override;
    void write(const QByteArray& bytes, qsizetype from) override;
    qint64 queued() const override { return m_socket->bytesToWrite() + m_socket->encryptedBytesToWrite(); }
    void setReading(bool on) override;
    void finish() override;

  private:
    bool isOver() const;
    void announce();

    std::unique_ptr<QSslSocket> m_socket;
    bool m_isReading = true;
    bool m_isFinishing = false;
    bool m_isWriting = false; // what happens in the meantime is not told
    bool m_isBehind = false;  // something was left queued
    QObject m_context;        // ends the connections to the socket's signals, and first
};

} // namespace parlance
