#pragma once

#include "text/handles.h"
#include "text/names.h"

#include <QString>

namespace parlance::client {

/// How somebody comes in who shows no token: with a handle and a password, or by a link.
struct Entrance {
    QString link = {};     ///< the token of a link, a secret; empty: by handle and password
    Handle handle = {};    ///< empty where the link knows whose account it is
    UserName name = {};    ///< of a new account
    QString password = {}; ///< empty for a link that signs in one more device
    QString device = {};   ///< what this device is called in the list of them
};

} // namespace parlance::client
