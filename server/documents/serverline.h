#pragma once

#include "documents/commandline.h"

namespace parlance::documents {

/// parlanced's table of sub-commands and its settings.
CommandLine serverLine();

} // namespace parlance::documents
