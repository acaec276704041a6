#include "models/addresses.h"

#include "text/clusters.h"

namespace parlance::client {

QString addressOf(const QUrl& server)
{
    const QString host = server.host().contains(u':') ? u'[' + server.host() + u']' : server.host();
    const QString port = server.port() > 0 ? QStringLiteral(":%1").arg(server.port()) : QString();
    QString path = server.path();
    if (path.endsWith(QStringLiteral("/ws")))
        path.chop(3);
    return host + port + (path == QStringLiteral("/") ? QString() : path);
}

namespace {

/// The page's own address, to the slash.
QString pageOf(const QUrl& server)
{
    QUrl page = server;
    page.setScheme(server.scheme() == QStringLiteral("wss") ? QStringLiteral("https") : QStringLiteral("http"));
    QString path = server.path();
    if (path.endsWith(QStringLiteral("/ws")))
        path.chop(2);
    page.setPath(path.isEmpty() ? QStringLiteral("/") : path);
    return page.toString(QUrl::FullyEncoded);
}

QString encoded(const QByteArray& part)
{
    return QString::fromLatin1(part.toPercentEncoding());
}

} // namespace

QString roomLink(const QUrl& server, const RoomName& room)
{
    return pageOf(server) + QStringLiteral("#/") + encoded(room.text().toUtf8());
}

QString messageLink(const QUrl& server, const RoomId& room, qint64 seq)
{
    return pageOf(server) + QStringLiteral("#/r/%1/%2").arg(encoded(room.text())).arg(seq);
}

QStringList splitText(const QString& text, qint64 units)
{
    QStringList parts;
    QString rest = text.trimmed();
    while (rest.size() > units) {
        const QString most = cutToUnits(rest, units);
        qsizetype end = most.size();
        // Not where that would leave most of a message empty.
        for (const QChar gap : {u'\n', u' '}) {
            if (const qsizetype at = most.lastIndexOf(gap); at > units / 2) {
                end = at;
                break;
            }
        }
        parts << rest.left(end).trimmed();
        rest = rest.mid(end).trimmed();
    }
    if (!rest.isEmpty())
        parts << rest;
    return parts;
}

} // namespace parlance::client
