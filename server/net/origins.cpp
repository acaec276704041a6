#include "net/origins.h"

#include "net/addresses.h"

#include <QHostAddress>
#include <QUrl>

namespace parlance {

namespace {

bool isLoopbackHost(const QString& host)
{
    return host == QLatin1String("localhost") || QHostAddress(host).isLoopback();
}

/// As QUrl writes the host of an address, which is in Unicode under some top-level domains and in ASCII under others.
QString asHost(const QString& name)
{
    QUrl url;
    url.setHost(name);
    return url.host().toLower();
}

QUrl hostIn(QByteArrayView header)
{
    return QUrl(QStringLiteral("http://") + QString::fromLatin1(header), QUrl::StrictMode);
}

/// host:port of a Host header, the port filled in from the origin's scheme.
QString authority(const QUrl& url, int defaultPort)
{
    return QStringLiteral("%1:%2").arg(url.host().toLower()).arg(url.port(defaultPort));
}

} // namespace

Origins::Origins(QStringList configured, const QStringList& hosts)
    : m_configured(std::move(configured))
{
    for (const QString& host : hosts)
        m_hosts += asHost(host);
}

Origins::Verdict Origins::judge(const Request& request) const
{
    if (!request.origin)
        return Verdict::Allowed;
    const QString text = QString::fromLatin1(*request.origin);
    if (m_configured.contains(text, Qt::CaseInsensitive))
        return Verdict::Allowed;
    const QUrl origin(text, QUrl::StrictMode);
    const bool secure = origin.scheme() == QLatin1String("https");
    if (!origin.isValid() || origin.host().isEmpty() || (!secure && origin.scheme() != QLatin1String("http")) ||
        !origin.userInfo().isEmpty() || !origin.path().isEmpty())
        return Verdict::Foreign;
    if (request.listenerIsLoopback && isLoopbackHost(origin.host()))
        return Verdict::Allowed;
    if (!request.host)
        return Verdict::Foreign;
    const QUrl host = hostIn(*request.host);
    const int port = secure ? 443 : 80;
    if (!host.isValid() || authority(origin, port) != authority(host, port))
        return Verdict::Foreign;
    return isOurs(host.host().toLower(), request) ? Verdict::Allowed : Verdict::UnknownHost;
}

QString Origins::hostNameIn(QByteArrayView header)
{
    return hostIn(header).host().toLower();
}

bool Origins::isOurs(const QString& host, const Request& request) const
{
    if (request.throughProxy || isLoopbackHost(host))
        return true;
    if (request.listenerIsLoopback)
        return false;
    const QString name = host.endsWith(u'.') ? host.chopped(1) : host;
    return request.isSecure || !parseAddress(host).isNull() || m_hosts.contains(name);
}

} // namespace parlance
