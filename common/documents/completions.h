#pragma once

#include "documents/commandline.h"

/// Files that teach shells to complete a command line. In all of them flags may stand before the command's name.
namespace parlance::documents {

QString bashCompletion(const CommandLine& line);
QString zshCompletion(const CommandLine& line);
QString fishCompletion(const CommandLine& line);

} // namespace parlance::documents
