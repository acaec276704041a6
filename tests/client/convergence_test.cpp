#include "client/servedroom.h"
#include "core/cachewriter.h"
#include "core/eventapplier.h"
#include "store/sqlitecache.h"
#include "support/manualclock.h"
#include "support/suite.h"

#include <QTemporaryDir>
#include <QTest>

#include <random>

namespace parlance::client {

/// I5: whatever order and however often things arrive, the state built from events and pages is the state that one gets
/// who joins now and reads everything. Nor does it matter how often the line breaks, or the program is started anew on
/// what its cache holds.
class ConvergenceTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void randomHistories_data();
    void randomHistories();
};

namespace {

FullEvent pushed(const LogEntry& event)
{
    return std::visit([](const auto& e) -> FullEvent { return e; }, event);
}

/// All of a client that a restart takes away.
struct Program {
    explicit Program(Cache& cache)
        : writer(cache, state, outbox, wheel)
    {
        applier.restore(cache.load(5));
        applier.observers().add(writer);
    }

    test::ManualClock clock;
    DeadlineWheel wheel{clock};
    ClientState state;
    EventApplier applier{state, wheel};
    Outbox outbox{wheel, [] { return Nonce(); }, [](const Outbox::Request&) {}, [](const RoomId&, const Nonce&) {}};
    CacheWriter writer;
};

/// A client on a bad line: events come twice, or not at all, and pages long after they were read.
class Follower {
  public:
    Follower(Room& served, std::mt19937& random)
        : m_room(served)
        , m_random(random)
    {
        start();
        join({});
    }

    /// One of the things that happen.
    void step()
    {
        switch (below(13)) {
        case 0: // an old one again
            if (m_delivered > 0)
                deliver(1 + qint64(below(size_t(m_delivered))));
            return;
        case 1: // one is lost on the way
            m_delivered = std::min(m_room.head(), m_delivered + 1);
            return;
        case 2:
            if (m_room.messageCount() > 0)
                m_pages.push_back(m_room.page(below(m_room.messageCount()), 1 + below(6)));
            return;
        case 3: // a page arrives, not always in the order asked
            if (!m_pages.empty())
                receivePage(below(m_pages.size()));
            return;
        case 4: // the log was too far ahead: from nothing, while pages are under way
            if (below(4) == 0)
                join({});
            return;
        case 5: // somebody has another name; not everybody hears of it
            if (const UserRenamed renamed = m_room.rename(below(2) == 0 ? ann : bob); below(2) == 0)
                m_program->applier.apply(renamed);
            return;
        case 6:
            return reconnect();
        case 8:
            return lookIntoCache();
        case 7:
            if (below(4) == 0)
                restart();
            return;
        default:
            if (m_delivered < m_room.head())
                deliver(++m_delivered);
        }
    }

    /// All that is under way arrives, the line breaks once more, and everything is paged in.
    void settle()
    {
        while (!m_pages.empty())
            receivePage(0);
        reconnect();
        m_program->applier.apply(m_room.page(0, m_room.messageCount()));
    }

    const RoomState& state() const { return m_program->state.rooms.begin()->second; }

  private:
    size_t below(size_t bound) { return std::uniform_int_distribution<size_t>(0, bound - 1)(m_random); }

    void start()
    {
        m_program.emplace(*m_cache);
        Welcome welcome;
        welcome.userId = ann;
        for (const auto& [id, room] : m_program->state.rooms) {
            const Joined now = m_room.join({}, 0);
            welcome.rooms.push_back({id, log, now.name, now.topic, {}, now.head, 0, 0});
        }
        m_program->applier.apply(welcome);
    }

    void restart()
    {
        m_program.reset();
        m_pages.clear();
        start();
        join(state().head);
    }

    void reconnect()
    {
        m_program->applier.disconnected();
        m_pages.clear();
        join(state().head);
    }

