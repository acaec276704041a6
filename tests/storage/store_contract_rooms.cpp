#include "domain/renaming.h"
#include "storage/drafts.h"
#include "storage/store_contract.h"

#include <QTest>

/// What admins do with rooms.
namespace parlance::test {

namespace {

const RoomId lobby{"lobby"};

RoomSize sizeOf(const RoomId& room, qint64 events, qint64 messages, qint64 members, std::optional<qint64> lastAt)
{
    return {room, roomCalled(room).name, events, messages, members, lastAt};
}

} // namespace

Result<RoomSize> StoreContract::remove(Store& store, const RoomId& room)
{
    return answer<RoomSize>(store, [&](auto done) { store.deleteRoom(room, std::move(done)); });
}

Result<Appended> StoreContract::rename(Store& store, const RoomId& room, const QString& to)
{
    return append(store, renamingByAdmin(room, *RoomName::parse(to), 1'000));
}

Result<RoomRecord> StoreContract::find(Store& store, const RoomId& room)
{
    return answer<RoomRecord>(store, [&](auto done) { store.openRoom(room, std::move(done)); });
}

Result<RoomId> StoreContract::named(Store& store, const QString& name)
{
    return answer<RoomId>(store, [&](auto done) { store.roomNamed(*RoomName::parse(name), std::move(done)); });
}

/// A room with two members, three messages of which one was changed and one deleted, and a topic.
qint64 StoreContract::furnish(Store& store)
{
    open(store, general);
    store.saveMember(general, {ann, QStringLiteral("ann"), 0, 0}, {});
    store.saveMember(general, {bob, QStringLiteral("bob"), 0, 0}, {});
    (void)append(store, message(ann, "1"));
    (void)append(store, message(bob, "2"));
    (void)append(store, message(ann, "3"));
    (void)append(store, draft(ann, "4", NewEdit{MessageId("id-1"), QStringLiteral("hello"), {}}));
    (void)append(store, draft(bob, "5", NewDeletion{MessageId("id-2")}));
    return timeOf(append(store, draft(ann, "6", NewTopic{QStringLiteral("T")}))->event);
}

void StoreContract::roomSizes()
{
    const auto store = makeStore();
    const qint64 lastAt = furnish(*store);
    open(*store, lobby);
    store->saveMember(lobby, {UserId("stranger"), QStringLiteral("s"), 0, 0}, {});
    const auto sizes = [&](const RoomQuery& query) {
        return *answer<RoomSizes>(*store, [&](auto done) { store->roomSizes(query, std::move(done)); });
    };
    const RoomSizes all = sizes({});
    QCOMPARE(all.rooms.size(), size_t(2));
    QVERIFY(all.rooms[0] == sizeOf(general, 6, 3, 2, lastAt));
    QVERIFY(all.rooms[1] == sizeOf(lobby, 0, 0, 1, {}));
    const RoomSizes first = sizes({{}, {}, 1});
    QVERIFY(first.more);
    QVERIFY(sizes({{}, first.rooms.back().name, 1}).rooms == std::vector{all.rooms[1]});
}

void StoreContract::aDeletedRoomIsGone()
{
    const auto store = makeStore();
    const qint64 lastAt = furnish(*store);
    QVERIFY(*remove(*store, general) == sizeOf(general, 6, 3, 2, lastAt));
    QCOMPARE(find(*store, general).error().code, ErrorCode::NotFound);
    QCOMPARE(named(*store, QStringLiteral("general")).error().code, ErrorCode::NotFound);
    QCOMPARE(remove(*store, general).error().code, ErrorCode::NotFound);
    QVERIFY(answer<IdentityRecord>(*store, [&](auto done) {
                store->identity(ann, std::move(done));
            })->memberships.rooms.empty());
    // One of the same name begins from nothing.
    NewRoom same = roomCalled(general);
    same.room = lobby;
    QVERIFY(answer<RoomId>(*store, [&](auto done) { store->makeRoom(same, std::move(done)); }));
    const RoomRecord again = *find(*store, lobby);
    QVERIFY(again.members.empty() && again.head == 0 && again.topic.isEmpty());
    NewEvent event = message(ann, "1");
    event.room = lobby;
    QVERIFY(!append(*store, event)->repeated);
    const auto messages =
        answer<MessageSlice>(*store, [&](auto done) { store->messages(ann, lobby, {}, std::move(done)); });
    QCOMPARE(messages->messages.size(), size_t(1));
    QCOMPARE(messages->head, 1);
}

void StoreContract::aRenamedRoomGoesOn()
{
    const auto store = makeStore();
    furnish(*store);
    const RoomRecord before = *find(*store, general);
    QCOMPARE(rename(*store, lobby, QStringLiteral("Team")).error().code, ErrorCode::NotFound);
    const auto renamed = std::get<RoomChanged>(rename(*store, general, QStringLiteral("Team"))->event);
    QCOMPARE(renamed.seq, 7);
    QCOMPARE(renamed.n, 3);
    QVERIFY(!renamed.by);
    const RoomRecord room = *find(*store, general);
    QCOMPARE(room.name.text(), QStringLiteral("Team"));
    QVERIFY(room.log == before.log);
    QCOMPARE(room.head, 7);
    QCOMPARE(room.members.size(), size_t(2));
    QVERIFY(*named(*store, QStringLiteral("team")) == general);
    QCOMPARE(named(*store, QStringLiteral("general")).error().code, ErrorCode::NotFound);
    const auto events =
        answer<EventSlice>(*store, [&](auto done) { store->eventsAfter(ann, general, 6, 50, std::move(done)); });
    QCOMPARE(events->events.size(), size_t(1));
    QVERIFY(events->events.front() == DurableEvent(renamed));
    const auto bobs = answer<IdentityRecord>(*store, [&](auto done) { store->identity(bob, std::move(done)); });
    QVERIFY(bobs->memberships.rooms ==
            (std::vector{Membership{general, room.log, room.name, QStringLiteral("T"), {}, 7, 3, 2}}));
    // It takes what comes next, and knows what came before.
    QCOMPARE(seqOf(append(*store, message(bob, "7"))->event), 8);
    QVERIFY(append(*store, message(bob, "2"))->repeated);
}

void StoreContract::namesAreUniqueByTheirFoldedForm()
{
    const auto store = makeStore();
    open(*store, general);
    open(*store, lobby);
    NewRoom shouted = roomCalled(RoomId("LOBBY"));
    QVERIFY(*answer<RoomId>(*store, [&](auto done) { store->makeRoom(shouted, std::move(done)); }) == lobby);
    QCOMPARE(rename(*store, general, QStringLiteral("LoBBy")).error().code, ErrorCode::NameTaken);
    QCOMPARE(find(*store, general)->head, 0);
    QVERIFY(rename(*store, lobby, QStringLiteral("LoBBy"))); // of its own name another spelling
    QVERIFY(rename(*store, lobby, QStringLiteral("Stra\u00dfe")));
    QCOMPARE(rename(*store, general, QStringLiteral("STRASSE")).error().code, ErrorCode::NameTaken);
    QVERIFY(rename(*store, general, QStringLiteral("lobby"))); // which is free now
    // Names are found in what is not committed yet, too.
    std::optional<Result<Appended>> first;
    std::optional<Result<Appended>> second;
    store->append(renamingByAdmin(general, *RoomName::parse(u"one"), 1'000), into(first));
    store->append(renamingByAdmin(lobby, *RoomName::parse(u"One"), 1'000), into(second));
    wait(*store);
    QVERIFY(*first);
    QCOMPARE((*second).error().code, ErrorCode::NameTaken);
}

void StoreContract::onlyTheMakerRenames()
{
    const auto store = makeStore();
    NewRoom made = roomCalled(general);
    made.maker = ann;
    store->makeRoom(made, [](auto) {});
    store->saveMember(general, {ann, QStringLiteral("ann"), 0, 0}, {});
    store->saveMember(general, {bob, QStringLiteral("bob"), 0, 0}, {});
    const auto roleOf = [&](const UserId& user) {
        return answer<Membership>(*store, [&](auto done) { store->membership(user, general, std::move(done)); })->role;
    };
    QCOMPARE(roleOf(ann), QStringLiteral("owner"));
    QVERIFY(!roleOf(bob));
    const auto renaming = [](const UserId& user, const QByteArray& nonce) {
        return draft(user, nonce, NewRoomName{*RoomName::parse(u"Team")});
    };
    QCOMPARE(append(*store, renaming(bob, "1")).error().code, ErrorCode::Forbidden);
    const auto renamed = append(*store, renaming(ann, "2"));
    QVERIFY(std::get<RoomChanged>(renamed->event).by == (Actor{ann, QStringLiteral("ann")}));
    const auto again = append(*store, renaming(ann, "2"));
    QVERIFY(again->repeated && again->event == renamed->event);
}

void StoreContract::whatIsAskedForBeforeTheEndIsDoneBefore()
{
    const auto store = makeStore();
    furnish(*store);
    std::optional<Result<Appended>> before;
    std::optional<Result<RoomSize>> removed;
    std::optional<Result<Appended>> after;
    store->append(message(ann, "early"), into(before));
    store->deleteRoom(general, into(removed));
    store->append(message(ann, "late"), into(after));
    wait(*store);
    QCOMPARE(seqOf((*before)->event), 7);
    QCOMPARE((*removed)->events, 7);
    QCOMPARE(after->error().code, ErrorCode::NotFound);
    QCOMPARE(find(*store, general).error().code, ErrorCode::NotFound);
}

} // namespace parlance::test
