#include "storage/drafts.h"
#include "storage/store_contract.h"

#include <QTest>

/// What admins do with rooms.
namespace parlance::test {

namespace {

const RoomName lobby = *RoomName::parse(u"lobby");

} // namespace

Result<RoomSize> StoreContract::remove(Store& store, const RoomName& room)
{
    return answer<RoomSize>(store, [&](auto done) { store.deleteRoom(room, std::move(done)); });
}

Result<RoomSize> StoreContract::rename(Store& store, const RoomName& room, const RoomName& to)
{
    return answer<RoomSize>(store, [&](auto done) { store.renameRoom(room, to, std::move(done)); });
}

Result<RoomRecord> StoreContract::find(Store& store, const RoomName& room)
{
    return answer<RoomRecord>(store, [&](auto done) { store.openRoom(room, std::move(done)); });
}

bool StoreContract::wasEnded(Store& store, const LogId& log)
{
    return *answer<bool>(store, [&](auto done) { store.wasEnded(log, std::move(done)); });
}

/// A room with two members, three messages of which one was changed and one deleted, and a topic.
LogId StoreContract::furnish(Store& store)
{
    const LogId log = open(store, general).log;
    store.saveMember(general, {ann, QStringLiteral("ann"), 0, 0}, {});
    store.saveMember(general, {bob, QStringLiteral("bob"), 0, 0}, {});
    (void)append(store, message(ann, "1"));
    (void)append(store, message(bob, "2"));
    (void)append(store, message(ann, "3"));
    (void)append(store, draft(ann, "4", NewEdit{MessageId("id-1"), QStringLiteral("hello"), {}}));
    (void)append(store, draft(bob, "5", NewDeletion{MessageId("id-2")}));
    (void)append(store, draft(ann, "6", NewTopic{QStringLiteral("T")}));
    return log;
}

void StoreContract::roomSizes()
{
    const auto store = makeStore();
    furnish(*store);
    open(*store, lobby);
    store->saveMember(lobby, {UserId("stranger"), QStringLiteral("s"), 0, 0}, {});
    const auto sizes = [&](const RoomQuery& query) {
        return *answer<RoomSizes>(*store, [&](auto done) { store->roomSizes(query, std::move(done)); });
    };
    const RoomSizes all = sizes({});
    QCOMPARE(all.rooms.size(), size_t(2));
    QVERIFY(all.rooms[0] == (RoomSize{general, 6, 3, 2, 1'000}));
    QVERIFY(all.rooms[1] == (RoomSize{lobby, 0, 0, 1, {}}));
    const RoomSizes first = sizes({{}, {}, 1});
    QVERIFY(first.more);
    QVERIFY(sizes({{}, first.rooms.back().room, 1}).rooms == std::vector{all.rooms[1]});
}

void StoreContract::aDeletedRoomIsGone()
{
    const auto store = makeStore();
    const LogId log = furnish(*store);
    QVERIFY(!wasEnded(*store, log));
    QVERIFY(*remove(*store, general) == (RoomSize{general, 6, 3, 2, 1'000}));
    QVERIFY(wasEnded(*store, log));
    QCOMPARE(find(*store, general).error().code, ErrorCode::NotFound);
    QCOMPARE(remove(*store, general).error().code, ErrorCode::NotFound);
    QVERIFY(answer<IdentityRecord>(*store, [&](auto done) {
                store->identity(ann, std::move(done));
            })->memberships.rooms.empty());
    // One of the same name begins from nothing.
    const RoomRecord again = open(*store, general);
    QVERIFY(again.log != log);
    QVERIFY(again.members.empty() && again.head == 0 && again.topic.isEmpty());
    (void)append(*store, message(bob, "7"));
    const auto messages =
        answer<MessageSlice>(*store, [&](auto done) { store->messages(ann, general, {}, std::move(done)); });
    QCOMPARE(messages->messages.size(), size_t(1));
    QCOMPARE(messages->head, 1);
    QVERIFY(!append(*store, message(ann, "1"))->repeated);
}

void StoreContract::aRenamedRoomGoesOn()
{
    const auto store = makeStore();
    const LogId log = furnish(*store);
    QCOMPARE(rename(*store, lobby, general).error().code, ErrorCode::NotFound);
    QVERIFY(*rename(*store, general, lobby) == (RoomSize{general, 6, 3, 2, 1'000}));
    QVERIFY(wasEnded(*store, log));
    QCOMPARE(find(*store, general).error().code, ErrorCode::NotFound);
    const RoomRecord room = open(*store, lobby);
    QVERIFY(room.log != log);
    QCOMPARE(room.head, 6);
    QCOMPARE(room.topic, QStringLiteral("T"));
    QCOMPARE(room.members.size(), size_t(2));
    const auto events =
        answer<EventSlice>(*store, [&](auto done) { store->eventsAfter(ann, lobby, 0, 50, std::move(done)); });
    for (qint64 seq = 1; seq <= 6; ++seq) {
        QCOMPARE(seqOf(events->events.at(size_t(seq - 1))), seq);
        QVERIFY(roomOf(events->events.at(size_t(seq - 1))) == lobby);
    }
    const auto bobs = answer<IdentityRecord>(*store, [&](auto done) { store->identity(bob, std::move(done)); });
    QVERIFY(bobs->memberships.rooms == (std::vector{Membership{lobby, room.log, 6, 3, 2}}));
    // It takes what comes next, and knows what came before.
    NewEvent next = message(bob, "7");
    next.room = lobby;
    QCOMPARE(seqOf(append(*store, next)->event), 7);
    NewEvent again = message(bob, "2");
    again.room = lobby;
    QVERIFY(append(*store, again)->repeated);
    // A name that is taken is refused, and so is one's own.
    open(*store, general);
    QCOMPARE(rename(*store, lobby, general).error().code, ErrorCode::NameTaken);
    QCOMPARE(rename(*store, lobby, lobby).error().code, ErrorCode::NameTaken);
    QVERIFY(open(*store, lobby).log == room.log);
}

void StoreContract::roomsWithoutEventsAreRenamedToo()
{
    const auto store = makeStore();
    const LogId log = open(*store, general).log;
    store->saveMember(general, {ann, QStringLiteral("ann"), 0, 0}, {});
    QVERIFY(rename(*store, general, lobby));
    QCOMPARE(find(*store, general).error().code, ErrorCode::NotFound);
    QVERIFY(open(*store, lobby).log != log);
    QCOMPARE(open(*store, lobby).members.size(), size_t(1));
    QVERIFY(remove(*store, lobby));
    QCOMPARE(find(*store, lobby).error().code, ErrorCode::NotFound);
    QVERIFY(open(*store, lobby).members.empty());
}

void StoreContract::whoHasTheFormerLogAddsNothing()
{
    const auto store = makeStore();
    NewEvent late = message(ann, "late");
    late.log = furnish(*store);
    // What was asked for before is decided before.
    std::optional<Result<Appended>> before;
    std::optional<Result<RoomSize>> removed;
    std::optional<Result<Appended>> after;
    NewEvent early = message(ann, "early");
    early.log = late.log;
    store->append(early, into(before));
    store->deleteRoom(general, into(removed));
    store->append(late, into(after));
    wait(*store);
    QCOMPARE(seqOf((*before)->event), 7);
    QCOMPARE((*removed)->events, 7);
    QCOMPARE(after->error().code, ErrorCode::NotFound);
    QCOMPARE(find(*store, general).error().code, ErrorCode::NotFound);
    // Nor to another room of that name.
    open(*store, general);
    QCOMPARE(append(*store, late).error().code, ErrorCode::NotFound);
    (void)append(*store, message(bob, "7"));
    QCOMPARE(append(*store, late).error().code, ErrorCode::NotFound);
    QCOMPARE(open(*store, general).head, 1);
}

} // namespace parlance::test
