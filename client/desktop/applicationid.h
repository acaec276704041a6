#pragma once

#include <QString>

namespace parlance::client {

/// What the desktop knows the program by: the name of its .desktop file, icon, sockets and keyring entries.
inline QString applicationId()
{
    return QStringLiteral("chat.parlance.Parlance");
}

} // namespace parlance::client
