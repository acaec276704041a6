#pragma once

#include "app/settings.h"
#include "ports/store.h"

class QObject;

namespace parlance {

// Where things are in the data folder.
QString logPath(const Settings& settings);
QString controlPath(const Settings& settings);

/// The key of the server's tokens, made at the first start: in the data folder, which is made, too, or in the database
/// that several nodes share. The error is one line.
Result<QByteArray> openKey(const Settings& settings);

/// The store that the settings name, made or recovered. Its answers come through the event loop of `context`, which
/// outlives it. `lost`: see SqliteStore. The error is one line.
Result<std::unique_ptr<Store>> openStore(const Settings& settings, QObject* context,
                                         std::function<void(const QString& why)> lost);

} // namespace parlance
