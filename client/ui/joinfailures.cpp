#include "ui/joinfailures.h"

#include <QCoreApplication>

#include <algorithm>
#include <utility>

namespace parlance::client {

namespace {

constexpr qint64 gatheredFor = 2'000; // milliseconds from the first one on
constexpr size_t named = 8;           // rooms; of the others only the number is told

struct Words {
    Q_DECLARE_TR_FUNCTIONS(JoinFailures)
};

} // namespace

JoinFailures::JoinFailures(DeadlineWheel& wheel, Dialogs& dialogs)
    : m_wheel(wheel)
    , m_dialogs(dialogs)
{}

void JoinFailures::add(const QString& room, const QString& reason, bool atOnce)
{
    if (atOnce)
        return m_dialogs.tell(room.isEmpty() ? Words::tr("The room cannot be joined")
                                             : Words::tr("“%1” cannot be joined").arg(room),
                              reason);
    m_untold.push_back({room, reason});
    if (!m_soon.isPending())
        m_soon = m_wheel.after(gatheredFor, [this] { tell(); });
}

void JoinFailures::tell()
{
    const std::vector<Failure> failures = std::exchange(m_untold, {});
    if (failures.size() == 1)
        return add(failures.front().room, failures.front().reason, true);
    QStringList lines;
    for (const Failure& each : failures) {
        if (lines.size() < qsizetype(named))
            lines << Words::tr("%1: %2").arg(each.room, each.reason);
    }
    if (failures.size() > named)
        lines << Words::tr("and %n more", nullptr, int(failures.size() - named));
    m_dialogs.tell(Words::tr("%n rooms cannot be joined", nullptr, int(failures.size())), lines.join(u'\n'));
}

} // namespace parlance::client
