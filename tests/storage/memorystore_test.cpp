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

  private Q_SLOTS:
    void strangersCannotFillIt();
};

void MemoryStoreTest::strangersCannotFillIt()
{
    MemoryStore store([] {});
    const RoomName general = *RoomName::parse(u"general");
    store.openRoom(general, true, [](Result<RoomRecord>) {});
    for (size_t i = 0; i <= MemoryStore::maxSilent; ++i)
        store.saveMember(general, {UserId("guest " + QByteArray::number(i)), QStringLiteral("g"), 0, 0});
    std::optional<size_t> members;
    store.openRoom(general, false, [&](Result<RoomRecord> room) { members = room->members.size(); });
    store.deliver();
    QCOMPARE(*members, MemoryStore::maxSilent);
}

} // namespace parlance

using parlance::MemoryStoreTest;
PARLANCE_SUITE(memorystore, MemoryStoreTest)
#include "memorystore_test.moc"
