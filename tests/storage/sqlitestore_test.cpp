#include "domain/renaming.h"
#include "storage/drafts.h"
#include "storage/sqlitestore.h"
#include "storage/store_contract.h"
#include "storage/storefolder.h"
#include "storage/surplus.h"
#include "support/suite.h"

#include <QTest>

namespace parlance {

using namespace parlance::test;

class SqliteStoreTest final : public test::StoreContract, protected test::StoreFolder {
    Q_OBJECT
  protected:
    std::unique_ptr<Store> makeStore() override
    {
        makeFolder();
        return open();
    }
    void wait(Store& store) override { waitFor(store); }

    using StoreFolder::answer;
    using StoreFolder::append;
    using StoreFolder::open;

  private Q_SLOTS:
    void whatWasAnsweredIsThereAgain();
    void whoOnlyReadsIsThereAgain();
    void onAFullDiskNoRoomIsMade();
    void belowTheReserveNothingIsAdded();
    void aDeletedRoomStaysGone();
    void aNameAndItsMakerLast();
    void onAFullDiskNothingIsTakenAway();
    void addressesOfStrangersAreKnownAfterARestart();
};

void SqliteStoreTest::whatWasAnsweredIsThereAgain()
{
    auto store = makeStore();
    const LogId log = room(*store, true)->log;
    store->saveMember(general, {ann, QStringLiteral("Ann"), 0, 0}, {});
    const auto first = append(*store, "1");
    store.reset();
    store = open();
    QVERIFY(room(*store, false)->log == log);
    QCOMPARE(room(*store, false)->head, 1);
    QCOMPARE(identity(*store)->memberships.rooms.at(0).read, 1);
    QCOMPARE(identity(*store)->name->text(), QStringLiteral("Ann"));
    const auto again = append(*store, "1");
    QVERIFY(again->repeated);
    QVERIFY(again->event == first->event);
    QCOMPARE(seqOf(append(*store, "2")->event), 2);
}

void SqliteStoreTest::whoOnlyReadsIsThereAgain()
{
    auto store = makeStore();
    const LogId log = room(*store, true)->log;
    store->saveMember(general, {ann, QStringLiteral("Ann"), 0, 0}, {});
    store.reset();
    store = open();
    QVERIFY(room(*store, false)->log == log);
    QCOMPARE(identity(*store)->memberships.rooms.size(), size_t(1));
    QCOMPARE(identity(*store)->name->text(), QStringLiteral("Ann"));
}

void SqliteStoreTest::onAFullDiskNoRoomIsMade()
{
    auto store = makeStore();
    store.reset();
    store = open(std::numeric_limits<qint64>::max());
    const auto refused =
        answer<RoomId>(*store, [&](auto done) { store->makeRoom(roomCalled(general), std::move(done)); });
    QCOMPARE(refused.error().code, ErrorCode::Busy);
    QVERIFY(refused.error().retryAfter);
    QCOMPARE(room(*store, false).error().code, ErrorCode::NotFound);
}

void SqliteStoreTest::belowTheReserveNothingIsAdded()
{
    auto store = makeStore();
    (void)room(*store, true);
    const auto first = append(*store, "1");
    store.reset();
    store = open(std::numeric_limits<qint64>::max());
    const auto refused = append(*store, "2");
    QCOMPARE(refused.error().code, ErrorCode::Busy);
    QVERIFY(refused.error().retryAfter);
    QVERIFY(append(*store, "1")->repeated); // nothing is added by that
    const auto slice =
        answer<MessageSlice>(*store, [&](auto done) { store->messages(ann, general, {}, std::move(done)); });
    QCOMPARE(slice->messages.size(), size_t(1));
    store.reset();
    store = open();
    QCOMPARE(seqOf(append(*store, "2")->event), 2);
}

void SqliteStoreTest::aDeletedRoomStaysGone()
{
    auto store = makeStore();
    (void)room(*store, true);
    (void)append(*store, "1");
    QVERIFY(answer<RoomSize>(*store, [&](auto done) { store->deleteRoom(general, std::move(done)); }));
    store.reset();
    store = open();
    QCOMPARE(append(*store, "late").error().code, ErrorCode::NotFound);
    QCOMPARE(room(*store, false).error().code, ErrorCode::NotFound);
}

void SqliteStoreTest::aNameAndItsMakerLast()
{
    auto store = makeStore();
    NewRoom made = roomCalled(general);
    made.maker = ann;
    store->makeRoom(made, {});
    store->saveMember(general, {ann, QStringLiteral("Ann"), 0, 0}, {});
    const NewEvent byAnn = draft(ann, "1", NewRoomName{*RoomName::parse(u"Team")});
    const auto renamed = answer<Appended>(*store, [&](auto done) { store->append(byAnn, std::move(done)); });
    const auto byAdmin = answer<Appended>(*store, [&](auto done) {
        store->append(renamingByAdmin(general, *RoomName::parse(u"Crew"), 1'000), std::move(done));
    });
    store.reset();
    store = open();
    QCOMPARE(room(*store, false)->name.text(), QStringLiteral("Crew"));
    QVERIFY(room(*store, false)->maker == ann);
    QCOMPARE(identity(*store)->memberships.rooms.at(0).role, QStringLiteral("owner"));
    const auto events =
        answer<EventSlice>(*store, [&](auto done) { store->eventsAfter(ann, general, 0, 50, std::move(done)); });
    QVERIFY(events->events == (std::vector{renamed->event, byAdmin->event}));
    QVERIFY(answer<Appended>(*store, [&](auto done) { store->append(byAnn, std::move(done)); })->repeated);
}

/// It would fail before each batch, and say so each time.
void SqliteStoreTest::onAFullDiskNothingIsTakenAway()
{
    auto store = makeStore();
    (void)room(*store, true);
    (void)append(*store, "1");
    store.reset();
    store = open(std::numeric_limits<qint64>::max());
    QVERIFY(answer<RoomSize>(*store, [&](auto done) { store->deleteRoom(general, std::move(done)); }));
    QCOMPARE(room(*store, false).error().code, ErrorCode::NotFound); // a batch more
    const auto file = openForReading(m_folder->filePath(QStringLiteral("parlance.db")));
    const char* left = "SELECT count(*) FROM events";
    QCOMPARE((*file)->number(left), 1);
    store.reset();
    store = open();
    QTRY_COMPARE_WITH_TIMEOUT((*file)->number(left), 0, 30'000);
}

void SqliteStoreTest::addressesOfStrangersAreKnownAfterARestart()
{
    auto store = makeStore();
    (void)room(*store, true);
    const auto enter = [&store](const QByteArray& user, const QString& address) {
        store->saveMember(general, {UserId(user), QStringLiteral("g"), 0, 0}, address);
    };
    constexpr int readers = 1'000;
    for (int i = 0; i < readers; ++i)
        enter("reader " + QByteArray::number(i), QStringLiteral("192.0.2.%1").arg(i % 100));
    wait(*store);
    store.reset();
    store = open();
    QList<QByteArray> swept;
    store->onSwept([&swept](const Swept& gone) {
        for (const SweptMember& member : gone.members)
            swept += member.user.text();
    });
    for (int i = 0; i < int(mostSilentMemberships); ++i)
        enter("stranger " + QByteArray::number(i), QStringLiteral("198.51.100.99"));
    wait(*store);
    QTRY_COMPARE_WITH_TIMEOUT((wait(*store), swept.size()), readers, 60'000);
    QVERIFY(std::ranges::all_of(swept, [](const QByteArray& user) { return user.startsWith("stranger "); }));
    // It is kept for as long as somebody is a stranger.
    const auto file = openForReading(m_folder->filePath(QStringLiteral("parlance.db")));
    NewEvent event = message(UserId("reader 7"), "1");
    event.authorship = Authorship::Present;
    QVERIFY(answer<Appended>(*store, [&](auto done) { store->append(event, std::move(done)); }));
    QCOMPARE((*file)->number("SELECT count(*) FROM users WHERE user = 'reader 7' AND address IS NULL"), 1);
    QCOMPARE((*file)->number("SELECT count(*) FROM users WHERE user = 'reader 8' AND address IS NOT NULL"), 1);
    QCOMPARE((*file)->number("SELECT count(*) FROM rooms WHERE address IS NOT NULL"), 0);
}

} // namespace parlance

using parlance::SqliteStoreTest;
PARLANCE_SUITE(sqlitestore, SqliteStoreTest)
#include "sqlitestore_test.moc"
