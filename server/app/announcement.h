#pragma once

#include "app/settings.h"

namespace parlance {

/// "http://host:port": where others reach a server that listens as the settings say, whatever port it got.
QString addressForOthers(const Settings& settings, int port);

/// A link that brings others in, password included. `address` as above.
QString inviteLink(const QString& address, const QString& password);

/// Says how to become the owner of a server that nobody owns. `page`: the address of its page.
QString ownersLine(const QString& page, const QString& token);

/// What is printed when the server is ready: its first line is for programs ("parlanced VERSION ready: URL"), the rest
/// for people. With `invite` also a link that brings others in, password included.
QString announcement(const Settings& settings, const QString& pageUrl, bool invite);

} // namespace parlance
