#include "postgresql/pgschema.h"
#include "storage/postgresqlstores.h"
#include "support/suite.h"

#include <QElapsedTimer>
#include <QRegularExpression>

namespace parlance {

using namespace parlance::test;

namespace {

constexpr PgStatement endStores{"SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                                " WHERE application_name = 'parlanced' AND pid <> pg_backend_pid()"};
constexpr PgStatement foreignTable{"CREATE TABLE invoices (id int)"};
constexpr PgStatement newerSchema{"UPDATE parlance SET version = 99, min_reader = 99"};
constexpr PgStatement beginHolding{"BEGIN"};
// What PostgreSQL says where its disk is full; see tests/faults for one that is.
constexpr PgStatement refuseRows{"CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS"
                                 " $$ BEGIN RAISE 'No space left on device' USING ERRCODE = 'disk_full'; END $$"};
constexpr PgStatement fillDisk{"CREATE TRIGGER full_disk BEFORE INSERT ON events EXECUTE FUNCTION refuse()"};
constexpr PgStatement makeRoomOnDisk{"DROP TRIGGER full_disk ON events"};
constexpr PgStatement holdRooms{"SELECT id FROM rooms FOR UPDATE"};

} // namespace

/// What a store in PostgreSQL makes of obstacles.
class PostgresqlFaultsTest final : public QObject, protected test::PostgresqlStores {
    Q_OBJECT
  private Q_SLOTS:
    void nothingIsLostOrDoubledWhenConnectionsEnd();
    void nothingIsLostOrDoubledWhenTheServerCrashes();
    void aDatabaseThatIsAwayMakesBusy();
    void whatNobodyWaitsForIsWrittenOnceTheDatabaseIsBack();
    void whatIsKeptIsWrittenAtTheEnd();
    void onlyTheCallThatCannotBeWrittenIsRefused();
    void aFullDiskMakesBusyAtOnceAndIsNamed();
    void whoeverHoldsALockAndDoesNotGoOnIsEnded();
    void whatIsNoDatabaseForIt_data();
    void whatIsNoDatabaseForIt();

