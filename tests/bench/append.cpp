// What the append path to PostgreSQL reaches without servers: bench_append URL STORES ROOMS WINDOW SECONDS
//
// Each store has a thread of its own and so many events under way at any time, spread over the same rooms. Prints one
// line of JSON. URL is a connection string of libpq's; the database keeps what is written.

#include "bench/measure.h"
#include "bench/storebench.h"
#include "postgresql/postgresqlstore.h"

#include <QCoreApplication>
#include <QSemaphore>

#include <atomic>
#include <cstdio>
#include <thread>

using namespace parlance;
using namespace parlance::bench;

namespace {

constexpr double warmUp = 1e6; // us

struct Manner {
    QString url;
    int stores = 1;
    int rooms = 1;
    int window = 200;
    double seconds = 5;
};

RoomId roomOf(int number)
{
    return RoomId("append " + QByteArray::number(number));
}

/// One store and those who write into it. All of it is used by one thread at a time.
class Writer {
  public:
    Writer(const Manner& manner, int number)
        : m_manner(manner)
        , m_number(number)
    {
        auto opened =
            PostgresqlStore::open({.url = manner.url, .node = NodeId::random()}, [this] { m_woken.release(); });
        if (!opened)
            qFatal("%s", qPrintable(opened.error().message));
        m_store = *std::move(opened);
    }

    void makeRooms()
    {
        int made = 0;
        for (int room = 0; room < m_manner.rooms; ++room) {
            m_store->makeRoom(test::roomCalled(roomOf(room)), [&made](const Result<RoomId>& result) {
                if (!result)
                    qFatal("%s", qPrintable(result.error().message));
                ++made;
            });
        }
        deliverUntil([&] { return made == m_manner.rooms; });
    }

    /// Counts what is acknowledged between the two moments, from `begun` on.
    void write(double begun)
    {
        m_from = begun + warmUp;
        m_to = m_from + m_manner.seconds * 1e6;
        for (int i = 0; i < m_manner.window; ++i)
            send();
        deliverUntil([this] { return m_underWay == 0; });
    }

    int acknowledged() const { return m_acknowledged; }
    qint64 commits() const { return m_store->state().commits; }

  private:
    void send()
    {
        ++m_underWay;
        m_store->append(message(roomOf(m_sent++ % m_manner.rooms), m_number), [this](const Result<Appended>& result) {
            if (!result)
                qFatal("%s", qPrintable(result.error().message));
            const double at = now();
            m_acknowledged += at >= m_from && at < m_to ? 1 : 0;
            --m_underWay;
            if (at < m_to)
                send();
        });
    }

    template <class Until>
    void deliverUntil(Until isDone)
    {
        while (!isDone()) {
            m_woken.acquire();
            m_store->deliver();
        }
    }

    const Manner m_manner;
    const int m_number; // among the writers
    QSemaphore m_woken;
    std::unique_ptr<PostgresqlStore> m_store;
    double m_from = 0;
    double m_to = 0;
    int m_sent = 0;
    int m_underWay = 0;
    int m_acknowledged = 0;
};

} // namespace

int main(int argc, char** argv)
{
    const QCoreApplication app(argc, argv);
    if (argc != 6) {
        std::fputs("usage: bench_append URL STORES ROOMS WINDOW SECONDS\n", stderr);
        return 2;
    }
    const Manner manner{QString::fromLocal8Bit(argv[1]), QByteArray(argv[2]).toInt(), QByteArray(argv[3]).toInt(),
                        QByteArray(argv[4]).toInt(), QByteArray(argv[5]).toDouble()};
    std::vector<std::unique_ptr<Writer>> writers;
    for (int number = 0; number < manner.stores; ++number)
        writers.push_back(std::make_unique<Writer>(manner, number));
    writers.front()->makeRooms();
    const double begun = now();
    std::vector<std::thread> threads;
    threads.reserve(writers.size());
    for (const auto& writer : writers)
        threads.emplace_back([&writer, begun] { writer->write(begun); });
    for (std::thread& thread : threads)
        thread.join();
    double events = 0;
    qint64 commits = 0;
    for (const auto& writer : writers) {
        events += writer->acknowledged();
        commits += writer->commits();
    }
    std::printf(R"({"eventsPerSecond":%.1f,"commits":%lld})"
                "\n",
                events / manner.seconds, static_cast<long long>(commits));
    return 0;
}
