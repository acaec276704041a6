#include "faults/server/points.h"

#include "base/faultpoint.h"

#include <QByteArray>
#include <QList>

#include <array>
#include <atomic>
#include <csignal>
#include <utility>

namespace parlance::faults {

namespace {

constexpr std::array names{
    std::pair{"before-insert", FaultPoint::BeforeInsert},
    std::pair{"after-insert", FaultPoint::AfterInsert},
    std::pair{"before-commit", FaultPoint::BeforeCommit},
    std::pair{"after-commit", FaultPoint::AfterCommit},
    std::pair{"between-receivers", FaultPoint::BetweenReceivers},
    std::pair{"mid-checkpoint", FaultPoint::MidCheckpoint},
    std::pair{"mid-migration", FaultPoint::MidMigration},
};

FaultPoint armed = FaultPoint::BeforeInsert;
std::atomic<int> left = 0;
int atPoint = SIGKILL;

void reached(FaultPoint point)
{
    if (point == armed && --left == 0)
        ::raise(atPoint);
}

} // namespace

bool armFaultPoint()
{
    const QByteArray wanted = qgetenv("PARLANCE_FAULT");
    if (wanted.isEmpty())
        return true;
    const QList<QByteArray> parts = wanted.split(':');
    for (const auto& [name, point] : names) {
        const bool stops = parts.size() == 3 && parts[2] == "stop";
        if ((parts.size() != 2 && !stops) || parts[0] != name)
            continue;
        atPoint = stops ? SIGSTOP : SIGKILL;
        armed = point;
        left = parts[1].toInt();
        setFaultHandler(&reached);
        return left > 0;
    }
    return false;
}

} // namespace parlance::faults
