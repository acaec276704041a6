#include "domain/rooms.h"
#include "storage/memorystore.h"
#include "support/manualclock.h"
#include "support/suite.h"
#include "support/toldrooms.h"

#include <QTest>

namespace parlance {

/// Rooms that are brought into memory while others ask for them, too.
class OpeningTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void openingsComeBackInOrder();
    void onlyTheOneWhoMakesTheRoomIsAsked();
    void aRoomThatEndsBeforeItIsOpenedIsAskedForAgain();
    void anEventDuringTheOpeningIsNotMissed();
    void anEventOfAnotherLogDuringTheOpeningIsNotTaken();

  private:
    test::ManualClock m_clock;
    DeadlineWheel m_wheel{m_clock};
    test::ToldRooms m_told{m_wheel};
    const RoomId m_room{"2d6c9f1e-8a47-4b0d-93e5-7f1a0c4b6e21"};
    const RoomName m_name = *RoomName::parse(u"general");
    const Rooms::Maker m_allowed{{}, QStringLiteral("192.0.2.1"), [] { return std::optional<Error>(); }};
};

void OpeningTest::openingsComeBackInOrder()
{
    MemoryStore store([] {});
    Rooms rooms(store, m_told.sink, m_wheel);
    QByteArray order;
    std::vector<RoomPin> pins;
    const auto note = [&](char c) {
        return [&, c](Result<RoomPin> pin) {
            order += pin ? c : '-';
            if (pin)
                pins.push_back(*std::move(pin));
        };
    };
    rooms.openOrMake(m_name, {}, note('a')); // who may not make it
    rooms.openOrMake(m_name, {}, note('b'));
    rooms.openOrMake(m_name, m_allowed, note('c'));
    rooms.openOrMake(m_name, {}, note('d'));
    for (int i = 0; i < 6; ++i)
        store.deliver();
    QCOMPARE(order, QByteArray("--cd"));
}

void OpeningTest::onlyTheOneWhoMakesTheRoomIsAsked()
{
    MemoryStore store([] {});
    Rooms rooms(store, m_told.sink, m_wheel);
    std::vector<RoomPin> pins;
    int asked = 0;
    QList<ErrorCode> refusals;
    const auto keep = [&](Result<RoomPin> pin) {
        if (pin)
            pins.push_back(*std::move(pin));
        else
            refusals += pin.error().code;
    };
    const auto mayMake = [&]() -> std::optional<Error> {
        ++asked;
        if (asked == 1)
            return Error{ErrorCode::RateLimited, QStringLiteral("no more"), 1};
        return {};
    };
    for (int i = 0; i < 100; ++i)
        rooms.openOrMake(m_name, {{}, {}, mayMake}, keep);
    for (int i = 0; i < 6; ++i)
        store.deliver();
    QCOMPARE(refusals, QList<ErrorCode>{ErrorCode::RateLimited});
    QCOMPARE(pins.size(), size_t(99));
    QCOMPARE(asked, 2);
}

/// Deleted, or swept away as one too many of strangers': whoever wants a room of that name is not told that there is
/// none.
void OpeningTest::aRoomThatEndsBeforeItIsOpenedIsAskedForAgain()
{
    MemoryStore store([] {});
    Rooms rooms(store, m_told.sink, m_wheel);
    store.makeRoom({m_room, m_name, {}, {}}, [](const Result<RoomId>&) {});
    store.deliver();
    std::optional<ErrorCode> code;
    rooms.openOrMake(m_name, m_allowed, [&](const Result<RoomPin>& pin) { code = pin.error().code; });
    store.deleteRoom(m_room, [](const Result<RoomSize>&) {});
    for (int i = 0; i < 3; ++i)
        store.deliver();
    QCOMPARE(code, ErrorCode::Busy);
}

void OpeningTest::anEventDuringTheOpeningIsNotMissed()
{
    MemoryStore store([] {});
    Rooms rooms(store, m_told.sink, m_wheel);
    std::optional<RoomPin> pin;
    store.makeRoom({m_room, m_name, {}, {}}, [](const Result<RoomId>&) {});
    store.deliver();
    rooms.open(m_room, [&](Result<RoomPin> opened) { pin.emplace(*std::move(opened)); });
    MessagePosted message; // as if committed after the store had read the room, and told before
    message.room = m_room;
    message.seq = 1;
    message.n = 1;
    rooms.committed(message);
    store.deliver();
    QCOMPARE((*pin)->head(), 1);
    pin.reset();
}

/// As told by a node that has not noticed yet that the rooms have new logs.
void OpeningTest::anEventOfAnotherLogDuringTheOpeningIsNotTaken()
{
    MemoryStore store([] {});
    Rooms rooms(store, m_told.sink, m_wheel);
    std::optional<RoomPin> pin;
    store.makeRoom({m_room, m_name, {}, {}}, [](const Result<RoomId>&) {});
    std::optional<LogId> log;
    store.openRoom(m_room, [&](const Result<RoomRecord>& record) { log = record->log; });
    store.deliver();
    rooms.open(m_room, [&](Result<RoomPin> opened) { pin.emplace(*std::move(opened)); });
    MessagePosted message;
    message.room = m_room;
    message.seq = 1;
    message.n = 1;
    rooms.found(LogId("another"), message);
    store.deliver();
    QCOMPARE((*pin)->head(), 0);
    rooms.found(*log, message);
    QCOMPARE((*pin)->head(), 1);
    pin.reset();
}

} // namespace parlance

using parlance::OpeningTest;
PARLANCE_SUITE(opening, OpeningTest)
#include "opening_test.moc"
