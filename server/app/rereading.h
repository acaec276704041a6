#pragma once

#include "app/settings.h"

namespace parlance {

/// What the settings come to when they are read anew while the server runs.
struct Reread {
    Settings settings;      ///< to run with from now on: what needs a restart is as it was
    QStringList changed;    ///< keys that take effect
    QStringList forRestart; ///< keys that were changed and do not
};

/// `running` are those that are in effect, `found` those that were read.
Reread reread(const Settings& running, const Settings& found);

/// One line for the log.
QString describe(const Reread& reread);

} // namespace parlance
