#pragma once

#include "cli/command.h"

/// To add a sub-command:
///
/// 1. A function `int name(const Invocation&)` in a file of its own here, declared in commands.h. It reads what it was
///    given by invocation.value("--flag"), and its settings by settingsFor(invocation).
/// 2. Its row in table.cpp.
///
/// `./dev fmt` then writes manual page and completions anew.
namespace parlance::cli {

/// In the order in which help shows them. The first is what is done without a sub-command.
std::span<const Command> commandTable();

} // namespace parlance::cli
