#include "net/proxies.h"

#include "net/addresses.h"

#include <algorithm>

namespace parlance {

namespace {

/// ::ffff:192.0.2.1 is 192.0.2.1.
QHostAddress plainForm(const QHostAddress& address)
{
    bool isV4 = false;
    const quint32 v4 = address.toIPv4Address(&isV4);
    return isV4 ? QHostAddress(v4) : address;
}

/// Null if it is neither.
QPair<QHostAddress, int> parseNetwork(const QString& network)
{
    const QHostAddress address = parseAddress(network.section(u'/', 0, 0));
    if (address.isNull())
        return {QHostAddress(), -1};
    if (network.contains(u'/'))
        return QHostAddress::parseSubnet(network);
    return {address, address.protocol() == QAbstractSocket::IPv6Protocol ? 128 : 32};
}

} // namespace

Result<Proxies> Proxies::parse(const QStringList& networks)
{
    Proxies proxies;
    for (const QString& network : networks) {
        const auto subnet = parseNetwork(network);
        if (subnet.first.isNull() || subnet.second < 0) {
            return Error{
                ErrorCode::BadRequest, QStringLiteral("\"%1\" is neither an address nor a network").arg(network), {}};
        }
        proxies.m_networks.push_back(subnet);
    }
    return proxies;
}

bool Proxies::trusts(const QHostAddress& peer) const
{
    const QHostAddress address = plainForm(peer);
    return std::ranges::any_of(m_networks, [&](const auto& network) { return address.isInSubnet(network); });
}

QHostAddress Proxies::client(const QHostAddress& peer, std::optional<QByteArrayView> forwardedFor) const
{
    QHostAddress client = plainForm(peer);
    if (!forwardedFor)
        return client;
    const QList<QByteArray> hops = forwardedFor->toByteArray().split(',');
    for (auto hop = hops.rbegin(); hop != hops.rend() && trusts(client); ++hop) {
        const QHostAddress before = parsePeer(QString::fromLatin1(hop->trimmed()));
        if (before.isNull())
            break;
        client = plainForm(before);
    }
    return client;
}

QString addressKey(const QHostAddress& address)
{
    const QHostAddress plain = plainForm(address);
    if (plain.protocol() != QAbstractSocket::IPv6Protocol || plain.isLoopback())
        return plain.toString();
    const Q_IPV6ADDR bytes = plain.toIPv6Address();
    const auto group = [&bytes](int at) { return QString::number(bytes[2 * at] << 8 | bytes[2 * at + 1], 16); };
    return QStringLiteral("%1:%2:%3:%4::/64").arg(group(0), group(1), group(2), group(3));
}

} // namespace parlance