  private:
    /// Appends while `disturb` is called again and again, and compares what was acknowledged with the log.
    template <class Disturb>
    void appendThrough(const QString& url, Disturb disturb)
    {
        const auto store = PostgresqlStores::open({.url = url});
        QVERIFY(make(*store, roomCalled(general)));
        std::map<QByteArray, qint64> acknowledged;
        constexpr int count = 300;
        int answered = 0;
        for (int i = 0; i < count; ++i) {
            const QByteArray nonce = QByteArray::number(i);
            store->append(message(ann, nonce), [&, nonce](const Result<Appended>& result) {
                ++answered;
                if (result)
                    acknowledged.emplace(nonce, seqOf(result->event));
            });
            if (i % 60 == 30)
                disturb();
            waitUntil({store.get()}, [&] { return answered >= i - 20; });
        }
        waitUntil({store.get()}, [&] { return answered == count; });
        QCOMPARE(acknowledged.size(), size_t(count));
        const auto events = log(*store);
        QCOMPARE(events.size(), size_t(count));
        for (size_t i = 0; i < events.size(); ++i) {
            QCOMPARE(seqOf(events[i]), qint64(i) + 1);
            QCOMPARE(acknowledged.at(std::get<MessagePosted>(events[i]).nonce.text()), qint64(i) + 1);
        }
    }
};

void PostgresqlFaultsTest::nothingIsLostOrDoubledWhenConnectionsEnd()
{
    const QString url = m_server.makeDatabase();
    const auto other = connectTo(url);
    appendThrough(url, [&] { QVERIFY(other->ask(endStores).next()); });
}

void PostgresqlFaultsTest::nothingIsLostOrDoubledWhenTheServerCrashes()
{
    appendThrough(m_server.makeDatabase(), [&] {
        m_server.stop();
        m_server.start();
    });
}

void PostgresqlFaultsTest::aDatabaseThatIsAwayMakesBusy()
{
    const QString url = m_server.makeDatabase();
    const auto store = PostgresqlStores::open({.url = url, .patience = std::chrono::milliseconds(300)});
    QVERIFY(make(*store, roomCalled(general)));
    QVERIFY(store->state().obstacle.isEmpty());
    m_server.stop();
    const auto refused = append(*store, message(ann, "1"));
    QCOMPARE(refused.error().code, ErrorCode::Busy);
    QVERIFY(refused.error().retryAfter);
    QCOMPARE(store->state().obstacle, QStringLiteral("the database is away"));
    QCOMPARE(answer<EventSlice>(*store, [&](auto done) { store->eventsAfter(ann, general, 0, 9, std::move(done)); })
                 .error()
                 .code,
             ErrorCode::Busy);
    m_server.start();
    QVERIFY(append(*store, message(ann, "1")));
    QVERIFY(store->state().obstacle.isEmpty());
    QCOMPARE(log(*store).size(), size_t(1));
}

/// Leaving a room is acknowledged before it is stored, and nobody would ask for it again.
void PostgresqlFaultsTest::whatNobodyWaitsForIsWrittenOnceTheDatabaseIsBack()
{
    const QString url = m_server.makeDatabase();
    const auto store = PostgresqlStores::open({.url = url, .patience = std::chrono::milliseconds(300)});
    store->onSwept([](const Swept&) { QFAIL("nobody is swept out"); });
    QVERIFY(make(*store, roomCalled(general)));
    const UserId cleo("cleo");
    const UserId dora("dora");
    const auto enter = [&](const UserId& user, qint64 read) {
        store->saveMember(general, {user, QString::fromLatin1(user.text()), read, 0}, {});
    };
    enter(ann, 0);
    enter(dora, 0);
    for (const char* nonce : {"1", "2", "3"})
        QVERIFY(append(*store, message(bob, nonce)));
    m_server.stop();
    store->removeMember(general, ann);
    store->moveRead(general, dora, 2);
    enter(cleo, 1);
    QCOMPARE(append(*store, message(bob, "4")).error().code, ErrorCode::Busy);
    store->removeMember(general, cleo); // in its turn, behind what is kept
    enter(cleo, 3);
    m_server.start();
    QVERIFY(append(*store, message(bob, "4")));
    const auto membership = [&](const UserId& user) {
        return answer<Membership>(*store, [&](auto done) { store->membership(user, general, std::move(done)); });
    };
    QCOMPARE(membership(ann).error().code, ErrorCode::NotJoined);
    QCOMPARE(membership(dora)->read, 2);
    QCOMPARE(membership(cleo)->read, 3);
}

/// A server that is stopped just when the database has come back.
void PostgresqlFaultsTest::whatIsKeptIsWrittenAtTheEnd()
{
    const QString url = m_server.makeDatabase();
    const PostgresqlStore::Rules rules{.url = url, .patience = std::chrono::milliseconds(300)};
    auto store = PostgresqlStores::open(rules);
    QVERIFY(make(*store, roomCalled(general)));
    store->saveMember(general, {ann, QStringLiteral("ann"), 0, 0}, {});
    QVERIFY(append(*store, message(ann, "1")));
    m_server.stop();
    store->removeMember(general, ann);
    QCOMPARE(append(*store, message(bob, "2")).error().code, ErrorCode::Busy);
    m_server.start();
    store.reset();
    store = PostgresqlStores::open(rules);
    const auto left = answer<Membership>(*store, [&](auto done) { store->membership(ann, general, std::move(done)); });
    QCOMPARE(left.error().code, ErrorCode::NotJoined);
}

void PostgresqlFaultsTest::onlyTheCallThatCannotBeWrittenIsRefused()
{
    const auto store = PostgresqlStores::open({.url = m_server.makeDatabase()});
    QVERIFY(make(*store, roomCalled(general)));
    NewEvent unwritable = message(ann, "unwritable");
    QByteArray huge; // for an index of PostgreSQL's
    for (int i = 0; i < 1'000; ++i)
        huge += randomUuid();
    std::get<NewMessage>(unwritable.what).id = MessageId(huge);
    std::vector<bool> results;
    const auto note = [&](const Result<Appended>& result) { results.push_back(bool(result)); };
    store->append(message(ann, "1"), note);
    store->append(unwritable, note);
    store->append(message(ann, "2"), note);
    waitUntil({store.get()}, [&] { return results.size() == 3; });
    QCOMPARE(results, (std::vector{true, false, true}));
    QCOMPARE(log(*store).size(), size_t(2));
}

/// Nobody waits for the patience, which is for a database that may be back within moments.
void PostgresqlFaultsTest::aFullDiskMakesBusyAtOnceAndIsNamed()
{
    const QString url = m_server.makeDatabase();
    const auto store = PostgresqlStores::open({.url = url, .patience = std::chrono::minutes(10)});
    QVERIFY(make(*store, roomCalled(general)));
    const auto other = connectTo(url);
    other->ask(refuseRows);
    other->ask(fillDisk);
    QVERIFY(!other->failed());
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("its disk is full.*No space left on device")));
    const auto refused = append(*store, message(ann, "1"));
    QCOMPARE(refused.error().code, ErrorCode::Busy);
    QCOMPARE(refused.error().message, QStringLiteral("The disk of the server's database is full"));
    QVERIFY(refused.error().retryAfter);
    QCOMPARE(store->state().obstacle, QStringLiteral("the database's disk is full"));
    QVERIFY(log(*store).empty()); // reading goes on
    other->ask(makeRoomOnDisk);
    QVERIFY(!other->failed());
    QVERIFY(append(*store, message(ann, "1")));
    QVERIFY(store->state().obstacle.isEmpty());
    QCOMPARE(log(*store).size(), size_t(1));
}

void PostgresqlFaultsTest::whoeverHoldsALockAndDoesNotGoOnIsEnded()
{
    const QString url = m_server.makeDatabase();
    const auto store = PostgresqlStores::open({.url = url});
    QVERIFY(make(*store, roomCalled(general)));
    const auto stopped = connectTo(url);
    stopped->send(beginHolding);
    QVERIFY(stopped->ask(holdRooms).next());
    QElapsedTimer timer;
    timer.start();
    QVERIFY(append(*store, message(ann, "1")));
    qInfo() << "waited for" << timer.elapsed() << "ms";
    stopped->ask(holdRooms);
    QVERIFY(stopped->failed());
}

void PostgresqlFaultsTest::whatIsNoDatabaseForIt_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("says");
    const auto row = [](const char* name, const QString& url, const char* says) {
        QTest::newRow(name) << url << QString::fromLatin1(says);
    };
    row("no string", QStringLiteral("postgresql://me:secret@["), "this is not a connection string such as");
    row("no such server", QStringLiteral("postgresql:///x?host=/nowhere"), "No such file or directory");
    row("no such database", m_server.url(QStringLiteral("none")), "database \"none\" does not exist");
    const QString foreign = m_server.makeDatabase();
    connectTo(foreign)->ask(foreignTable);
    row("another program's", foreign, "the tables of another program. Choose an empty one");
    const QString newer = m_server.makeDatabase();
    const auto made = connectTo(newer);
    QVERIFY(preparePgSchema(*made));
    made->ask(newerSchema);
    row("newer", newer, "used by a newer Parlance");
    row("not in UTF-8", m_server.makeDatabase(QStringLiteral("SQL_ASCII")), "is encoded in SQL_ASCII");
}

void PostgresqlFaultsTest::whatIsNoDatabaseForIt()
{
    QFETCH(const QString, url);
    QFETCH(const QString, says);
    const auto store = PostgresqlStore::open({.url = url}, [] {});
    QVERIFY(!store);
    QVERIFY2(store.error().message.startsWith(QLatin1String("storage.url: ")), qPrintable(store.error().message));
    QVERIFY2(store.error().message.contains(says), qPrintable(store.error().message));
    QVERIFY(!store.error().message.contains(u'\n') && !store.error().message.contains(QLatin1String("secret")));
}

} // namespace parlance

using parlance::PostgresqlFaultsTest;
PARLANCE_SUITE(postgresqlfaults, PostgresqlFaultsTest)
#include "postgresqlfaults_test.moc"
