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
        bool isSecure = false;     ///< it came by TLS, whose certificate the browser has compared with the name
    };

    /// `configured`: whole origins, such as https://chat.example.org, allowed besides the server's own. `hosts`: the
    /// names that the server is known by, in Unicode or in ASCII (xn--).
    explicit Origins(QStringList configured, const QStringList& hosts = {});

    /// Without an Origin: yes. `null`: no. A loopback listener allows every loopback origin.
    ///
    /// The origin that equals Host is the server's own only if Host can be trusted, for anybody may let a name of
    /// theirs point to the server's address and so be of one origin with it, in the browser of somebody who can reach
    /// it (DNS rebinding). A trusted proxy looks at the name itself, and with TLS the browser does. Otherwise Host must
    /// be loopback or, where the listener is not, an address or one of the names that the server is known by.
    bool allows(const Request& request) const { return judge(request) == Verdict::Allowed; }

    enum class Verdict {
        Allowed,
        UnknownHost, ///< a page of Host itself, by a name that is not known to be the server's
        Foreign,     ///< a page of another origin
    };

    /// As allows(), with the reason.
    Verdict judge(const Request& request) const;

    /// The name in a Host header, without the port, in lower case; empty where it is none.
    static QString hostNameIn(QByteArrayView header);

  private:
    bool isOurs(const QString& host, const Request& request) const;

    QStringList m_configured;
    QStringList m_hosts;
};

} // namespace parlance
