#pragma once

#include "base/ids.h"

#include <QString>
#include <QStringView>

#include <optional>

namespace parlance::client {

/// Where in the chat an address leads: the part of a link that the page writes behind its own address. Everything is as
/// it was written; what is a room's name is for RoomName to say. Either `room` or `name` is empty, or both are where
/// the address leads nowhere.
struct Route {
    RoomId room;
    QString name;
    std::optional<qint64> seq; ///< of a message
    QString key;               ///< the server's password, in an invitation; empty: none
};

/// A link that makes an account or signs in.
struct EntryLink {
    enum class Kind { Owner, Invite, Reset, Transfer };

    Kind kind = Kind::Invite;
    QString token; ///< a secret
};

/// #/invite/TOKEN and the like; nothing for any other address.
std::optional<EntryLink> parseEntryLink(QStringView hash);

/// #/name and #/r/id lead to a room, with /42 behind them to its message with that seq, and with ?key=… they are an
/// invitation; names and ids are percent-encoded. An address by id finds its room under every name. A number behind r/
/// is a message's place in the room that is called r. resources/web/js/text/routes.js has the same rules;
/// tests/golden/text/routes.json holds the two equal.
Route parseRoute(QStringView hash);

} // namespace parlance::client
