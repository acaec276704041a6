#include "storage/postgresqlstores.h"
#include "storage/store_contract.h"
#include "support/suite.h"

namespace parlance {

using namespace parlance::test;

class PostgresqlStoreTest final : public test::StoreContract, protected test::PostgresqlStores {
    Q_OBJECT
  protected:
    std::unique_ptr<Store> makeStore() override { return PostgresqlStores::open({.url = m_server.makeDatabase()}); }
    bool hasOwnClock() const override { return true; }

    void wait(Store& store) override
    {
        // Each thread answers in the order of the calls, so these come last.
        int open = 2;
        store.identity(ann, [&](const auto&) { --open; });
        store.eventsAfter(ann, general, 0, 1, [&](const auto&) { --open; });
        waitUntil({static_cast<PostgresqlStore*>(&store)}, [&] { return open == 0; });
    }
};

} // namespace parlance

using parlance::PostgresqlStoreTest;
PARLANCE_SUITE(postgresqlstore, PostgresqlStoreTest)
#include "postgresqlstore_test.moc"
