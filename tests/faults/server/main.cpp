#include "cli/run.h"
#include "faults/server/faultydisk.h"
#include "faults/server/plantedbugs.h"
#include "faults/server/points.h"

#include <cstdio>
#include <cstring>

/// parlanced, but it can be stopped at a fault point (PARLANCE_FAULT), stand on a disk that goes wrong (PARLANCE_DISK),
/// have a clock that is wrong (PARLANCE_CLOCK) or carry a planted bug (PARLANCE_BUG).
int main(int argc, char** argv)
{
    using namespace parlance;
    const auto seams = faults::plantedBug(qgetenv("PARLANCE_BUG"));
    if (!seams || !faults::armFaultPoint() || !faults::useFaultyDisk(qgetenv("PARLANCE_DISK"))) {
        std::fputs("faulty_parlanced: there is no such PARLANCE_BUG, PARLANCE_FAULT or PARLANCE_DISK\n", stderr);
        return 2;
    }
    if (qgetenv("PARLANCE_BUG") == "reuse-a-seq") {
        for (int i = 1; i + 1 < argc; ++i) {
            if (std::strcmp(argv[i], "--data") == 0)
                faults::forgetLastEvents(QString::fromLocal8Bit(argv[i + 1]) + QStringLiteral("/parlance.db"));
        }
    }
    return cli::run(argc, argv, *seams);
}
