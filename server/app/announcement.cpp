#include "app/announcement.h"

#include <QHostAddress>
#include <QNetworkInterface>
#include <QUrl>

namespace parlance {

namespace {

/// The first address by which other machines may reach a listener on all addresses; else the one it listens on.
QString reachableHost(const QString& listenAddress)
{
    const QHostAddress listener(listenAddress);
    if (listener != QHostAddress(QHostAddress::AnyIPv4) && listener != QHostAddress(QHostAddress::AnyIPv6))
        return listener.protocol() == QAbstractSocket::IPv6Protocol ? u'[' + listenAddress + u']' : listenAddress;
    for (const QHostAddress& address : QNetworkInterface::allAddresses()) {
        if (address.protocol() == QAbstractSocket::IPv4Protocol && !address.isLoopback())
            return address.toString();
    }
    return QStringLiteral("127.0.0.1");
}

} // namespace

QString addressForOthers(const Settings& settings, int port)
{
    const auto scheme = settings.certificate.isEmpty() ? QStringLiteral("http") : QStringLiteral("https");
    return QStringLiteral("%1://%2:%3").arg(scheme, reachableHost(settings.listenAddress)).arg(port);
}

QString inviteLink(const QString& address, const QString& password)
{
    if (password.isEmpty())
        return address + u'/';
    return address + QStringLiteral("/#/?key=") + QString::fromLatin1(QUrl::toPercentEncoding(password));
}

QString ownersLine(const QString& page, const QString& token)
{
    const QString slash = page.endsWith(u'/') ? QString() : QStringLiteral("/");
    return QStringLiteral("  Nobody owns it yet. To be its owner, open within an hour:\n  %1%2#/owner/%3\n")
        .arg(page, slash, token);
}

QString announcement(const Settings& settings, const QString& pageUrl, bool invite)
{
    QString text = QStringLiteral("parlanced %1 ready: %2\n").arg(QStringLiteral(PARLANCE_VERSION), pageUrl);
    text += QStringLiteral("  Open it in a browser.");
    if (settings.isInMemory())
        text += QStringLiteral(" Messages are kept in memory: they go when the server stops.");
    text += QStringLiteral("\n  Its data is in %1\n").arg(settings.dataFolder);
    if (invite && !QHostAddress(settings.listenAddress).isLoopback()) { // nobody else could follow it
        const QString link = inviteLink(addressForOthers(settings, QUrl(pageUrl).port()), settings.password);
        text += QStringLiteral("  Invite others: %1\n").arg(link);
    }
    text += QStringLiteral("  Ctrl+C stops it. Help: parlanced --help\n");
    return text;
}

} // namespace parlance
