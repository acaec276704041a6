#include "domain/rooms.h"
#include "storage/memorystore.h"
#include "support/manualclock.h"
#include "support/random.h"
#include "support/suite.h"
#include "support/toldrooms.h"

#include <QTest>

namespace parlance {

namespace {

UserId user(int number)
{
    return UserId("user " + QByteArray::number(number));
}

} // namespace

class DomainTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void init();
    void presenceCountsConnections();
    void comingAndGoingWithinTheWindowIsNothing();
    void aCrowdIsANumberAndItsEndAWholeList();
    void theListNamesTheJoiner();
    void typistIsRemindedAndEnds();
    void roomsAreSharedAndLetGo();
    void lingeringRoomsHaveABound();
    void plainClientsAreToldByBytes();
    void newNamesAreGathered();
    void everybodyInTheRoomCanBeCalled();
    void namesFollowWhoIsThere();

  private:
    test::ManualClock m_clock;
    DeadlineWheel m_wheel{m_clock};
    test::ToldRooms m_told{m_wheel};
    const RoomId m_room{"2d6c9f1e-8a47-4b0d-93e5-7f1a0c4b6e21"};
    const RoomName m_name = *RoomName::parse(u"general");
    const Rooms::Maker m_allowed{{}, QStringLiteral("192.0.2.1"), [] { return std::optional<Error>(); }};
    void pass(qint64 ms) { test::advance(m_clock, m_wheel, ms); }
};

void DomainTest::init()
{
    m_told.full.clear();
    m_told.plain.clear();
    m_told.plainCost = 0;
}

void DomainTest::presenceCountsConnections()
{
    Room room(test::emptyRoom(m_room), m_told.sink, m_wheel);
    room.enter(user(1), QStringLiteral("ann"));
    room.enter(user(1), QStringLiteral("ann"));
    QCOMPARE(room.presence().count(), 1);
    room.exit(user(1));
    QVERIFY(room.presence().contains(user(1)));
    room.exit(user(1));
    room.exit(user(1));
    QVERIFY(!room.presence().contains(user(1)));
    QCOMPARE(m_told.plain.size(), size_t(2)); // came and went, once each
}

void DomainTest::comingAndGoingWithinTheWindowIsNothing()
{
    Room room(test::emptyRoom(m_room), m_told.sink, m_wheel);
    room.enter(user(1), QStringLiteral("ann"));
    pass(200);
    room.exit(user(1));
    room.enter(user(1), QStringLiteral("ann"));
    room.enter(user(2), QStringLiteral("bob"));
    room.exit(user(2));
    pass(200);
    QCOMPARE(m_told.full.size(), size_t(1));
}

