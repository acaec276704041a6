#include "app/acceptedvalues.h"

#include "app/endpoint.h"

#include <QStringList>

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

} // namespace parlance
