#pragma once

#include "base/deadlines.h"
#include "base/shares.h"
#include "net/clienthello.h"
#include "net/wire.h"

#include <QSocketNotifier>
#include <QSslConfiguration>
#include <QSslSocket>

#include <functional>
#include <memory>
#include <optional>
#include <unordered_map>

namespace parlance {

/// TLS handshakes under way. They are counted apart from everything else: whoever connects and says nothing costs
/// the others nothing. (QSslServer counts them with the accepted connections: 31 silent peers end its service.)
///
/// The expensive part, a signature of the certificate's key, is made by the event loop after everything else that is
/// ready, within a share of each pass (setLowPriority()), so that no number of handshakes delays those who chat by
/// more than a few milliseconds. Single-threaded.
class Handshakes final {
  public:
    /// A connection whose handshake is done.
    using Done = std::function<void(std::unique_ptr<Wire>)>;

    /// `most` are under way at a time: for one more, one makes room, see Shares; 0: no limit. Each may take `patience`
    /// ms.
    Handshakes(DeadlineWheel& wheel, qint64 patience, qint64 most, Done done);
    ~Handshakes();

    /// For those that come from now on.
    void setConfiguration(const QSslConfiguration& configuration) { m_configuration = configuration; }

    /// For those that come from now on, and how many there may be.
    void setBounds(qint64 patience, qint64 most)
    {
        m_patience = patience;
        m_most = most;
    }

    /// Takes the descriptor over, of a peer whose share is counted under `address`; see Shares for an empty one. Not
    /// before there is a configuration.
    void begin(int descriptor, const QString& address);

    void clear();
    qint64 count() const { return qint64(m_underWay.size()); }

    /// How many have made room since the start.
    quint64 evicted() const { return m_evicted; }

  private:
    /// One handshake: at first a descriptor on which a ClientHello is awaited, then a socket of Qt's.
    struct UnderWay {
        explicit UnderWay(int of);
        ~UnderWay();
        UnderWay(const UnderWay&) = delete;
        UnderWay& operator=(const UnderWay&) = delete;

        const int descriptor;
        QString address;
        ClientHello hello;
        std::unique_ptr<QSocketNotifier> readable;
        std::unique_ptr<QSslSocket> socket;
        Deadline deadline;
    };

    void look(quint64 id);
    void negotiate(quint64 id, UnderWay& underWay);
    void finish(quint64 id);
    void fail(quint64 id, const QString& why);
    void drop(quint64 id);

    DeadlineWheel& m_wheel;
    qint64 m_patience;
    qint64 m_most;
    const Done m_done;
    std::optional<QSslConfiguration> m_configuration; // an empty one loads OpenSSL, 4 MB, for nothing
    std::unordered_map<quint64, std::unique_ptr<UnderWay>> m_underWay;
    Shares m_shares;
    quint64 m_last = 0;
    quint64 m_evicted = 0;
    QObject m_context; // of what it connects to and posts
};

} // namespace parlance