void DomainTest::aCrowdIsANumberAndItsEndAWholeList()
{
    Room room(test::emptyRoom(m_room), m_told.sink, m_wheel);
    for (int i = 0; i < 201; ++i)
        room.enter(user(i), QStringLiteral("u"));
    pass(1'100);
    QCOMPARE(m_told.lastPresence().userCount, 201);
    QVERIFY(m_told.lastPresence().joined.empty());
    m_told.full.clear();
    for (int i = 201; i < 300; ++i) {
        room.enter(user(i), QStringLiteral("u"));
        pass(50);
    }
    QVERIFY2(m_told.full.size() <= 6, QByteArray::number(m_told.full.size()).constData()); // 5 s, one a second
    for (int i = 0; i < 150; ++i)
        room.exit(user(i));
    pass(1'100);
    QCOMPARE(m_told.lastPresence().userCount, 150);
    QCOMPARE(m_told.lastPresence().joined.size(), size_t(150));
}

void DomainTest::theListNamesTheJoiner()
{
    Room room(test::emptyRoom(m_room), m_told.sink, m_wheel);
    for (int i = 0; i < 250; ++i)
        room.enter(user(i), QStringLiteral("u"));
    QCOMPARE(room.presence().list().size(), size_t(200));
    const auto list = room.givePresent(user(240));
    QCOMPARE(list.size(), size_t(200));
    QVERIFY(std::ranges::find(list, user(240), &Present::id) != list.end());
}

void DomainTest::typistIsRemindedAndEnds()
{
    Room room(test::emptyRoom(m_room), m_told.sink, m_wheel);
    room.typists().started({user(1), QStringLiteral("old")}, limits::plainTypingExpiry);
    pass(60'100);
    QCOMPARE(m_told.plain.size(), size_t(2));
    QVERIFY(!std::get<TypingChanged>(m_told.full.back()).isTyping);
    pass(60'000);
    QCOMPARE(m_told.plain.size(), size_t(2));
    room.typists().stopped(user(1)); // no effect
    QCOMPARE(m_told.plain.size(), size_t(2));
}

void DomainTest::roomsAreSharedAndLetGo()
{
    MemoryStore store([] {});
    Rooms rooms(store, m_told.sink, m_wheel);
    std::vector<RoomPin> pins;
    const auto keep = [&](Result<RoomPin> pin) { pins.push_back(*std::move(pin)); };
    rooms.openOrMake(m_name, m_allowed, keep);
    rooms.openOrMake(*RoomName::parse(u"GENERAL"), {}, keep);
    QVERIFY(pins.empty());
    for (int i = 0; i < 3; ++i) // there is none; it is made; it is opened
        store.deliver();
    QCOMPARE(pins.size(), size_t(2));
    QCOMPARE(&*pins[0], &*pins[1]);
    const RoomId room = pins[0]->id();
    rooms.open(room, keep); // in memory: at once
    rooms.openOrMake(m_name, {}, keep);
    QCOMPARE(pins.size(), size_t(4));
    pins.clear();
    QCOMPARE(rooms.lingering(), size_t(1));
    rooms.open(room, keep); // it lingers: no need to ask the store
    QCOMPARE(pins.size(), size_t(1));
    QCOMPARE(rooms.lingering(), size_t(0));
    pass(2 * Rooms::lingerTime); // held, it stays
    QVERIFY(rooms.find(room));
    pins.clear();
    pass(Rooms::lingerTime - 1'000);
    QVERIFY(rooms.find(room));
    pass(2'000);
    QVERIFY(!rooms.find(room));
    QVERIFY(!rooms.findNamed(m_name));
}

void DomainTest::lingeringRoomsHaveABound()
{
    MemoryStore store([] {});
    Rooms rooms(store, m_told.sink, m_wheel);
    const auto openAndLetGo = [&](int number, size_t members) {
        const RoomName name = *RoomName::parse(QStringLiteral("room %1").arg(number));
        rooms.openOrMake(name, m_allowed, [members](Result<RoomPin> pin) {
            for (size_t i = 0; i < members; ++i)
                (*pin)->addMember({user(int(i)), QStringLiteral("m"), 0, 0});
        });
        for (int i = 0; i < 3; ++i)
            store.deliver();
        return rooms.findNamed(name) != nullptr;
    };
    QVERIFY(openAndLetGo(1, 100) && openAndLetGo(2, Rooms::lingerWeight - 2 * Rooms::roomWeight - 100));
    QCOMPARE(rooms.count(), size_t(2));
    QVERIFY(openAndLetGo(3, 0)); // the one that was let go first makes room
    QCOMPARE(rooms.count(), size_t(2));
    QVERIFY(!rooms.findNamed(*RoomName::parse(u"room 1")));
    QVERIFY(openAndLetGo(4, Rooms::lingerWeight)); // too large to linger beside another
    QCOMPARE(rooms.count(), size_t(1));
}

void DomainTest::plainClientsAreToldByBytes()
{
    m_told.plainCost = limits::plainPresence / 4; // four changes are a second's worth
    Room room(test::emptyRoom(m_room), m_told.sink, m_wheel);
    for (int i = 1; i <= 10; ++i)
        room.enter(user(i), QStringLiteral("guest"));
    QCOMPARE(m_told.plain.size(), size_t(4));
    pass(300); // a quarter of a second pays for one
    QCOMPARE(m_told.plain.size(), size_t(5));
    const auto& late = std::get<plain::UserJoined>(m_told.plain.back());
    QCOMPARE(late.userId, user(10)); // the last of those that waited, and the list that is right
    QCOMPARE(late.users.size(), size_t(10));
    pass(10'000);
    QCOMPARE(m_told.plain.size(), size_t(5)); // nothing is left to tell
    // Over and over again: so many bytes a second and no more.
    m_told.plain.clear();
    for (int i = 0; i < 100; ++i) {
        room.exit(user(1));
        room.enter(user(1), QStringLiteral("guest"));
        pass(100);
    }
    QVERIFY2(m_told.plain.size() <= 4 + 4 * 10 + 1, QByteArray::number(m_told.plain.size()).constData());
    // However many are told: nobody waits for longer than five seconds.
    m_told.plainCost = 100 * limits::plainPresence;
    pass(10'000);
    room.exit(user(1));
    m_told.plain.clear();
    room.exit(user(2));
    pass(limits::plainPresenceWait - 200);
    QVERIFY(m_told.plain.empty());
    pass(1'000);
    QCOMPARE(m_told.plain.size(), size_t(1));
}

void DomainTest::newNamesAreGathered()
{
    Room room(test::emptyRoom(m_room), m_told.sink, m_wheel);
    room.enter(user(1), QStringLiteral("ann"));
    pass(200);
    m_told.full.clear();
    room.rename(user(1), *UserName::parse(u"Ann"));
    room.rename(user(1), *UserName::parse(u"Ann Lee"));
    room.rename(user(2), *UserName::parse(u"Bob")); // a member who is not here
    QVERIFY(m_told.full.empty());
    pass(200);
    QCOMPARE(m_told.full.size(), size_t(2));
    QCOMPARE(std::get<UserRenamed>(m_told.full[0]).username.text(), QStringLiteral("Ann Lee"));
    QCOMPARE(std::get<UserRenamed>(m_told.full[1]).userId, user(2));
    QCOMPARE(room.presence().list().at(0).username, QStringLiteral("Ann Lee"));
}

void DomainTest::everybodyInTheRoomCanBeCalled()
{
    RoomRecord record;
    record.room = m_room;
    record.name = m_name;
    record.members = {{user(1), QStringLiteral("Ann"), 0, 0}};
    Room room(std::move(record), m_told.sink, m_wheel);
    const auto called = [&room](const char16_t* name) { return room.names().called(name, 50); };
    QCOMPARE(called(u"ann"), std::vector{user(1)});
    room.enter(user(2), QStringLiteral("BOB")); // a visitor
    room.enter(user(2), QStringLiteral("BOB")); // on two connections
    QCOMPARE(called(u"bob"), std::vector{user(2)});
    room.exit(user(2));
    QCOMPARE(called(u"bob"), std::vector{user(2)});
    room.addMember({user(2), QStringLiteral("bob"), 0, 0});
    room.exit(user(2));
    QCOMPARE(called(u"bob"), std::vector{user(2)}); // a member who is away
    room.rename(user(2), *UserName::parse(u"Ann"));
    QCOMPARE(called(u"ann"), (std::vector{user(1), user(2)}));
    QVERIFY(called(u"bob").empty());
    room.removeMember(user(1));
    QCOMPARE(called(u"ann"), std::vector{user(2)});
}

void DomainTest::namesFollowWhoIsThere()
{
    test::Random random;
    Room room(test::emptyRoom(m_room), m_told.sink, m_wheel);
    struct Person {
        std::optional<QString> asMember;
        QString asVisitor;
        int connections = 0;
    };
    std::map<int, Person> people;
    const auto anyName = [&random] { return QStringLiteral("name %1").arg(random.below(5)); };
    const int firstAsked = random.below(1'000); // from then on, the room keeps the names at hand
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
            const QString name = room.addMember({user(number), anyName(), room.count(), 0}).name;
            person.asMember = person.asMember.value_or(name);
        } else if (what == 3) {
            person.asMember.reset();
            room.removeMember(user(number));
        } else if (what == 4) {
            const QString name = anyName();
            room.rename(user(number), *UserName::parse(name));
            person.asVisitor = name;
            if (person.asMember)
                person.asMember = name;
        }
        if (step < firstAsked)
            continue;
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
