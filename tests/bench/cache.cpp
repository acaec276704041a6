// bench_cache FOLDER: how long a client takes to have its rooms at hand again, from a cache with 100,000 messages.
#include "bench/measure.h"
#include "store/sqlitecache.h"

#include <QTemporaryDir>

#include <cstdio>

using namespace parlance;
using namespace parlance::client;

namespace {

constexpr qint64 total = 100'000;
const RoomId room = RoomId("hall");

std::unique_ptr<SqliteCache> open(const QString& path)
{
    auto cache = SqliteCache::open(path);
    if (!cache)
        qFatal("%s", qPrintable(cache.error().message));
    return *std::move(cache);
}

MessageState message(qint64 seq)
{
    MessageState m;
    m.seq = m.n = m.rev = seq;
    m.id = MessageId::random();
    m.userId = UserId("00000000-0000-4000-8000-" + QByteArray::number(100'000'000'000 + seq % 100));
    m.username = QStringLiteral("Sender %1").arg(seq % 100);
    m.text = QStringLiteral("A message of the usual length, which says that somebody will come later today.");
    m.timestamp = 1'700'000'000'000 + seq;
    m.nonce = Nonce::random();
    return m;
}

void fill(const QString& path)
{
    const auto cache = open(path);
    const double begun = bench::now();
    cache->saveRoom({room, *RoomName::parse(u"hall"), false, LogId::random(), total, total, 0, {}, {}});
    for (qint64 seq = 1; seq <= total; ++seq) {
        cache->saveMessage(room, message(seq));
        if (seq % 100 == 0)
            cache->commit();
    }
    std::printf("cache: %.1f us for each of %lld messages, a commit after every 100\n",
                (bench::now() - begun) / double(total), total);
    const double single = bench::now();
    for (int i = 0; i < 1'000; ++i) {
        cache->saveWritten(
            {Nonce::random(), room, {}, Written::Kind::Message, {}, QStringLiteral("text"), {}, {}, true, {}});
        cache->commit();
    }
    std::printf("cache: %.0f us until something written is kept\n", (bench::now() - single) / 1'000);
}

} // namespace

int main(int argc, char** argv)
{
    const QTemporaryDir folder((argc > 1 ? QString::fromLocal8Bit(argv[1]) : QStringLiteral(".")) +
                               QStringLiteral("/bench-XXXXXX"));
    const QString path = folder.filePath(QStringLiteral("cache.db"));
    fill(path);
    bench::Samples opening;
    bench::Samples older;
    for (int i = 0; i < 20; ++i) {
        double begun = bench::now();
        const auto cache = open(path);
        const CachedState state = cache->load(100);
        opening.add(bench::now() - begun);
        if (state.rooms.at(0).messages.size() != 100)
            qFatal("not all is there");
        begun = bench::now();
        cache->messagesBefore(room, total / 2, total / 2, 100);
        older.add(bench::now() - begun);
    }
    const auto cache = open(path);
    const double cpu = bench::cpuTime();
    qint64 rest = total + 1;
    while (rest > 0)
        rest = cache->search(room, QStringLiteral("not there"), rest, 400).rest;
    std::printf("cache: a search looks at a message in %.1f us of CPU\n", (bench::cpuTime() - cpu) / double(total));
    std::printf(
        "cache: opened and loaded to the last page of %lld messages in %.1f ms (goal 100), 100 older in %.2f ms\n",
        total, opening.at(0.5) / 1e3, older.at(0.5) / 1e3);
    return 0;
}
