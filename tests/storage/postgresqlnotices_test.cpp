#include "storage/postgresqlstores.h"
#include "support/suite.h"

namespace parlance {

using namespace parlance::test;

namespace {

constexpr PgStatement beginLate{"BEGIN"};
constexpr PgStatement postLate{
    R"(INSERT INTO notices (node, kind, room, "user") VALUES ('late', 2, 'general', 'bob'))"};
constexpr PgStatement postUnknown{"INSERT INTO notices (node, kind) VALUES ('newer', 99)"};
constexpr PgStatement endLate{"COMMIT"};
constexpr PgStatement countNotices{"SELECT count(*) FROM notices"};
constexpr PgStatement age{"UPDATE notices SET at = at - interval '10 minutes'"};

} // namespace

/// How nodes learn from PostgreSQL what the others have changed.
class PostgresqlNoticesTest final : public QObject, protected test::PostgresqlStores {
    Q_OBJECT
  private Q_SLOTS:
    void init();
    void eachChangeIsNoticed();
    void aChangeThatFailsIsNotNoticed();
    void aRoomsEndIsNoticedByItsMembers();
    void aTransactionThatEndsLateIsNotMissed();
    void noticesAreReadOnce();
    void kindsOfNewerNodesAreLeftOut();
    void oldNoticesGo();
    void aServerThatIsAloneWritesNone();

  private:
    /// What was noticed since the last time.
    std::vector<Notice> news(PostgresqlStore& store)
    {
        auto slice = answer<NoticeSlice>(store, [&](auto done) { store.noticesSince(m_position, std::move(done)); });
        m_position = slice->position;
        return slice->notices;
    }
    /// Until everything that was asked for before is written.
    void flush(PostgresqlStore& store)
    {
        QVERIFY(answer<IdentityRecord>(store, [&](auto done) { store.identity(ann, std::move(done)); }));
    }
    Notice notice(Notice::Kind kind, const RoomId& room, const UserId& user, const char* name = "", qint64 n = 0)
    {
        return {m_node, kind, room, user, QString::fromLatin1(name), n};
    }

