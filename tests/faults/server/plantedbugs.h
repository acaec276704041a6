#pragma once

#include "app/program.h"

#include <QByteArray>

namespace parlance::faults {

/// A server with a mistake in it, to see whether the checker finds it. Null if there is no such bug; see the table in
/// tests/faults/README.md.
std::optional<Seams> plantedBug(const QByteArray& name);

/// reuse-a-seq: before the server opens it, the log loses the last event of each room, so that its seq is given anew.
void forgetLastEvents(const QString& path);

} // namespace parlance::faults
