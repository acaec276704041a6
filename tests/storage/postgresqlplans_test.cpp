#include "postgresql/pgconnection.h"
#include "storage/postgresqlstores.h"
#include "support/suite.h"

namespace parlance {

using namespace parlance::test;

namespace {

// All that its tables' statistics know. They are complete when the connection that they are about has ended.
constexpr PgStatement readOfEvents{"SELECT n_tup_ins, coalesce(idx_tup_fetch, 0) + seq_tup_read FROM "
                                   "pg_stat_user_tables WHERE relname = 'events'"};

} // namespace

/// How PostgreSQL finds what a store asks for. It chooses a plan when a statement is first needed, while there is
/// little in the tables, and may keep it.
class PostgresqlPlansTest final : public QObject, protected test::PostgresqlStores {
    Q_OBJECT
  private Q_SLOTS:
    void anAuthorsMessagesAreNotReadForTheNextOne();
};

void PostgresqlPlansTest::anAuthorsMessagesAreNotReadForTheNextOne()
{
    constexpr int batches = 20;
    constexpr int inOne = 100;
    const QString url = m_server.makeDatabase();
    auto store = PostgresqlStores::open({.url = url});
    QVERIFY(make(*store, roomCalled(general)));
    for (int batch = 0; batch < batches; ++batch) {
        int written = 0;
        for (int i = 0; i < inOne; ++i)
            store->append(message(ann, QByteArray::number(batch * inOne + i)),
                          [&written](const Result<Appended>& result) { written += result ? 1 : 0; });
        waitUntil({store.get()}, [&] { return written == inOne; });
    }
    store.reset();
    const auto connection = PgConnection::open(url);
    QVERIFY(connection);
    qint64 inserted = 0;
    qint64 read = 0;
    const auto look = [&] {
        (*connection)->send(readOfEvents);
        PgRows row = std::move((*connection)->receive().back());
        QVERIFY(row.next());
        inserted = row.number(0);
        read = row.number(1);
    };
    QTRY_VERIFY_WITH_TIMEOUT((look(), inserted == batches * inOne), 30'000);
    QVERIFY2(read <= inserted, qPrintable(QString::number(read)));
}

} // namespace parlance

using parlance::PostgresqlPlansTest;
PARLANCE_SUITE(postgresqlplans, PostgresqlPlansTest)
#include "postgresqlplans_test.moc"
