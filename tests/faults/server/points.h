#pragma once

namespace parlance::faults {

/// Arms the fault point that the environment names: PARLANCE_FAULT=after-commit:17 kills the program with SIGKILL when
/// it comes there for the 17th time. Names: before-insert, after-insert, before-commit, after-commit,
/// between-receivers, mid-checkpoint, mid-migration. With :stop behind the number it is SIGSTOP instead. False if there
/// is no such point.
bool armFaultPoint();

} // namespace parlance::faults
