#include "app/endpoint.h"

namespace parlance {

std::optional<Endpoint> parseEndpoint(const QString& text)
{
    const qsizetype colon = text.lastIndexOf(u':');
    QString address = text.first(std::max<qsizetype>(colon, 0));
    if (address.startsWith(u'[') && address.endsWith(u']'))
        address = address.sliced(1, address.size() - 2);
    if (address == QLatin1String("localhost"))
        address = QStringLiteral("127.0.0.1");
    if (address == QLatin1String("*"))
        address = QStringLiteral("0.0.0.0");
    bool ok = false;
    const int port = text.sliced(colon + 1).toInt(&ok);
    const QHostAddress parsed(address);
    if (colon < 0 || !ok || port < 0 || port > 65'535 || parsed.isNull())
        return std::nullopt;
    return Endpoint{parsed, quint16(port)};
}

QString showEndpoint(const Endpoint& endpoint)
{
    const QString address = endpoint.address.toString();
    const bool isV6 = endpoint.address.protocol() == QAbstractSocket::IPv6Protocol;
    return QStringLiteral("%1:%2").arg(isV6 ? u'[' + address + u']' : address).arg(endpoint.port);
}

} // namespace parlance
