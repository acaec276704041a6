#pragma once

#include "faults/checker/truth.h"

/// The rules of tests/faults/README.md. Records are in the order of time.
namespace parlance::faults {

class Failovers;

struct Terms {
    qint64 within = 0;    ///< µs after the last fault until everybody has caught up; 0: not judged
    bool isLossy = false; ///< frames were swallowed on their way: what came over a line may have holes
};

/// lost, altered, doubled, phantom, failed, order: what became of everything that was written.
void checkWrites(const std::vector<Record>& records, const Truth& truth, const Failovers& failovers, Report& report);

/// step, fork, log, resume, line: what each client saw.
void checkViews(const std::vector<Record>& records, const Truth& truth, const Failovers& failovers, const Terms& terms,
                Report& report);

/// late, state: where each client stood in the end.
void checkEnds(const std::vector<Record>& records, const Truth& truth, const Failovers& failovers, const Terms& terms,
               Report& report);

/// people, presence: what clients were told, when all was quiet, of who is where and what they have read; lost, for
/// names.
void checkPeople(const std::vector<Record>& records, const Truth& truth, const Failovers& failovers, Report& report);

} // namespace parlance::faults
