#include "metrics/process.h"

#include <QByteArray>
#include <QFile>

#include <filesystem>
#include <sys/resource.h>
#include <unistd.h>

namespace parlance {

namespace {

/// The second number of /proc/self/statm is in pages.
qint64 residentBytes()
{
    QFile file(QStringLiteral("/proc/self/statm"));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    const QList<QByteArray> numbers = file.readAll().split(' ');
    return numbers.size() > 1 ? numbers[1].toLongLong() * ::sysconf(_SC_PAGESIZE) : 0;
}

qint64 openDescriptors()
{
    std::error_code error;
    qint64 count = 0;
    for (std::filesystem::directory_iterator entry("/proc/self/fd", error), end; !error && entry != end;
         entry.increment(error))
        ++count;
    return std::max<qint64>(count - 1, 0); // one is for looking
}

double seconds(const timeval& time)
{
    return double(time.tv_sec) + double(time.tv_usec) * 1e-6;
}

} // namespace

ProcessState processState()
{
    ProcessState state;
    state.residentBytes = residentBytes();
    state.openDescriptors = openDescriptors();
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) == 0)
        state.maxDescriptors = qint64(limit.rlim_cur);
    rusage usage{};
    if (::getrusage(RUSAGE_SELF, &usage) == 0)
        state.processorSeconds = seconds(usage.ru_utime) + seconds(usage.ru_stime);
    return state;
}

} // namespace parlance
