#pragma once

#include "base/result.h"

#include <QHostAddress>

#include <optional>

namespace parlance {

/// A listening socket that was opened before the program started.
struct HandedSocket {
    int descriptor = -1;
    QHostAddress address;
    quint16 port = 0;
};

/// The socket that the service manager holds for this program (sd_listen_fds(3)), so that nobody is refused while it is
/// restarted. Nothing if there is none. The error is one line: it must be exactly one that listens on TCP. Afterwards
/// the environment says nothing of it, so that nobody else takes it. To be called once.
Result<std::optional<HandedSocket>> takeHandedSocket();

} // namespace parlance
