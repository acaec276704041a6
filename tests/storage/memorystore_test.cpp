#include "storage/memorystore.h"
#include "storage/store_contract.h"
#include "support/suite.h"

#include <QTest>

namespace parlance {

class MemoryStoreTest final : public test::StoreContract {
    Q_OBJECT
  protected:
    std::unique_ptr<Store> makeStore() override
    {
        return std::make_unique<MemoryStore>([] {});
    }
    void wait(Store& store) override { static_cast<MemoryStore&>(store).deliver(); }
};

} // namespace parlance

using parlance::MemoryStoreTest;
PARLANCE_SUITE(memorystore, MemoryStoreTest)
#include "memorystore_test.moc"