    const NodeId m_node = NodeId::random();
    QString m_url;
    std::unique_ptr<PostgresqlStore> m_store;
    NoticePosition m_position;
};

void PostgresqlNoticesTest::init()
{
    m_url = m_server.makeDatabase();
    m_store = PostgresqlStores::open({.url = m_url, .node = m_node});
    m_position = {};
    QVERIFY(make(*m_store, roomCalled(general)));
    QVERIFY(news(*m_store).empty());
}

void PostgresqlNoticesTest::eachChangeIsNoticed()
{
    int posted = 0;
    m_store->onPosted([&] { ++posted; });
    m_store->saveMember(general, {ann, QStringLiteral("Ann"), 3, 0}, {});
    m_store->moveRead(general, ann, 5);
    m_store->moveRead(general, ann, 7);
    m_store->removeMember(general, ann);
    m_store->saveName(ann, *UserName::parse(QStringLiteral("Anna")), {}, {});
    NewEvent entering = message(bob, "1");
    entering.authorship = Authorship::Present;
    QVERIFY(append(*m_store, entering));
    QVERIFY(append(*m_store, message(bob, "2")));
    using enum Notice::Kind;
    const std::vector expected{notice(Entered, general, ann, "Ann", 3), notice(Read, general, ann, "", 7),
                               notice(Left, general, ann), notice(Renamed, {}, ann, "Anna"),
                               notice(Entered, general, bob, "bob", 1)};
    QVERIFY(news(*m_store) == expected);
    QVERIFY(posted > 0);
}

void PostgresqlNoticesTest::aChangeThatFailsIsNotNoticed()
{
    NewEvent foreign = message(bob, "1");
    foreign.authorship = Authorship::Absent;
    QVERIFY(!append(*m_store, foreign));
    QVERIFY(!answer<RoomSize>(*m_store, [&](auto done) { m_store->deleteRoom(RoomId("nowhere"), std::move(done)); }));
    QVERIFY(news(*m_store).empty());
}

void PostgresqlNoticesTest::aRoomsEndIsNoticedByItsMembers()
{
    m_store->saveMember(general, {ann, QStringLiteral("Ann"), 0, 0}, {});
    m_store->saveMember(general, {bob, QStringLiteral("Bob"), 0, 0}, {});
    flush(*m_store);
    news(*m_store);
    QVERIFY(answer<RoomSize>(*m_store, [&](auto done) { m_store->deleteRoom(general, std::move(done)); }));
    using enum Notice::Kind;
    const std::vector expected{notice(Lost, general, ann), notice(Lost, general, bob), notice(Ended, general, {})};
    QVERIFY(news(*m_store) == expected);
}

/// The numbers of notices do not have the order in which their transactions end.
void PostgresqlNoticesTest::aTransactionThatEndsLateIsNotMissed()
{
    const auto late = connectTo(m_url);
    late->send(beginLate);
    late->ask(postLate);
    QVERIFY(!late->failed());
    m_store->saveMember(general, {ann, QStringLiteral("Ann"), 0, 0}, {});
    flush(*m_store);
    QCOMPARE(news(*m_store).size(), size_t(1));
    m_store->removeMember(general, ann);
    flush(*m_store);
    QCOMPARE(news(*m_store).size(), size_t(1));
    late->ask(endLate);
    const auto found = news(*m_store);
    QCOMPARE(found.size(), size_t(1));
    QCOMPARE(found.front().node.text(), QByteArray("late"));
    QVERIFY(news(*m_store).empty());
}

void PostgresqlNoticesTest::noticesAreReadOnce()
{
    const auto other = PostgresqlStores::open({.url = m_url, .node = NodeId::random()});
    std::vector<Notice> all;
    int written = 0;
    const auto name = *UserName::parse(QStringLiteral("x"));
    for (int i = 1; i <= 50; ++i) {
        PostgresqlStore& writer = i % 2 ? *m_store : *other;
        writer.saveMember(general, {UserId(QByteArray::number(i)), QStringLiteral("x"), i, 0}, {});
        writer.saveName(UserId(QByteArray::number(i)), name, {}, [&](const auto&) { ++written; });
        if (i % 3 == 0) {
            std::optional<Result<NoticeSlice>> slice;
            m_store->noticesSince(m_position, into(slice));
            waitUntil({m_store.get(), other.get()}, [&] { return slice.has_value(); });
            m_position = (*slice)->position;
            all.insert(all.end(), (*slice)->notices.begin(), (*slice)->notices.end());
        }
    }
    waitUntil({m_store.get(), other.get()}, [&] { return written == 50; });
    for (Notice& one : news(*m_store))
        all.push_back(std::move(one));
    std::erase_if(all, [](const Notice& one) { return one.kind == Notice::Kind::Renamed; });
    QCOMPARE(all.size(), size_t(50));
    std::set<qint64> numbers;
    for (const Notice& one : all)
        numbers.insert(one.n);
    QCOMPARE(numbers.size(), size_t(50));
}

void PostgresqlNoticesTest::kindsOfNewerNodesAreLeftOut()
{
    connectTo(m_url)->ask(postUnknown);
    QVERIFY(news(*m_store).empty());
}

void PostgresqlNoticesTest::oldNoticesGo()
{
    m_store->saveName(ann, *UserName::parse(QStringLiteral("Anna")), {}, {});
    flush(*m_store);
    const auto other = connectTo(m_url);
    other->ask(age);
    // A server sweeps when it starts, and once a minute.
    const auto sweeping = PostgresqlStores::open({.url = m_url, .node = NodeId::random()});
    QTRY_COMPARE_WITH_TIMEOUT(other->number(countNotices), 0, 60'000);
}

void PostgresqlNoticesTest::aServerThatIsAloneWritesNone()
{
    m_store.reset();
    m_store = PostgresqlStores::open({.url = m_url});
    m_store->saveMember(general, {ann, QStringLiteral("Ann"), 0, 0}, {});
    flush(*m_store);
    QCOMPARE(connectTo(m_url)->number(countNotices), 0);
}

} // namespace parlance

using parlance::PostgresqlNoticesTest;
PARLANCE_SUITE(postgresqlnotices, PostgresqlNoticesTest)
#include "postgresqlnotices_test.moc"
