#include "domain/renaming.h"
#include "protocol/limits.h"
#include "storage/sqlitestore.h"
#include "support/roomcalled.h"
#include "support/suite.h"

#include <QSemaphore>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <atomic>
#include <iterator>
#include <sqlite3.h>

namespace parlance {

using test::roomCalled;

namespace {

constexpr int stepsAtOnce = 1; // SQLite counts some kinds of steps only together with others
std::atomic<qint64> steps = 0; // of SQLite's virtual machine, in all connections

/// SQLite calls it for each connection that is opened from now on.
int count(sqlite3* database, const char** /*error*/, const sqlite3_api_routines* /*api*/)
{
    sqlite3_progress_handler(
        database, stepsAtOnce,
        [](void*) {
            steps += stepsAtOnce;
            return 0;
        },
        nullptr);
    return SQLITE_OK;
}

RoomId roomNamed(const QString& name)
{
    return RoomId(name.toUtf8());
}

const UserId asker{"asker"};
const RoomId hall = roomNamed(QStringLiteral("hall"));
const RoomId graves = roomNamed(QStringLiteral("graves"));

/// How much there is. Half of the rooms and people have a durable event, so that both halves of the store are full.
struct Size {
    int members = 0;
    int rooms = 0;
    int graves = 0;
};

constexpr Size few{200, limits::membershipsPage + 50, 1'050};
constexpr Size many{10'000, 15'000, 20'000};

} // namespace

/// What SQLite does for one call does not depend on how much there is: counted in the steps of its virtual machine, in
/// two databases, a small and a large one.
class StoresTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void oneCall_data();
    void oneCall();
    void aWholeTableIsNoticed();

  private:
    struct Filled {
        QTemporaryDir folder;
        QSemaphore woken;
        std::unique_ptr<SqliteStore> store;
    };

    using Call = std::function<void(Store&, std::function<void()> answered)>;

    static void fill(Filled& filled, const Size& size);
    static void wait(Filled& filled, const std::function<bool()>& done);
    static qint64 stepsOf(Filled& filled, const Call& call);
    static std::vector<std::pair<const char*, Call>> reads();
    static std::vector<std::pair<const char*, Call>> writes();
    static std::vector<std::pair<const char*, Call>> calls();

    std::unique_ptr<Filled> m_few;
    std::unique_ptr<Filled> m_many;
};

void StoresTest::initTestCase()
{
    sqlite3_auto_extension(reinterpret_cast<void (*)()>(&count));
    for (auto [filled, size] : {std::pair(&m_few, few), std::pair(&m_many, many)}) {
        *filled = std::make_unique<Filled>();
        fill(**filled, size);
    }
}

void StoresTest::cleanupTestCase()
{
    m_few.reset();
    m_many.reset();
    sqlite3_reset_auto_extension();
}

void StoresTest::wait(Filled& filled, const std::function<bool()>& done)
{
    while (!done()) {
        QVERIFY2(filled.woken.tryAcquire(1, 60'000), "no answer within 60 s");
        filled.store->deliver();
    }
}

void StoresTest::fill(Filled& filled, const Size& size)
{
    StorageRules rules;
    rules.path = filled.folder.filePath(QStringLiteral("log"));
    rules.durability = Durability::Normal;
    auto opened = SqliteStore::open(rules, {[&filled] { filled.woken.release(); }, [](const QString&) {}});
    QVERIFY(opened);
    filled.store = *std::move(opened);
    Store& store = *filled.store;
    qint64 number = 0;
    const auto append = [&](const RoomId& room, const UserId& user, decltype(NewEvent::what) what) {
        NewEvent made;
        made.authorship = Authorship::Unlisted;
        made.room = room;
        made.author = user;
        made.authorName = QStringLiteral("a");
        made.nonce = Nonce(QByteArray::number(++number));
        made.what = std::move(what);
        store.append(std::move(made), {});
        return MessageId("m" + QByteArray::number(number));
    };
    const auto post = [&](const RoomId& room, const UserId& user) {
        return append(room, user,
                      NewMessage{MessageId("m" + QByteArray::number(number + 1)), QStringLiteral("hi"), {}, {}});
    };
    const auto enter = [&](const RoomId& room, const UserId& user) {
        store.saveMember(room, {user, QStringLiteral("a"), 0, 0}, {});
    };
    for (const RoomId& room : {hall, graves}) {
        store.makeRoom(roomCalled(room), {});
        enter(room, asker);
        post(room, asker);
    }
    for (int i = 0; i < size.members; ++i) {
        const UserId user("member " + QByteArray::number(i));
        enter(hall, user);
        if (i % 2 == 0)
            post(hall, user);
    }
    for (int i = 0; i < size.graves; ++i)
        append(graves, asker, NewDeletion{post(graves, asker)});
    for (int i = 0; i < size.rooms; ++i) {
        const RoomId room = roomNamed(QStringLiteral("room %1").arg(i));
        store.makeRoom(roomCalled(room), {});
        enter(room, asker);
        if (i % 2 == 0)
            post(room, asker);
    }
    wait(filled, [&] { return store.state().waiting == 0; });
}

qint64 StoresTest::stepsOf(Filled& filled, const Call& call)
{
    const qint64 before = steps;
    bool isAnswered = false;
    call(*filled.store, [&isAnswered] { isAnswered = true; });
    wait(filled, [&] { return isAnswered && filled.store->state().waiting == 0; });
    return steps - before;
}

namespace {

const UserId someone{"someone"};

/// For the answer to a call, whatever it is.
template <class Answered>
auto then(Answered answered)
{
    return [answered](auto) { answered(); };
}

NewEvent madeBy(const UserId& author, decltype(NewEvent::what) what)
{
    static int round = 0;
    NewEvent made;
    made.authorship = Authorship::Unlisted;
    made.room = hall;
    made.author = author;
    made.authorName = QStringLiteral("a");
    made.nonce = Nonce("call " + QByteArray::number(++round));
    made.what = std::move(what);
    return made;
}

} // namespace

std::vector<std::pair<const char*, StoresTest::Call>> StoresTest::reads()
{
    const auto messages = [](const RoomId& room, MessageQuery query) {
        return Call([=](Store& store, auto answered) { store.messages(someone, room, query, then(answered)); });
    };
    const auto rooms = [](RoomQuery query) {
        return Call([=](Store& store, auto answered) { store.rooms(query, then(answered)); });
    };
    return {
        {"an identity", [=](Store& store, auto answered) { store.identity(asker, then(answered)); }},
        {"memberships",
         [=](Store& store, auto answered) {
             store.memberships(asker, roomNamed(QStringLiteral("room 2")), then(answered));
         }},
        {"a membership", [=](Store& store, auto answered) { store.membership(asker, hall, then(answered)); }},
        {"no membership",
         [=](Store& store, auto answered) { store.membership(UserId("nobody"), hall, then(answered)); }},
        {"the newest messages", messages(hall, {})},
        {"messages before", messages(hall, {20, {}, {}, 50, true})},
        {"messages around", messages(graves, {{}, {}, 1'000, 100, true})},
        {"messages that were not deleted", messages(graves, {{}, {}, {}, 100, false})},
        {"events", [=](Store& store,
                       auto answered) { store.eventsAfter(someone, graves, 5, limits::eventsPage, then(answered)); }},
        {"the directory", rooms({{}, {}, 100})},
        {"the directory, from the middle", rooms({{}, *RoomName::parse(u"room 13"), 100})},
        {"a room by its name",
         [=](Store& store, auto answered) { store.roomNamed(*RoomName::parse(u"ROOM 13"), then(answered)); }},
        {"a name that no room has",
         [=](Store& store, auto answered) { store.roomNamed(*RoomName::parse(u"none"), then(answered)); }},
    };
}

std::vector<std::pair<const char*, StoresTest::Call>> StoresTest::writes()
{
    return {
        {"append a message",
         [=](Store& store, auto answered) {
             store.append(madeBy(asker, NewMessage{MessageId::random(), QStringLiteral("hi"), {}, {}}), then(answered));
         }},
        {"append a topic",
         [=](Store& store, auto answered) {
             store.append(madeBy(asker, NewTopic{QStringLiteral("T")}), then(answered));
         }},
        {"another name for a room",
         [=](Store& store, auto answered) {
             store.append(renamingByAdmin(hall, *RoomName::parse(u"Hall"), 1'000), then(answered));
         }},
        {"a member comes and goes",
         [=](Store& store, auto answered) {
             const RoomId room = roomNamed(QStringLiteral("room 4"));
             store.saveMember(room, {UserId("guest"), QStringLiteral("g"), 0, 0}, {});
             store.removeMember(room, UserId("guest"));
             store.membership(UserId("guest"), room, then(answered));
         }},
        {"a name and a time",
         [=](Store& store, auto answered) {
             store.saveName(asker, *UserName::parse(u"Asker"), {}, {});
             store.saveSeen(asker, 5);
             store.membership(asker, hall, then(answered));
         }},
    };
}

std::vector<std::pair<const char*, StoresTest::Call>> StoresTest::calls()
{
    auto all = writes();
    std::ranges::move(reads(), std::back_inserter(all));
    return all;
}

void StoresTest::oneCall_data()
{
    QTest::addColumn<int>("number");
    int number = 0;
    for (const auto& [name, call] : calls())
        QTest::newRow(name) << number++;
}

void StoresTest::oneCall()
{
    QFETCH(const int, number);
    const qint64 little = stepsOf(*m_few, calls().at(size_t(number)).second);
    const qint64 much = stepsOf(*m_many, calls().at(size_t(number)).second);
    qInfo("%lld steps in a small database, %lld in a large one", little, much);
    QVERIFY(much <= little + little / 4 + 100);
}

/// That a step for each member would be seen: opening a room reads them all.
void StoresTest::aWholeTableIsNoticed()
{
    const Call open = [](Store& store, auto answered) { store.openRoom(hall, [answered](auto) { answered(); }); };
    QVERIFY(stepsOf(*m_many, open) > 10 * stepsOf(*m_few, open));
}

} // namespace parlance

using parlance::StoresTest;
PARLANCE_SUITE(stores, StoresTest)
#include "stores_test.moc"
