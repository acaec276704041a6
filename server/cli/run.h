#pragma once

#include "app/program.h"

namespace parlance::cli {

/// The program from its command line to its exit code; see app/output.h.
int run(int argc, char** argv, const Seams& seams = {});

} // namespace parlance::cli
