#pragma once

#include <QTcpServer>

#include <optional>

namespace parlance {

/// Why nobody can listen there.
struct ListenFailure {
    bool isTaken = false; ///< somebody listens there already
    QString text;         ///< one line: where, why and what to do
};

/// Tries it, and leaves nothing open; `setting` is where another place can be chosen.
std::optional<ListenFailure> tryToListen(const QHostAddress& address, quint16 port, const char* setting = "--listen");

/// Of a server whose listen() has failed.
ListenFailure listenFailure(const QTcpServer& server, const QHostAddress& address, quint16 port,
                            const char* setting = "--listen");

} // namespace parlance
