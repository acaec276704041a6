#include "postgresql/pgschema.h"
#include "storage/postgresqlstores.h"
#include "support/suite.h"

#include <map>
#include <set>

namespace parlance {

using namespace parlance::test;

namespace {

constexpr PgStatement copyState{"CREATE TABLE state_copy AS SELECT * FROM parlance"};
constexpr PgStatement dropState{"DROP TABLE parlance"};
constexpr PgStatement restoreState{"ALTER TABLE state_copy RENAME TO parlance"};
constexpr PgStatement countWaiting{"SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"};
constexpr PgStatement countDeadlocks{"SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"};
constexpr PgStatement holdAllRooms{"SELECT id FROM rooms FOR UPDATE"};

} // namespace

/// Several stores on one database, and which copy of it they use.
class PostgresqlNodesTest final : public QObject, protected test::PostgresqlStores {
    Q_OBJECT
  private Q_SLOTS:
    void aCopyThatTheOthersHaveLeftIsNotUsed();
    void aDumpThatIsRestoredHasAnotherHistory();
    void nodesWriteOneLog();
    void nodesThatWriteToSeveralRoomsNeverWaitInACircle();
    void nodesMakeOneRoomOfAName();
    void theKeyIsTheSameForAll();
};

/// As after a failover, where the old primary is still there for this node. What other systems count means nothing.
void PostgresqlNodesTest::aCopyThatTheOthersHaveLeftIsNotUsed()
{
    const QString url = m_server.makeDatabase();
    const auto store =
        PostgresqlStores::open({.url = url, .node = NodeId("node"), .patience = std::chrono::milliseconds(300)});
    QVERIFY(make(*store, roomCalled(general)));
    const auto live =
        answer<LiveNodes>(*store, [&](auto done) { store->renewNode({.node = NodeId("node")}, std::move(done)); });
    QVERIFY(!live->history.system.isEmpty());
    QVERIFY(live->history.number > 0);
    const auto read = [&] {
        return answer<EventSlice>(*store, [&](auto done) { store->missedEvents(general, 0, 9, std::move(done)); });
    };
    for (const StoreHistory& harmless : {StoreHistory{"another", 99}, live->history}) {
        store->leaveHistory(harmless);
        QVERIFY(append(*store, message(ann, QByteArray::number(harmless.number))));
        QCOMPARE(read()->events.size(), size_t(harmless.number == 99 ? 1 : 2));
    }
    store->leaveHistory({live->history.system, live->history.number + 1});
    QCOMPARE(append(*store, message(ann, "late")).error().code, ErrorCode::Busy);
    QCOMPARE(read().error().code, ErrorCode::Busy);
    QCOMPARE(store->state().obstacle, QStringLiteral("the database is away"));
}

/// Also into the same PostgreSQL, whose system and timeline are the same then. A dump makes the tables anew, as here.
void PostgresqlNodesTest::aDumpThatIsRestoredHasAnotherHistory()
{
    const QString url = m_server.makeDatabase();
    const auto logNow = [&] {
        const auto store = PostgresqlStores::open({.url = url});
        (void)make(*store, roomCalled(general));
        return answer<RoomRecord>(*store, [&](auto done) { store->openRoom(general, std::move(done)); })->log;
    };
    const LogId log = logNow();
    QVERIFY(logNow() == log);
    const auto other = connectTo(url);
    other->ask(copyState);
    other->ask(dropState);
    other->ask(restoreState);
    QVERIFY(!other->failed());
    const LogId renewed = logNow();
    QVERIFY(renewed != log);
    QVERIFY(logNow() == renewed);
}

void PostgresqlNodesTest::nodesWriteOneLog()
{
    const QString url = m_server.makeDatabase();
    const auto one = PostgresqlStores::open({.url = url, .node = NodeId::random()});
    const auto other = PostgresqlStores::open({.url = url, .node = NodeId::random()});
    QVERIFY(make(*one, roomCalled(general)));
    constexpr int count = 200;
    int answered = 0;
    std::map<QByteArray, std::set<qint64>> seqs;
    for (int i = 0; i < count; ++i) {
        // A client that has lost one node and asks the other: the same nonce on both.
        for (PostgresqlStore* store : {one.get(), other.get()}) {
            const QByteArray nonce = QByteArray::number(i);
            store->append(message(ann, nonce), [&, nonce](const Result<Appended>& result) {
                ++answered;
                QVERIFY(result);
                seqs[nonce].insert(seqOf(result->event));
            });
        }
    }
    waitUntil({one.get(), other.get()}, [&] { return answered == 2 * count; });
    QCOMPARE(seqs.size(), size_t(count));
    for (const auto& [nonce, all] : seqs)
        QCOMPARE(all.size(), size_t(1));
    const auto events = log(*other);
    QCOMPARE(events.size(), size_t(count));
    for (size_t i = 0; i < events.size(); ++i)
        QCOMPARE(seqOf(events[i]), qint64(i) + 1);
}

/// What waits for a batch of its own becomes one transaction, and other calls stand between its events. PostgreSQL ends
/// a circle only after a second, in which nobody writes to any of its rooms.
void PostgresqlNodesTest::nodesThatWriteToSeveralRoomsNeverWaitInACircle()
{
    const QString url = m_server.makeDatabase();
    auto one = PostgresqlStores::open({.url = url, .node = NodeId::random()});
    auto other = PostgresqlStores::open({.url = url, .node = NodeId::random()});
    std::vector<RoomId> rooms;
    for (int i = 0; i < 8; ++i) {
        rooms.emplace_back("room " + QByteArray::number(i));
        QVERIFY(make(*one, roomCalled(rooms.back())));
    }
    std::vector<RoomId> backwards(rooms.rbegin(), rooms.rend());
    const auto holder = connectTo(url);
    const auto watcher = connectTo(url);
    int asked = 0;
    int answered = 0;
    const auto write = [&](PostgresqlStore& store, const RoomId& room) {
        NewEvent event = message(ann, QByteArray::number(++asked));
        event.room = room;
        store.append(event, [&](const Result<Appended>& result) { answered += result ? 1 : 0; });
    };
    for (int round = 0; round < 20; ++round) {
        holder->send(beginTransaction);
        QVERIFY(holder->ask(holdAllRooms).next());
        for (PostgresqlStore* store : {one.get(), other.get()})
            write(*store, rooms[0]); // holds up both writers, so that what comes next is one batch each
        QTRY_COMPARE(watcher->number(countWaiting), 2);
        for (const auto& [store, order] : {std::pair(one.get(), rooms), std::pair(other.get(), backwards)}) {
            for (const RoomId& room : order) {
                write(*store, room);
                store->moveRead(room, ann, round);
            }
        }
        holder->ask(commitTransaction);
        waitUntil({one.get(), other.get()}, [&] { return answered == asked; });
    }
    one.reset(); // they have told the statistics of all when their connections have ended
    other.reset();
    QCOMPARE(connectTo(url)->number(countDeadlocks), 0);
}

void PostgresqlNodesTest::nodesMakeOneRoomOfAName()
{
    const QString url = m_server.makeDatabase();
    const auto one = PostgresqlStores::open({.url = url, .node = NodeId::random()});
    const auto other = PostgresqlStores::open({.url = url, .node = NodeId::random()});
    for (int i = 0; i < 50; ++i) {
        NewRoom first = roomCalled(RoomId("room " + QByteArray::number(i)));
        NewRoom second = first;
        second.room = RoomId("another " + QByteArray::number(i));
        std::optional<Result<RoomId>> made;
        std::optional<Result<RoomId>> again;
        one->makeRoom(first, into(made));
        other->makeRoom(second, into(again));
        waitUntil({one.get(), other.get()}, [&] { return made && again; });
        QVERIFY(**made == **again);
    }
}

void PostgresqlNodesTest::theKeyIsTheSameForAll()
{
    const QString url = m_server.makeDatabase();
    const auto key = pgSharedKey(url, "token", 32);
    QCOMPARE(key->size(), 32);
    QCOMPARE(*pgSharedKey(url, "token", 32), *key);
    QVERIFY(*pgSharedKey(m_server.makeDatabase(), "token", 32) != *key);
}

} // namespace parlance

using parlance::PostgresqlNodesTest;
PARLANCE_SUITE(postgresqlnodes, PostgresqlNodesTest)
#include "postgresqlnodes_test.moc"
