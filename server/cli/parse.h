#pragma once

#include "cli/invocation.h"

#include <variant>

namespace parlance::cli {

/// What to print and with which code to exit instead of doing something: help and version 0, mistakes 2.
struct Exit {
    int code = 0;
    QString text;
};

/// Finds the sub-command among the arguments (without one it is the table's first) and what it was given.
std::variant<Invocation, Exit> parse(const QStringList& arguments);

} // namespace parlance::cli
