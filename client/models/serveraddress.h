#pragma once

#include "base/result.h"
#include "core/roomref.h"
#include "models/routes.h"

#include <QString>
#include <QStringView>
#include <QUrl>

#include <optional>

namespace parlance::client {

/// Where a server listens, and where in it a person wants to go.
struct ServerAddress {
    QUrl url; ///< ws or wss; without a port where it is the scheme's own, so that equal servers are equal
    bool isEncrypted = false;       ///< wss
    bool isLoopback = false;        ///< this machine
    std::optional<RoomRef> room;    ///< from a link to a room
    qint64 seq = 0;                 ///< of a message in it, from a link to that; 0: none
    std::optional<QString> key;     ///< the server's password, from an invitation; a secret
    std::optional<EntryLink> entry; ///< from a link that makes an account or signs in
};

/// What a person types or pastes to name a server:
///
///     example.org, example.org:8443     wss, on 443 unless it says otherwise
///     localhost, 127.0.0.1:4000, [::1]  ws, on 3001 unless it says otherwise
///     http https ws wss ://…            as it says; a path is where a proxy has put the chat: /chat/ws
///     …#/room, …#/room/42?key=…         and from there to a room: what the page gives as a link
///     parlance://example.org/room       as without a scheme, and to a room; …/room/42 to a message in it
///     parlance://example.org/r/id       to a room by its id, whatever it is called by now
///
/// Else a line that says what is wrong and what to enter instead.
Result<ServerAddress> parseServerAddress(QStringView typed);

} // namespace parlance::client
