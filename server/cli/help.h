#pragma once

#include "cli/command.h"

#include <QString>

/// Help texts; each fits on one screen.
namespace parlance::cli {

QString programHelp();
QString commandHelp(const Command& command);

} // namespace parlance::cli
