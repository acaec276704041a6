#pragma once

#include <QString>
#include <QStringView>

#include <optional>

namespace parlance::client {

/// Where in the chat an address leads: the part of a link that the page writes behind its own address. Everything is as
/// it was written; what is a room's name is for RoomName to say.
struct Route {
    QString room;              ///< empty: none
    std::optional<qint64> seq; ///< of a message
    QString key;               ///< the server's password, in an invitation; empty: none
};

/// #/room, #/room/42, #/room?key=…, percent-encoded; anything else leads nowhere. resources/web/js/text/routes.js has
/// the same rules; tests/golden/text/routes.json holds the two equal.
Route parseRoute(QStringView hash);

} // namespace parlance::client
