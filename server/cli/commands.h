#pragma once

#include "cli/invocation.h"

/// The functions behind the table's rows, each in a file of its name.
namespace parlance::cli {

int configCheck(const Invocation& invocation);
int configDefault(const Invocation& invocation);
int configShow(const Invocation& invocation);
int doctor(const Invocation& invocation);
int serve(const Invocation& invocation);
int setup(const Invocation& invocation);
int version(const Invocation& invocation);

} // namespace parlance::cli