    /// What is older than all that is at hand, as Client gets it.
    void lookIntoCache()
    {
        if (state().messages.isEmpty())
            return;
        const MessageState& oldest = state().messages.front();
        HistoryPage page;
        page.room = room();
        page.asOf = state().head;
        page.messages = m_cache->messagesBefore(page.room, oldest.seq, oldest.n, 1 + qint64(below(6)));
        m_program->applier.apply(page);
    }

    void deliver(qint64 seq)
    {
        if (m_program->applier.apply(pushed(m_room.event(seq))) == Outcome::Hole)
            join(state().head);
    }

    void join(std::optional<qint64> since)
    {
        for (bool more = true; more; since = state().head) {
            const Joined reply = m_room.join(since, 1 + below(5));
            more = reply.more.value_or(false);
            m_program->applier.apply(reply);
        }
        m_delivered = m_room.head();
    }

    void receivePage(size_t which)
    {
        const HistoryPage page = m_pages[which];
        m_pages.erase(m_pages.begin() + qsizetype(which));
        m_program->applier.apply(page);
    }

    Room& m_room;
    std::mt19937& m_random;
    QTemporaryDir m_folder;
    std::unique_ptr<Cache> m_cache = *SqliteCache::open(m_folder.filePath(QStringLiteral("cache")));
    std::optional<Program> m_program;
    qint64 m_delivered = 0; // up to here the server has written to us
    std::vector<HistoryPage> m_pages;
};

void happen(Room& served, std::mt19937& random)
{
    const auto below = [&random](size_t bound) { return std::uniform_int_distribution<size_t>(0, bound - 1)(random); };
    const size_t what = below(11);
    if (served.messageCount() == 0 || what < 5)
        served.post(below(3) == 0 ? ann : bob);
    else if (what < 7)
        served.edit(below(served.messageCount()));
    else if (what == 7)
        served.erase(below(served.messageCount()));
    else if (what == 8)
        served.setTopic();
    else if (what == 9)
        served.setName();
    else
        served.novelty();
}

} // namespace

void ConvergenceTest::randomHistories_data()
{
    QTest::addColumn<unsigned>("seed");
    const unsigned base = qEnvironmentVariableIsSet("PARLANCE_SEED") ? qEnvironmentVariableIntValue("PARLANCE_SEED")
                                                                     : std::random_device{}();
    for (unsigned i = 0; i < 300; ++i)
        QTest::addRow("PARLANCE_SEED=%u", base + i) << base + i;
}

void ConvergenceTest::randomHistories()
{
    QFETCH(unsigned, seed);
    std::mt19937 random(seed);
    Room served;
    for (unsigned i = 0; i < seed % 20; ++i)
        happen(served, random);
    Follower follower(served, random);
    std::map<MessageId, qint64> newest; // rev of each message when it was seen last
    qint64 head = 0;
    for (int i = 0; i < 200; ++i) {
        if (random() % 2 == 0)
            happen(served, random);
        follower.step();
        const RoomState& now = follower.state();
        QVERIFY(std::ranges::is_sorted(now.messages, {}, &MessageState::seq));
        QVERIFY(now.head >= std::exchange(head, now.head));
        for (const MessageState& message : now.messages) {
            QVERIFY2(served.isCurrent(message, now.head), message.id.text().constData());
            QVERIFY(message.rev >= std::exchange(newest[message.id], message.rev));
        }
    }
    follower.settle();

    const HistoryPage all = served.page(0, served.messageCount());
    const RoomState& state = follower.state();
    QCOMPARE(state.head, served.head());
    QCOMPARE(state.n, qint64(all.messages.size()));
    QCOMPARE(state.topic, served.join({}, 0).topic);
    QCOMPARE(state.name, served.join({}, 0).name);
    QVERIFY(std::ranges::equal(state.messages, all.messages));
    Follower fresh(served, random);
    fresh.settle();
    QVERIFY(fresh.state().messages == state.messages);
    QVERIFY(fresh.state().present == state.present);
}

} // namespace parlance::client

using parlance::client::ConvergenceTest;
PARLANCE_SUITE(convergence, ConvergenceTest)
#include "convergence_test.moc"
