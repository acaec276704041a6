#include "storage/storefolder.h"
#include "support/random.h"
#include "support/suite.h"

#include <QTest>

namespace parlance {

using namespace parlance::test;

/// What is deleted or superseded is nowhere in the files of a store.
class GoneTest final : public QObject, protected test::StoreFolder {
    Q_OBJECT
  private Q_SLOTS:
    void init() { makeFolder(); }
    void whatADeletedRoomLeavesIsTakenAway();
    void whatIsGoneIsNowhereOnTheDisk();
    void copiesOfWhatIsGoneAreNowhereEither();
};

void GoneTest::whatADeletedRoomLeavesIsTakenAway()
{
    auto store = open();
    (void)room(*store, true);
    for (int i = 0; i < 4'500; ++i)
        store->append(message(ann, QByteArray::number(i)), {});
    store->append(message(ann, "secret", QStringLiteral("said in a room that is deleted")), {});
    store->append(
        {general, ann, {}, Nonce("e"), 0, Authorship::Unlisted, NewEdit{MessageId("id-7"), QStringLiteral("x"), {}}},
        {});
    std::optional<Result<RoomSize>> was;
    store->deleteRoom(general, [&was](Result<RoomSize> size) { was = std::move(size); });
    // Its number is not another's while events of it are left.
    const LogId log = room(*store, true)->log;
    QCOMPARE((*was)->events, 4'502);
    const auto first = append(*store, "7");
    QVERIFY(!first->repeated);
    store.reset(); // in the middle of it, perhaps
    store = open();
    const auto file = openForReading(path());
    QTRY_COMPARE_WITH_TIMEOUT((*file)->number("SELECT count(*) FROM leftovers"), 0, 30'000);
    QCOMPARE((*file)->number("SELECT count(*) FROM events"), 1);
    QTRY_VERIFY_WITH_TIMEOUT(!bytes().contains("said in a room that is deleted"), 30'000);
    QCOMPARE((*file)->number("SELECT count(*) FROM changes"), 0);
    QCOMPARE((*file)->number("SELECT count(*) FROM members"), 0);
    QVERIFY(room(*store, false)->log == log);
    QVERIFY(append(*store, "7")->event == first->event);
}

void GoneTest::whatIsGoneIsNowhereOnTheDisk()
{
    auto store = open();
    (void)room(*store, true);
    const QStringList secrets{QStringLiteral("the first secret"), QStringLiteral("the second secret"),
                              QStringLiteral("the third secret")};
    const auto keep = [&](const NewEvent& event) {
        return answer<Appended>(*store, [&](auto done) { store->append(event, std::move(done)); });
    };
    QVERIFY(keep(message(ann, "1", secrets[0])));
    QVERIFY(keep(message(ann, "2", secrets[1])));
    QVERIFY(bytes().contains(secrets[0].toUtf8())); // so that it can be found at all
    QVERIFY(keep(draft(ann, "3", NewEdit{MessageId("id-1"), secrets[2], {}})));
    QVERIFY(keep(draft(ann, "4", NewDeletion{MessageId("id-2")})));
    // The write-ahead log is emptied as soon as nobody waits for the writer.
    QTRY_VERIFY_WITH_TIMEOUT(!bytes().contains(secrets[0].toUtf8()), 30'000);
    QTRY_VERIFY_WITH_TIMEOUT(!bytes().contains(secrets[1].toUtf8()), 30'000);
    QVERIFY(keep(draft(ann, "5", NewDeletion{MessageId("id-1")})));
    QTRY_VERIFY_WITH_TIMEOUT(!bytes().contains(secrets[2].toUtf8()), 30'000);
}

/// SQLite moves rows to other pages as a database grows, and leaves copies in the gaps. Without tidyvfs.h some 10 texts
/// of 800 are found.
void GoneTest::copiesOfWhatIsGoneAreNowhereEither()
{
    test::Random random;
    auto store = open();
    std::vector<RoomId> rooms;
    for (int i = 0; i < 8; ++i) {
        rooms.emplace_back("room " + QByteArray::number(i));
        store->makeRoom(roomCalled(rooms.back()), {});
    }
    std::vector<std::pair<RoomId, MessageId>> said;
    for (int i = 0; i < 1'500; ++i) {
        const RoomId& room = rooms[size_t(random.below(int(rooms.size())))];
        const QByteArray number = QByteArray::number(i);
        NewEvent event = message(ann, "m" + number, QStringLiteral("secret ").repeated(1 + random.below(60)));
        event.room = room;
        said.emplace_back(room, std::get<NewMessage>(event.what).id);
        store->append(event, {});
        if (random.below(4) != 0 && i > 0) { // something that was said before goes
            const size_t at = size_t(random.below(i));
            NewEvent change = draft(ann, "c" + number, NewDeletion{said[at].second});
            if (random.below(2) == 0)
                change.what = NewEdit{said[at].second, QStringLiteral("open"), {}};
            change.room = said[at].first;
            store->append(change, {});
        }
    }
    waitFor(*store);
    for (size_t i = 0; i < said.size(); ++i) {
        NewEvent last = draft(ann, "d" + QByteArray::number(i), NewDeletion{said[i].second});
        last.room = said[i].first;
        store->append(last, {});
    }
    waitFor(*store);
    QTRY_VERIFY_WITH_TIMEOUT(!bytes().contains("secret secret"), 30'000);
}

} // namespace parlance

using parlance::GoneTest;
PARLANCE_SUITE(gone, GoneTest)
#include "gone_test.moc"
