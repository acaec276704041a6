#include "cli/checks.h"

#include <QDateTime>
#include <QDir>
#include <QFileInfo>

#include <sys/resource.h>
#include <sys/timex.h>

namespace parlance::cli {

namespace {

const QString descriptorCheck = QStringLiteral("descriptors");
const QString clockCheck = QStringLiteral("clock");

Finding checkDescriptors(const Settings& settings)
{
    constexpr qint64 besides = 100;    // for files, the store and what comes and goes
    constexpr qint64 ordinary = 1'000; // connections that nobody should have to think about
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    const auto most = limit.rlim_max == RLIM_INFINITY ? std::numeric_limits<qint64>::max() : qint64(limit.rlim_max);
    const qint64 wanted = besides + (settings.connections > 0 ? settings.connections : ordinary);
    const QString text = QStringLiteral("at most %1 for a server that is started from here").arg(most);
    if (most >= wanted)
        return {Level::Fine, descriptorCheck, text};
    return {Level::Warning, descriptorCheck,
            text + QStringLiteral("; %1 connections want %2: raise LimitNOFILE of the unit, or ulimit -Hn")
                       .arg(wanted - besides)
                       .arg(wanted)};
}

Finding checkClock(const Settings& settings)
{
    constexpr qint64 tolerance = 60; // s
    const QDateTime now = QDateTime::currentDateTimeUtc();
    if (now.date() < QDate(2026, 1, 1)) {
        return {Level::Problem, clockCheck,
                QStringLiteral("%1 is before this program was made: set the clock").arg(now.toString(Qt::ISODate))};
    }
    const QFileInfo log(QDir(settings.dataFolder).filePath(QStringLiteral("parlance.db")));
    if (log.exists() && log.lastModified().toUTC() > now.addSecs(tolerance)) {
        return {Level::Problem, clockCheck,
                QStringLiteral("it is %1, but %2 was written at %3: set the clock")
                    .arg(now.toString(Qt::ISODate), log.filePath(), log.lastModified().toUTC().toString(Qt::ISODate))};
    }
    timex state{};
    if (::adjtimex(&state) == TIME_ERROR) {
        return {
            Level::Warning, clockCheck,
            QStringLiteral("%1, but nothing keeps it right: timedatectl set-ntp true").arg(now.toString(Qt::ISODate))};
    }
    return {Level::Fine, clockCheck, now.toString(Qt::ISODate)};
}

} // namespace

std::vector<Finding> hostChecks(const Settings& settings)
{
    return {checkDescriptors(settings), checkClock(settings)};
}

} // namespace parlance::cli
