#pragma once

#include "base/ids.h"
#include "text/names.h"

#include <QStringList>
#include <QUrl>

namespace parlance::client {

// Addresses of the page, which open in every browser and in the app; `server` as AccountInfo has it.

/// By the room's name, which people read. It leads to whichever room has the name then.
QString roomLink(const QUrl& server, const RoomName& room);

/// By the room's id, so that it leads there under every name.
QString messageLink(const QUrl& server, const RoomId& room, qint64 seq);

/// A server's address as people enter it: host, and port and path where they are not the usual ones.
QString addressOf(const QUrl& server);

/// A text in parts of at most so many UTF-16 units, cut at a line's end or between words where there is one.
QStringList splitText(const QString& text, qint64 units);

} // namespace parlance::client
