// bench_fill FOLDER MESSAGES: a log for the benchmarks of the server. `hall` has so many messages, `large` 10,000 of
// the largest, and each of a hundred rooms 100.
#include "bench/storebench.h"
#include "protocol/limits.h"

#include <QCoreApplication>

#include <cstdio>

using namespace parlance;

int main(int argc, char** argv)
{
    const QCoreApplication app(argc, argv);
    if (argc != 3) {
        std::fputs("usage: bench_fill FOLDER MESSAGES\n", stderr);
        return 2;
    }
    bench::Bench bench(QString::fromLocal8Bit(argv[1]));
    fill(bench, RoomId("hall"), QByteArray(argv[2]).toInt(), {});
    fill(bench, RoomId("large"), 10'000, QString(Limits().text, u'\u20ac')); // three bytes each in UTF-8
    for (int i = 0; i < 100; ++i)
        fill(bench, RoomId("room " + QByteArray::number(i)), 100, {});
    return 0;
}
