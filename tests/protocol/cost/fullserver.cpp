#include "protocol/cost/fullserver.h"

#include "support/frames.h"

namespace parlance::test {

namespace {

const UserId askerId{"00000000-0000-4000-8000-00000000a5ce"}; // a token holds a UUID

ServerFacts unlimited()
{
    ServerFacts facts;
    facts.newRoomsPerHour = 0;
    facts.limits.rooms = 10'000;
    return facts;
}

} // namespace

FullServer::FullServer(const ServerCore::Around& around)
    : core(unlimited(), {},
           [this, around](std::unique_ptr<Store> store) -> std::unique_ptr<Store> {
               std::unique_ptr<Store> counting = std::make_unique<CountingStore>(std::move(store), bill);
               return around ? around(std::move(counting)) : std::move(counting);
           })
    , token(core.authenticator.issue(askerId).toLatin1())
    , asker(filled())
    , other(core.connect())
{
    other.enter("echo", "hall");
    other.inject(R"({"type":"join","room":"crowd"})");
    for (const QByteArray room : {"hall", "crowd"})
        asker.inject(R"({"type":"join","room":")" + room + R"("})");
    core.settle();
    hall = core.rooms.find(roomNamed(QStringLiteral("hall")))->log().text();
}

TestPeer& FullServer::filled()
{
    fillHalls();
    fillGraves();
    fillRooms();
    core.settle();
    return connectAsker();
}

void FullServer::append(const RoomName& room, const UserId& author, const QByteArray& nonce,
                        decltype(NewEvent::what) what)
{
    NewEvent event;
    event.room = room;
    event.author = author;
    event.authorName = QStringLiteral("a");
    event.nonce = Nonce(nonce);
    event.timestamp = core.clock.wall();
    event.what = std::move(what);
    core.store->append(std::move(event), [](const Result<Appended>&) {});
}

void FullServer::fillHalls()
{
    for (const char16_t* name : {u"hall", u"crowd", u"closed"}) {
        const RoomName room = roomNamed(QString::fromUtf16(name));
        core.store->openRoom(room, true, [](const Result<RoomRecord>&) {});
        for (int i = 0; i < members; ++i) {
            const UserId user("member " + QByteArray::number(i));
            const QString own =
                room.text() == QStringLiteral("crowd") ? QStringLiteral("a") : QStringLiteral("Person %1").arg(i);
            append(room, user, "n", NewMessage{MessageId(room.text().toLatin1() + user.text()), own, {}, {}});
            core.store->saveMember(room, {user, own, 0, 0}, {});
        }
        core.store->saveMember(room, {askerId, QStringLiteral("asker"), 0, 0}, {});
    }
}

void FullServer::fillGraves()
{
    const RoomName room = roomNamed(QStringLiteral("graves"));
    core.store->openRoom(room, true, [](const Result<RoomRecord>&) {});
    core.store->saveMember(room, {askerId, QStringLiteral("asker"), 0, 0}, {});
    for (int i = 0; i < 120 + graves; ++i) {
        const QByteArray number = QByteArray::number(i);
        append(room, askerId, "m" + number, NewMessage{MessageId("grave " + number), QStringLiteral("hi"), {}, {}});
        if (i >= 120)
            append(room, askerId, "d" + number, NewDeletion{MessageId("grave " + number)});
    }
}

void FullServer::fillRooms()
{
    for (int i = 0; i < rooms; ++i) {
        const RoomName room = roomNamed(QStringLiteral("room %1").arg(i));
        core.store->openRoom(room, true, [](const Result<RoomRecord>&) {});
        if (i < memberships)
            core.store->saveMember(room, {askerId, QStringLiteral("asker"), 0, 0}, {});
    }
}

TestPeer& FullServer::connectAsker()
{
    TestPeer& peer = core.connect();
    peer.inject(R"({"type":"hello","protocol":1,"client":"cost","token":")" + token + R"("})");
    peer.expect(R"({"type":"welcome","...":true})");
    return peer;
}

} // namespace parlance::test
