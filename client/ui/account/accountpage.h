#pragma once

#include "models/account.h"

#include <QUrl>

namespace parlance::client {

/// The address of the server's page, where links begin that others open in a browser: without a slash at the end.
QString pageAddress(const QUrl& url);

/// What this device is called in the list of an account's devices.
QString deviceName();

} // namespace parlance::client
