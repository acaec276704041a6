#pragma once

#include "base/deadlines.h"
#include "net/wire.h"

#include <QSslConfiguration>
#include <QSslSocket>

#include <functional>
#include <map>
#include <memory>
#include <optional>

namespace parlance {

/// TLS handshakes under way. They are counted apart from everything else: whoever connects and says nothing costs
/// the others nothing. (QSslServer counts them with the accepted connections: 31 silent peers end its service.)
class Handshakes final {
  public:
    /// A connection whose handshake is done.
    using Done = std::function<void(std::unique_ptr<Wire>)>;

    /// `most` are under way at a time: another one ends the oldest; 0: no limit. Each may take `patience` ms.
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

    /// Takes the descriptor over. Not before there is a configuration.
    void begin(int descriptor);

    void clear() { m_underWay.clear(); }
    qint64 count() const { return qint64(m_underWay.size()); }

  private:
    struct UnderWay {
        std::unique_ptr<QSslSocket> socket;
        Deadline deadline;

        ~UnderWay();
    };

    void finish(quint64 id);
    void drop(quint64 id);

    DeadlineWheel& m_wheel;
    qint64 m_patience;
    qint64 m_most;
    const Done m_done;
    std::optional<QSslConfiguration> m_configuration; // an empty one loads OpenSSL, 4 MB, for nothing
    std::map<quint64, UnderWay> m_underWay;           // oldest first
    quint64 m_last = 0;
    QObject m_context; // of what it connects to and posts
};

} // namespace parlance
