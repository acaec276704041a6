#pragma once

#include "app/configuration.h"

namespace parlance {

/// Takes over what the TOML file at `path` sets. Unknown keys are warnings: a newer file must not keep an older server
/// from starting.
void readSettingsFile(const QString& path, Configuration& configuration);

} // namespace parlance
