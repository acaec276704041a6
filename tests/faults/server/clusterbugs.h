#pragma once

#include "app/program.h"

#include <QByteArray>

#include <map>

namespace parlance::faults {

/// Mistakes that matter where several servers share a log, by name; see the table in tests/faults/README.md.
const std::map<QByteArray, Seams>& clusterBugs();

} // namespace parlance::faults
