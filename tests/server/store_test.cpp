#include "server/store_contract.h"
#include "storage/memorystore.h"
#include "support/suite.h"

#include <QTest>

namespace parlance {

class StoreTest final : public test::StoreContract {
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

void StoreTest::strangersCannotFillIt()
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

using parlance::StoreTest;
PARLANCE_SUITE(store, StoreTest)
#include "store_test.moc"
