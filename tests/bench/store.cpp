// What the log on the disk costs: bench_store FOLDER [MESSAGES]
//
// Everything is measured against the same disk in the same run: one sync, and SQLite by itself with transactions of the
// same size. FOLDER must be on the disk in question; what is made there is removed.

#include "bench/measure.h"
#include "bench/storebench.h"

#include <QCoreApplication>
#include <QTemporaryDir>

#include <algorithm>
#include <cstdio>
#include <fcntl.h>
#include <unistd.h>

using namespace parlance;
using namespace parlance::bench;

namespace {

const RoomId hall = RoomId("hall");
const QString text = QStringLiteral("A message of the usual length, which says that somebody will come later today.");

/// Senders that each write the next message when the last one is acknowledged, 20 to a room.
class Crowd {
  public:
    Crowd(Bench& bench, int senders, int messages)
        : m_bench(bench)
        , m_left(messages)
    {
        for (int sender = 0; sender < senders; ++sender) {
            m_rooms.push_back(RoomId("room " + QByteArray::number(sender / 20)));
            bench.open(m_rooms.back());
        }
    }

    Samples run()
    {
        for (size_t sender = 0; sender < m_rooms.size(); ++sender)
            send(sender);
        m_bench.run([this] { return m_underWay == 0; });
        return std::move(m_latencies);
    }

  private:
    void send(size_t sender)
    {
        if (m_left == 0)
            return;
        --m_left;
        ++m_underWay;
        m_bench.store().append(message(m_rooms[sender], int(sender)),
                               [this, sender, begun = now()](const Result<Appended>& result) {
                                   if (!result)
                                       qFatal("%s", qPrintable(result.error().message));
                                   m_latencies.add(now() - begun);
                                   --m_underWay;
                                   send(sender);
                               });
    }

    Bench& m_bench;
    int m_left;
    int m_underWay = 0;
    std::vector<RoomId> m_rooms;
    Samples m_latencies;
};

double syncTime(const QString& folder)
{
    const QByteArray path = (folder + QStringLiteral("/sync")).toUtf8();
    const int file = ::open(path.constData(), O_RDWR | O_CREAT, 0600);
    const QByteArray page(4'096, 'x');
    Samples samples;
    for (int i = 0; i < 300; ++i) {
        const double begun = now();
        if (::write(file, page.constData(), size_t(page.size())) != page.size() || ::fdatasync(file) != 0)
            qFatal("cannot write %s", path.constData());
        samples.add(now() - begun);
    }
    ::close(file);
    return samples.at(0.5);
}

/// SQLite alone: rows of the same text, `batch` in a transaction. Rows a second.
double rawRate(const QString& folder, int batch, int rows)
{
    static const Schema schema{1, {{"CREATE TABLE t (id INTEGER PRIMARY KEY, nonce TEXT UNIQUE, text TEXT) STRICT"}}};
    const auto database = openForWriting(folder + QStringLiteral("/raw%1.db").arg(batch), schema, Durability::Full);
    Statement insert(**database, "INSERT INTO t (nonce, text) VALUES (?1, ?2)");
    const double begun = now();
    for (int done = 0; done < rows; done += batch) {
        (*database)->execute("BEGIN IMMEDIATE");
        for (int i = 0; i < batch; ++i)
            insert(Nonce::random().text(), text).run();
        (*database)->execute("COMMIT");
        (*database)->checkpointIfLarge();
    }
    return rows / (now() - begun) * 1e6;
}

/// What the benchmark itself spends on a message, us of CPU.
double ownCost(int messages)
{
    const double cpu = cpuTime();
    for (int i = 0; i < messages; ++i)
        message(hall, i);
    return (cpuTime() - cpu) / messages;
}

void acknowledgements(const QString& folder)
{
    const double sync = syncTime(folder);
    std::printf("one sync of this disk: %.0f us\n", sync);
    for (const int senders : {1, 20, 200}) {
        const int messages = senders == 1 ? 2'000 : senders * 500;
        Bench bench(folder);
        Crowd crowd(bench, senders, messages);
        const double cpu = cpuTime();
        const double begun = now();
        Samples latencies = crowd.run();
        const double rate = messages / (now() - begun) * 1e6;
        const double each = (cpuTime() - cpu) / messages - ownCost(messages);
        const double raw = rawRate(folder, senders, messages);
        std::printf("%3d senders: %6.0f acknowledged a second (SQLite alone %6.0f, %.2f x), p50 %.0f us = %.2f syncs, "
                    "p99 %.0f us, %.0f us of CPU each\n",
                    senders, rate, raw, rate / raw, latencies.at(0.5), latencies.at(0.5) / sync, latencies.at(0.99),
                    each);
    }
}

void pages(Bench& bench, const char* name, const std::function<MessageQuery(int)>& query)
{
    Samples samples;
    for (int i = 0; i < 500; ++i) {
        const double begun = now();
        const auto slice = bench.ask<MessageSlice>(
            [&](auto done) { bench.store().messages(UserId("reader"), hall, query(i), std::move(done)); });
        samples.add(now() - begun);
        if (slice.messages.size() != 50)
            qFatal("a page of %zu messages", slice.messages.size());
    }
    std::printf("%s: p50 %.2f ms, p99 %.2f ms\n", name, samples.at(0.5) / 1e3, samples.at(0.99) / 1e3);
}

void largeRoom(const QString& folder, int messages)
{
    double begun = now();
    {
        Bench bench(folder);
        fill(bench, hall, messages, {});
    }
    std::printf("%d messages written in %.1f s\n", messages, (now() - begun) / 1e6);
    begun = now();
    Bench bench(folder);
    bench.open(hall);
    std::printf("from the start to the room: %.1f ms, resident %.1f MB\n", (now() - begun) / 1e3, residentMb());
    pages(bench, "first page", [](int) { return MessageQuery(); });
    pages(bench, "a page in the middle", [messages](int i) {
        return MessageQuery{messages / 4 + qint64(i) * 977 % (messages / 2), {}, {}, 50, true};
    });
    Samples samples;
    for (int i = 0; i < 20; ++i) {
        begun = now();
        for (int page = 0; page < 10; ++page) {
            const qint64 since = messages - 10'000 + page * 1'000;
            bench.ask<EventSlice>(
                [&](auto done) { bench.store().eventsAfter(UserId("reader"), hall, since, 1'000, std::move(done)); });
        }
        samples.add(now() - begun);
    }
    std::printf("10,000 missed events: p50 %.1f ms\n", samples.at(0.5) / 1e3);
    std::printf("resident after that: %.1f MB\n", residentMb());
}

} // namespace

int main(int argc, char** argv)
{
    const QCoreApplication app(argc, argv);
    const QString where = argc > 1 ? QString::fromLocal8Bit(argv[1]) : QStringLiteral(".");
    const int messages = argc > 2 ? QByteArray(argv[2]).toInt() : 1'000'000;
    const QTemporaryDir small(where + QStringLiteral("/bench-XXXXXX"));
    acknowledgements(small.path());
    const QTemporaryDir large(where + QStringLiteral("/bench-XXXXXX"));
    largeRoom(large.path(), messages);
    return 0;
}
