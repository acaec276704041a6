#pragma once

#include "client/linkworld.h"
#include "control/roomacts.h"

/// What an admin does to rooms, and how people come and go meanwhile.
namespace parlance::test {

inline RoomName lobby()
{
    return *RoomName::parse(u"lobby");
}

inline void rename(World& world, const RoomName& room, const RoomName& to)
{
    control::renameRoom(world.server->services, room, to, [](const Result<RoomChanged>& event) { QVERIFY(event); });
    world.settle();
}

inline void remove(World& world, const RoomName& room)
{
    control::deleteRoom(world.server->services, room, [](const Result<RoomSize>& size) { QVERIFY(size); });
    world.settle();
}

inline QStringList roomsOf(World& world)
{
    QStringList names;
    world.server->store->roomSizes({}, [&names](Result<RoomSizes> sizes) {
        for (const RoomSize& size : sizes->rooms)
            names << size.name.text();
    });
    world.settle();
    return names;
}

inline QStringList roomsOf(const Person& person)
{
    QStringList names;
    for (const auto& [id, room] : person.client.state().rooms)
        names << room.name.text();
    names.sort();
    return names;
}

/// I5, for every room of the person's.
inline void compareWithNewcomer(World& world, const Person& person)
{
    Person newcomer(world, "newcomer", false);
    for (const auto& [id, room] : person.client.state().rooms)
        newcomer.client.join(id);
    newcomer.client.connection().start(loginOfTest());
    world.settle();
    for (const auto& [id, room] : person.client.state().rooms) {
        const RoomState* fresh = newcomer.client.state().room(id);
        QVERIFY(room.live && fresh && fresh->live);
        QCOMPARE(room.name, fresh->name);
        QCOMPARE(room.log, fresh->log);
        QCOMPARE(room.head, fresh->head);
        QCOMPARE(room.n, fresh->n);
        QCOMPARE(room.topic, fresh->topic);
        QVERIFY(room.messages == fresh->messages);
    }
}

/// The connection is gone and nobody listens.
inline void goAway(Person& person)
{
    person.line.setAccept({});
    person.line.sever();
    person.world.settle();
}

inline void comeBack(Person& person)
{
    person.line.setAccept([&person](std::unique_ptr<Link> link) { person.accept(std::move(link)); });
    person.world.pass(31'000);
    QVERIFY(person.isOnline());
}

} // namespace parlance::test
