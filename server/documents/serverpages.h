#pragma once

#include "documents/commandline.h"

namespace parlance::documents {

/// parlanced(8)
QString programPage(const CommandLine& line);

/// parlanced.toml(5)
QString settingsPage();

} // namespace parlance::documents
