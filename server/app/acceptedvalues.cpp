#include "app/acceptedvalues.h"

#include "app/endpoint.h"
#include "text/names.h"

#include <QRegularExpression>
#include <QStringList>
#include <QUrl>

#include <algorithm>

namespace parlance {

bool isEndpointOrNone(const QString& value)
{
    return value.isEmpty() || parseEndpoint(value);
}

bool isTokenOrNone(const QString& value)
{
    const bool isPlain = std::ranges::all_of(value, [](QChar c) { return c > u' ' && c < u'\x7f'; });
    return value.isEmpty() || (isPlain && value.size() >= 16 && value.size() <= 256);
}

bool isLogFormat(const QString& value)
{
    return value == QLatin1String("auto") || value == QLatin1String("text") || value == QLatin1String("json");
}

bool isLogLevel(const QString& value)
{
    static const QStringList levels{QStringLiteral("debug"), QStringLiteral("info"), QStringLiteral("warning"),
                                    QStringLiteral("error")};
    return levels.contains(value);
}

bool isPageOrNone(const QString& value)
{
    if (value.isEmpty())
        return true;
    const QUrl url(value, QUrl::StrictMode);
    const bool isWeb = url.scheme() == QLatin1String("https") || url.scheme() == QLatin1String("http");
    return isWeb && !url.host().isEmpty() && !url.hasQuery() && !url.hasFragment() && url.userInfo().isEmpty();
}

bool isGuests(const QString& value)
{
    return value == QLatin1String("open") || value == QLatin1String("none");
}

bool isRoomOrNone(const QString& value)
{
    return value.isEmpty() || RoomName::parse(value);
}

bool isRegistration(const QString& value)
{
    return value == QLatin1String("open") || value == QLatin1String("invite") || value == QLatin1String("admin");
}

bool areHosts(const QStringList& hosts)
{
    static const QRegularExpression name(QStringLiteral(R"(^[\p{L}\p{N}_-]+(\.[\p{L}\p{N}_-]+)*$)"));
    return std::ranges::all_of(hosts, [](const QString& host) { return name.match(host).hasMatch(); });
}

bool areOrigins(const QStringList& origins)
{
    return std::ranges::all_of(origins, [](const QString& text) {
        const QUrl url(text, QUrl::StrictMode);
        return (url.scheme() == QLatin1String("https") || url.scheme() == QLatin1String("http")) &&
               !url.host().isEmpty() && url.path().isEmpty();
    });
}

} // namespace parlance
