#include "domain/rooms.h"
#include "storage/memorystore.h"
#include "support/manualclock.h"
#include "support/random.h"
#include "support/suite.h"

#include <QTest>

namespace parlance {

/// Keeps what the domain says.
struct RecordingSink final : EventSink {
    void logged(const DurableEvent& event) override { log.push_back(event); }
    void toFull(const RoomName&, const FullEvent& event, const UserId&) override { full.push_back(event); }
    void toPlain(const RoomName&, const PlainEvent& event, const UserId&) override { plain.push_back(event); }
    void toSharers(const UserId&, const std::vector<RoomName>&, const FullEvent&, SessionId) override {}

    const PresenceChanged& lastPresence() const { return std::get<PresenceChanged>(full.back()); }

    std::vector<DurableEvent> log;
    std::vector<FullEvent> full;
    std::vector<PlainEvent> plain;
};

namespace {

UserId user(int number)
{
    return UserId("user " + QByteArray::number(number));
}

} // namespace

class DomainTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void presenceCountsConnections();
    void comingAndGoingWithinTheWindowIsNothing();
    void aCrowdIsANumberAndItsEndAWholeList();
    void theListNamesTheJoiner();
    void typistIsRemindedAndEnds();
    void roomsAreSharedAndLetGo();
    void openingsComeBackInOrder();
    void onlyTheOneWhoMakesTheRoomIsAsked();
    void anEventDuringTheOpeningIsNotMissed();
    void everybodyInTheRoomCanBeCalled();
    void namesFollowWhoIsThere();

  private:
    test::ManualClock m_clock;
    DeadlineWheel m_wheel{m_clock};
    RecordingSink m_sink;
    const RoomName m_room = *RoomName::parse(u"general");
    const Rooms::MayMake m_allowed = [] { return std::optional<Error>(); };
    void pass(qint64 ms) { test::advance(m_clock, m_wheel, ms); }
};

void DomainTest::presenceCountsConnections()
{
    m_sink = {};
    Presence presence(m_room, m_sink, m_wheel);
    presence.enter(user(1), QStringLiteral("ann"));
    presence.enter(user(1), QStringLiteral("ann"));
    QCOMPARE(presence.count(), 1);
    presence.exit(user(1));
    QVERIFY(presence.contains(user(1)));
    presence.exit(user(1));
    presence.exit(user(1));
    QVERIFY(!presence.contains(user(1)));
    QCOMPARE(m_sink.plain.size(), size_t(2)); // came and went, once each
}

void DomainTest::comingAndGoingWithinTheWindowIsNothing()
{
    m_sink = {};
    Presence presence(m_room, m_sink, m_wheel);
    presence.enter(user(1), QStringLiteral("ann"));
    pass(200);
    presence.exit(user(1));
    presence.enter(user(1), QStringLiteral("ann"));
    presence.enter(user(2), QStringLiteral("bob"));
    presence.exit(user(2));
    pass(200);
    QCOMPARE(m_sink.full.size(), size_t(1));
}

