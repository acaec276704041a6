#pragma once

#include <QByteArrayView>
#include <QStringList>

#include <optional>

namespace parlance {

/// Which pages may open a WebSocket here (cross-site WebSocket hijacking; the browser sends Origin, other programs need
/// not).
class Origins {
  public:
    struct Request {
        std::optional<QByteArrayView> origin;
        std::optional<QByteArrayView> host;
        bool listenerIsLoopback = true;
        bool throughProxy = false; ///< a trusted proxy forwarded it, and said so
    };

    /// `configured`: whole origins, such as https://chat.example.org, allowed besides the server's own.
    explicit Origins(QStringList configured)
        : m_configured(std::move(configured))
    {}

    /// Without an Origin: yes. `null`: no. A loopback listener allows every loopback origin, and the origin that equals
    /// Host only where Host is loopback or a proxy is between: a name that some site lets point to 127.0.0.1 is not
    /// ours.
    bool allows(const Request& request) const;

  private:
    QStringList m_configured;
};

} // namespace parlance
