#include "redis/redisaddress.h"

#include <QUrl>

namespace parlance {

QString RedisAddress::shown() const
{
    QUrl url;
    url.setScheme(isTls ? QStringLiteral("rediss") : QStringLiteral("redis"));
    url.setHost(host);
    url.setPort(port);
    return url.toString();
}

Result<RedisAddress> parseRedisUrl(const QString& text)
{
    const QUrl url(text, QUrl::StrictMode);
    const bool isTls = url.scheme() == QLatin1String("rediss");
    const bool hasPath = !url.path().isEmpty() && url.path() != QLatin1String("/");
    if ((!isTls && url.scheme() != QLatin1String("redis")) || url.host().isEmpty() || hasPath || url.hasQuery() ||
        url.hasFragment())
        return Error{ErrorCode::BadRequest,
                     QStringLiteral("this is not an address such as redis://redis.example.org:6379 or "
                                    "rediss://parlance:PASSWORD@redis.example.org"),
                     {}};
    RedisAddress address;
    address.host = url.host(QUrl::FullyDecoded);
    address.port = quint16(url.port(address.port));
    address.isTls = isTls;
    address.user = url.userName(QUrl::FullyDecoded);
    address.password = url.password(QUrl::FullyDecoded);
    return address;
}

} // namespace parlance
