#include "net/listening.h"

namespace parlance {

std::optional<ListenFailure> tryToListen(const QHostAddress& address, quint16 port)
{
    QTcpServer server;
    if (server.listen(address, port))
        return std::nullopt;
    return listenFailure(server, address, port);
}

ListenFailure listenFailure(const QTcpServer& server, const QHostAddress& address, quint16 port)
{
    const QString where = QStringLiteral("%1:%2").arg(address.toString()).arg(port);
    switch (server.serverError()) {
    case QAbstractSocket::AddressInUseError:
        return {true, where + QStringLiteral(" is taken: another program listens there. Stop it, or choose another "
                                             "port with --listen")};
    case QAbstractSocket::SocketAddressNotAvailableError:
        return {false, where + QStringLiteral(" is not ours: this machine has no such address. Choose one that it has "
                                              "with --listen, or 0.0.0.0 for all")};
    case QAbstractSocket::SocketAccessError:
        return {false, where + QStringLiteral(" is not allowed: ports below 1024 are for root. Choose a higher one "
                                              "with --listen, behind a proxy or a socket unit")};
    default:
        return {false, QStringLiteral("cannot listen on %1: %2").arg(where, server.errorString())};
    }
}

} // namespace parlance