void DomainTest::aCrowdIsANumberAndItsEndAWholeList()
{
    m_sink = {};
    Presence presence(m_room, m_sink, m_wheel);
    for (int i = 0; i < 201; ++i)
        presence.enter(user(i), QStringLiteral("u"));
    pass(1'100);
    QCOMPARE(m_sink.lastPresence().userCount, 201);
    QVERIFY(m_sink.lastPresence().joined.empty());
    m_sink.full.clear();
    for (int i = 201; i < 300; ++i) {
        presence.enter(user(i), QStringLiteral("u"));
        pass(50);
    }
    QVERIFY2(m_sink.full.size() <= 6, QByteArray::number(m_sink.full.size()).constData()); // 5 s, one a second
    for (int i = 0; i < 150; ++i)
        presence.exit(user(i));
    pass(1'100);
    QCOMPARE(m_sink.lastPresence().userCount, 150);
    QCOMPARE(m_sink.lastPresence().joined.size(), size_t(150));
}

void DomainTest::theListNamesTheJoiner()
{
    Presence presence(m_room, m_sink, m_wheel);
    for (int i = 0; i < 250; ++i)
        presence.enter(user(i), QStringLiteral("u"));
    QCOMPARE(presence.list().size(), size_t(200));
    const auto list = presence.list(user(240));
    QCOMPARE(list.size(), size_t(200));
    QVERIFY(std::ranges::find(list, user(240), &Present::id) != list.end());
}

void DomainTest::typistIsRemindedAndEnds()
{
    m_sink = {};
    Typists typists(m_room, m_sink, m_wheel);
    typists.started({user(1), QStringLiteral("old")}, true);
    pass(60'100);
    QCOMPARE(m_sink.plain.size(), size_t(2));
    QVERIFY(!std::get<TypingChanged>(m_sink.full.back()).isTyping);
    pass(60'000);
    QCOMPARE(m_sink.plain.size(), size_t(2));
    typists.stopped(user(1)); // no effect
    QCOMPARE(m_sink.plain.size(), size_t(2));
}

void DomainTest::roomsAreSharedAndLetGo()
{
    MemoryStore store([] {});
    Rooms rooms(store, m_sink, m_wheel);
    std::vector<RoomPin> pins;
    const auto keep = [&](Result<RoomPin> pin) { pins.push_back(*std::move(pin)); };
    rooms.openOrMake(m_room, m_allowed, keep);
    rooms.open(m_room, keep);
    QVERIFY(pins.empty());
    for (int i = 0; i < 2; ++i) // there is none; it is made
        store.deliver();
    QCOMPARE(pins.size(), size_t(2));
    QCOMPARE(&*pins[0], &*pins[1]);
    rooms.open(m_room, keep); // in memory: at once
    QCOMPARE(pins.size(), size_t(3));
    pins.clear();
    QVERIFY(!rooms.find(m_room));
}

void DomainTest::openingsComeBackInOrder()
{
    MemoryStore store([] {});
    Rooms rooms(store, m_sink, m_wheel);
    QByteArray order;
    std::vector<RoomPin> pins;
    const auto note = [&](char c) {
        return [&, c](Result<RoomPin> pin) {
            order += pin ? c : '-';
            if (pin)
                pins.push_back(*std::move(pin));
        };
    };
    rooms.open(m_room, note('a'));
    rooms.open(m_room, note('b'));
    rooms.openOrMake(m_room, m_allowed, note('c'));
    rooms.open(m_room, note('d'));
    for (int i = 0; i < 5; ++i)
        store.deliver();
    QCOMPARE(order, QByteArray("--cd"));
}

void DomainTest::onlyTheOneWhoMakesTheRoomIsAsked()
{
    MemoryStore store([] {});
    Rooms rooms(store, m_sink, m_wheel);
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
        rooms.openOrMake(m_room, mayMake, keep);
    for (int i = 0; i < 5; ++i)
        store.deliver();
    QCOMPARE(refusals, QList<ErrorCode>{ErrorCode::RateLimited});
    QCOMPARE(pins.size(), size_t(99));
    QCOMPARE(asked, 2);
}

void DomainTest::anEventDuringTheOpeningIsNotMissed()
{
    MemoryStore store([] {});
    Rooms rooms(store, m_sink, m_wheel);
    std::optional<RoomPin> pin;
    store.openRoom(m_room, true, [](Result<RoomRecord>) {});
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

void DomainTest::everybodyInTheRoomCanBeCalled()
{
    RoomRecord record;
    record.name = m_room;
    record.members = {{user(1), QStringLiteral("Ann"), 0, 0}};
    Room room(std::move(record), m_sink, m_wheel);
    const auto called = [&room](const char16_t* name) { return room.names().called(name, 50); };
    QCOMPARE(called(u"ann"), std::vector{user(1)});
    room.enter(user(2), QStringLiteral("BOB")); // a visitor
    room.enter(user(2), QStringLiteral("BOB")); // on two connections
    QCOMPARE(called(u"bob"), std::vector{user(2)});
    room.exit(user(2));
    QCOMPARE(called(u"bob"), std::vector{user(2)});
    room.addMember(user(2), QStringLiteral("bob"));
    room.exit(user(2));
    QCOMPARE(called(u"bob"), std::vector{user(2)}); // a member who is away
    room.rename(user(2), QStringLiteral("Ann"));
    QCOMPARE(called(u"ann"), (std::vector{user(1), user(2)}));
    QVERIFY(called(u"bob").empty());
    room.removeMember(user(1));
    QCOMPARE(called(u"ann"), std::vector{user(2)});
}

void DomainTest::namesFollowWhoIsThere()
{
    test::Random random;
    RoomRecord record;
    record.name = m_room;
    Room room(std::move(record), m_sink, m_wheel);
    struct Person {
        std::optional<QString> asMember;
        QString asVisitor;
        int connections = 0;
    };
    std::map<int, Person> people;
    const auto anyName = [&random] { return QStringLiteral("name %1").arg(random.below(5)); };
    for (int step = 0; step < 2'000; ++step) {
        const int number = random.below(8);
        Person& person = people[number];
        if (const int what = random.below(5); what == 0) {
            if (const QString name = anyName(); person.connections++ == 0)
                room.enter(user(number), person.asVisitor = name);
            else
                room.enter(user(number), name);
        } else if (what == 1 && person.connections > 0) {
            --person.connections;
            room.exit(user(number));
        } else if (what == 2) {
            const QString name = room.addMember(user(number), anyName()).name;
            person.asMember = person.asMember.value_or(name);
        } else if (what == 3) {
            person.asMember.reset();
            room.removeMember(user(number));
        } else if (what == 4) {
            const QString name = anyName();
            room.rename(user(number), name);
            person.asVisitor = name;
            if (person.asMember)
                person.asMember = name;
        }
        NameIndex wanted;
        for (const auto& [id, each] : people) {
            if (each.asMember || each.connections > 0)
                wanted.add(user(id), each.asMember.value_or(each.asVisitor));
        }
        QCOMPARE(room.names().size(), wanted.size());
        for (int name = 0; name < 5; ++name) {
            const QString folded = QStringLiteral("name %1").arg(name);
            QCOMPARE(room.names().called(folded, 50), wanted.called(folded, 50));
        }
    }
}

} // namespace parlance

using parlance::DomainTest;
PARLANCE_SUITE(domain, DomainTest)
#include "domain_test.moc"
