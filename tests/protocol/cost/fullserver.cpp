#include "protocol/cost/fullserver.h"

#include "support/frames.h"

namespace parlance::test {

namespace {

const QString nearAddress = QStringLiteral("127.0.0.1");
const QString farAddress = QStringLiteral("127.0.0.2");

UserId askerId(int number)
{
    return UserId("00000000-0000-4000-8000-00000000a5c" + QByteArray::number(number)); // a token holds a UUID
}

ServerFacts factsFor(const Weakness& weakness)
{
    ServerFacts facts;
    facts.newRoomsPerHour = 0;
    facts.limits.rooms = 10'000;
    if (weakness.unlimitedMessages)
        facts.limits.messages = 0;
    return facts;
}

} // namespace

FullServer::FullServer(const Weakness& weakness)
    : core(
          factsFor(weakness), {},
          [this, &weakness](std::unique_ptr<Store> store) -> std::unique_ptr<Store> {
              std::unique_ptr<Store> counting = std::make_unique<CountingStore>(std::move(store), bill);
              return weakness.store ? weakness.store(std::move(counting)) : std::move(counting);
          },
          weakness.audiences)
    , asker(filled())
    , other(core.connect(farAddress))
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

void FullServer::enrol(const RoomId& room)
{
    for (int i = 0; i < askers; ++i)
        core.store->saveMember(room, {askerId(i), QStringLiteral("asker"), 0, 0}, {});
}

void FullServer::append(const RoomId& room, const UserId& author, const QByteArray& nonce,
                        decltype(NewEvent::what) what)
{
    NewEvent event;
    event.authorship = Authorship::Unlisted;
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
        const RoomId room = roomNamed(QString::fromUtf16(name));
        core.store->makeRoom(roomCalled(room), [](const Result<RoomId>&) {});
        for (int i = 0; i < members; ++i) {
            const UserId user("member " + QByteArray::number(i));
            const QString own = room.text() == "crowd" ? QStringLiteral("a") : QStringLiteral("Person %1").arg(i);
            append(room, user, "n", NewMessage{MessageId(room.text() + user.text()), own, {}, {}});
            core.store->saveMember(room, {user, own, 0, 0}, {});
        }
        enrol(room);
    }
}

void FullServer::fillGraves()
{
    const RoomId room = roomNamed(QStringLiteral("graves"));
    core.store->makeRoom(roomCalled(room), [](const Result<RoomId>&) {});
    enrol(room);
    for (int i = 0; i < 120 + graves; ++i) {
        const QByteArray number = QByteArray::number(i);
        append(room, askerId(i < 120 ? i % askers : 0), "m" + number,
               NewMessage{MessageId("grave " + number), QStringLiteral("hi"), {}, {}});
        if (i >= 120)
            append(room, askerId(0), "d" + number, NewDeletion{MessageId("grave " + number)});
    }
}

void FullServer::fillRooms()
{
    for (int i = 0; i < askers; ++i) {
        NewRoom mine = roomCalled(roomNamed(QStringLiteral("mine %1").arg(i)));
        mine.maker = askerId(i);
        core.store->makeRoom(mine, [](const Result<RoomId>&) {});
        core.store->saveMember(mine.room, {askerId(i), QStringLiteral("asker"), 0, 0}, {});
    }
    for (int i = 0; i < rooms; ++i) {
        const RoomId room = roomNamed(QStringLiteral("room %1").arg(i));
        core.store->makeRoom(roomCalled(room), [](const Result<RoomId>&) {});
        append(room, UserId("member 0"), "n",
               NewMessage{MessageId("first " + QByteArray::number(i)), QStringLiteral("hi"), {}, {}});
        if (i < memberships)
            enrol(room);
    }
}

QByteArray FullServer::tokenOf(int which)
{
    return core.authenticator.issue(askerId(which)).toLatin1();
}

TestPeer& FullServer::connectNearAsker()
{
    return core.connect(nearAddress);
}

TestPeer& FullServer::connectAsker(int number)
{
    TestPeer& peer = connectNearAsker();
    peer.inject(R"({"type":"hello","protocol":2,"client":"cost","token":")" + tokenOf(number) + R"("})");
    peer.expect(R"({"type":"welcome","...":true})");
    return peer;
}

QByteArray FullServer::filledIn(QByteArray frame, int which, const QByteArray& own)
{
    frame.replace("%1", QByteArray::number(++m_filledIn)).replace("LOG", hall).replace("TOKEN", tokenOf(which));
    if (frame.contains("OWN"))
        frame.replace("OWN", own.isEmpty() ? post(asker) : own);
    frame.replace("MINE", "mine " + QByteArray::number(which));
    if (frame.contains("ROOM"))
        frame.replace("ROOM", "room " + QByteArray::number(m_left++));
    return frame;
}

QByteArray FullServer::post(TestPeer& author)
{
    author.take();
    author.inject(R"({"type":"message","room":"crowd","text":"mine","nonce":"own )" + QByteArray::number(m_posted++) +
                  R"("})");
    return member(author.expect(R"({"type":"message","...":true})"), "id").toLatin1();
}

qint64 FullServer::lookups()
{
    quint64 sum = 0;
    for (const char16_t* name : {u"hall", u"crowd"})
        sum += core.rooms.find(roomNamed(QString::fromUtf16(name)))->names().lookups();
    return qint64(sum);
}

} // namespace parlance::test
