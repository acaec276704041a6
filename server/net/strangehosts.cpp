#include "net/strangehosts.h"

#include "base/logging.h"

namespace parlance {

void StrangeHosts::refused(const QString& host)
{
    if (m_logged.size() > most || m_logged.contains(host))
        return;
    m_logged.insert(host);
    if (m_logged.size() <= most)
        qCWarning(logNet).noquote() << "a browser came by the name" << host
                                    << "and was refused: if that is a name of this server, add it to net.hosts";
    else
        qCWarning(logNet) << "browsers came by more names that are not in net.hosts; they are not logged";
}

QString StrangeHosts::explanation(const QString& host, bool listenerIsLoopback)
{
    if (listenerIsLoopback)
        return QStringLiteral("%1 leads to a server that answers browsers on its own machine only. If a proxy is in "
                              "front of it, its admin has to name that with net.trustedProxies.")
            .arg(host);
    return QStringLiteral("%1 is not a name that this server is known by. If it is one, its admin can add it to "
                          "net.hosts; until then, come by the server's address or another of its names.")
        .arg(host);
}

} // namespace parlance
