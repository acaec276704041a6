#include "net/listening.h"

namespace parlance {

std::optional<ListenFailure> tryToListen(const QHostAddress& address, quint16 port, const char* setting)
{
    QTcpServer server;
    if (server.listen(address, port))
        return std::nullopt;
    return listenFailure(server, address, port, setting);
}

ListenFailure listenFailure(const QTcpServer& server, const QHostAddress& address, quint16 port, const char* setting)
{
    const QString where = QStringLiteral("%1:%2").arg(address.toString()).arg(port);
    const QLatin1String with(setting);
    switch (server.serverError()) {
    case QAbstractSocket::AddressInUseError:
        return {true, QStringLiteral("%1 is taken: another program listens there. Stop it, or choose another port with "
                                     "%2")
                          .arg(where, with)};
    case QAbstractSocket::SocketAddressNotAvailableError:
        return {false, QStringLiteral("%1 is not ours: this machine has no such address. Choose one that it has with "
                                      "%2, or 0.0.0.0 for all")
                           .arg(where, with)};
    case QAbstractSocket::SocketAccessError:
        return {false, QStringLiteral("%1 is not allowed: ports below 1024 are for root. Choose a higher one with %2, "
                                      "behind a proxy or a socket unit")
                           .arg(where, with)};
    default:
        return {false, QStringLiteral("cannot listen on %1: %2").arg(where, server.errorString())};
    }
}

} // namespace parlance
