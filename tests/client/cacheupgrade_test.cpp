#include "base/faultpoint.h"
#include "client/conversation.h"
#include "client/oldcache.h"
#include "store/sqlitecache.h"
#include "support/suite.h"

#include <QTemporaryDir>

#include <csignal>
#include <sys/wait.h>
#include <unistd.h>

namespace parlance::client {

using namespace parlance::test;

namespace {

QByteArray described(const QByteArray& room, const QByteArray& log, const char* name, int head)
{
    const QByteArray number = QByteArray::number(head);
    return R"({"room":")" + room + R"(","log":")" + log + R"(","name":")" + name + R"(","topic":"","head":)" + number +
           R"(,"n":)" + number + R"(,"read":0})";
}

#ifdef PARLANCE_FAULT_POINTS
int statementsLeft = 0;

void killAtStatement(FaultPoint point)
{
    if (point == FaultPoint::MidMigration && --statementsLeft < 0)
        ::raise(SIGKILL);
}
#endif

} // namespace

/// What version 0.1 kept under the names of rooms is there under their ids, whichever of client and server was upgraded
/// first, and wherever the upgrade was killed.
class CacheUpgradeTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
    void everythingIsThere_data() { versions(); }
    void everythingIsThere();
    void killedAtEachStatement_data() { versions(); }
    void killedAtEachStatement();
    void serverFirst();
    void clientFirst();
    void whatHasOnlyANameIsKeptUntilItHasAnId();
    void aNameThatCannotBeJoined();

  private:
    static void versions()
    {
        QTest::addColumn<int>("version");
        for (const int version : {1, 2, 3})
            QTest::addRow("version %d of the schema", version) << version;
    }

    QString path() const { return m_folder->filePath(QStringLiteral("cache")); }
    void makeOld(int version) const { makeOldCache(path(), version); }
    std::unique_ptr<Cache> open() const;
    void check(int version) const;
    static void checkOutbox(const CachedState& state);
    void meetUpgradedServer();

    std::unique_ptr<QTemporaryDir> m_folder;
};

std::unique_ptr<Cache> CacheUpgradeTest::open() const
{
    auto cache = SqliteCache::open(path());
    return cache ? *std::move(cache) : nullptr;
}

void CacheUpgradeTest::checkOutbox(const CachedState& state)
{
    const RoomId general(logA);
    const Written unsent{Nonce("n-1"),  general, {}, Written::Kind::Message, {}, QStringLiteral("unsent"), {},
                         UserId(annId), true,    {}};
    const Written named{Nonce("n-2"),
                        {},
                        roomName("barn"),
                        Written::Kind::Message,
                        {},
                        QStringLiteral("for the barn"),
                        QStringLiteral("me"),
                        {},
                        false,
                        {}};
    QCOMPARE(state.outbox.size(), size_t(3));
    QVERIFY(state.outbox[0] == unsent);
    QVERIFY(state.outbox[1] == named);
    QCOMPARE(state.outbox[2].room, RoomId(logB));
    QCOMPARE(state.outbox[2].problem->message, QStringLiteral("no"));
}

void CacheUpgradeTest::check(int version) const
{
    const auto cache = open();
    QVERIFY(cache);
    const RoomId general(logA);
    const RoomId attic(logB);
    const CachedState state = cache->load(100);
    QCOMPARE(state.userId, UserId(annId));
    QCOMPARE(state.rooms.size(), size_t(2)); // the hall comes with the server's list
    const CachedRoom& room = state.rooms[0];
    QCOMPARE(room.room, general);
    QCOMPARE(room.name.text(), QStringLiteral("general"));
    QCOMPARE(room.log, LogId(logA));
    QCOMPARE(std::tuple(room.head, room.n, room.read), std::tuple(3, 3, 2));
    QCOMPARE(room.topic, QStringLiteral("Fridays"));
    QCOMPARE(room.messages.size(), size_t(3));
    QCOMPARE(*room.messages[2].text, QStringLiteral("text 3"));
    QVERIFY(cache->message(general, MessageId("m2")));
    QCOMPARE(state.rooms[1].room, attic);
    QCOMPARE(state.rooms[1].name.text(), QString::fromLatin1(logA));

    checkOutbox(state);
    QCOMPARE(state.drafts.size(), size_t(2));
    QCOMPARE(state.drafts.at(general), QStringLiteral("half a sent"));
    QCOMPARE(state.drafts.at(attic), QStringLiteral("in the attic"));
    std::map<RoomName, QString> drafts{{roomName("barn"), QStringLiteral("in the barn")},
                                       {roomName("hall"), QStringLiteral("in the hall")}};
    if (version > 1) {
        QCOMPARE(state.edits.size(), size_t(1));
        QCOMPARE(state.edits.at(general).text, QStringLiteral("text two"));
        drafts[roomName("shed")] = QStringLiteral("left by a crash");
    }
    QVERIFY(state.namedDrafts == drafts);
    QCOMPARE(cache->roomOnceCalled(roomName("general")), general);
    QCOMPARE(cache->roomOnceCalled(roomName("barn")), RoomId());
}

void CacheUpgradeTest::everythingIsThere()
{
    QFETCH(int, version);
    makeOld(version);
    check(version);
    check(version); // once more, from a file that is upgraded already
}

void CacheUpgradeTest::killedAtEachStatement()
{
#ifdef PARLANCE_FAULT_POINTS
    QFETCH(int, version);
    bool wasKilled = true;
    int at = 0;
    for (; wasKilled; ++at) {
        init();
        makeOld(version);
        const pid_t child = ::fork();
        if (child == 0) {
            statementsLeft = at;
            setFaultHandler(&killAtStatement);
            const auto cache = SqliteCache::open(path());
            ::_exit(cache ? 0 : 1);
        }
        int status = 0;
        QCOMPARE(::waitpid(child, &status, 0), child);
        wasKilled = WIFSIGNALED(status);
        QVERIFY(wasKilled || WEXITSTATUS(status) == 0);
        check(version);
    }
    QVERIFY(at > 20); // each statement had its turn
#else
    QSKIP("built without fault points; the preset asan has them");
#endif
}

/// The server has given each room the id that its log was, and one of them another name since.
void CacheUpgradeTest::serverFirst()
{
    makeOld(3);
    meetUpgradedServer();
}

void CacheUpgradeTest::meetUpgradedServer()
{
    const auto cache = open();
    Conversation talk(cache.get());
    const RoomId general(logA);
    QCOMPARE(talk.client.state().room(general)->unread(), 1);
    talk.start();
    talk.line.opens();
    talk.line.takeSent();
    talk.line.inject(welcome(described(logA, logA, "team", 4) + "," + described(logB, logB, "attic", 1)));
    QCOMPARE(talk.client.state().nameOf(general), QStringLiteral("team"));
    talk.line.expect(R"({"type":"join","room":")" + logB + R"(","since":1,"log":")" + logB + R"(","ref":"2"})");
    talk.line.expect(R"({"type":"join","room":")" + logA + R"(","since":3,"log":")" + logA + R"(","ref":"3"})");
    talk.line.expect(R"({"type":"join","name":"barn","ref":"4"})");
    talk.line.inject(R"({"type":"joined","room":")" + logA + R"(","log":")" + logA +
                     R"(","name":"team","topic":"Fridays","head":4,"n":3,"read":2,"users":[],"userCount":0,"events":[)"
                     R"({"type":"room_changed","room":")" +
                     logA + R"(","seq":4,"n":3,"name":"team","timestamp":1,"nonce":"x"}],"ref":"3"})");
    talk.line.expect(R"({"type":"message","room":")" + logA + R"(","text":"unsent","nonce":"n-1"})");
    QCOMPARE(talk.client.state().room(general)->messages.size(), size_t(3));
    QCOMPARE(talk.client.state().room(general)->unread(), 1);
    QCOMPARE(talk.client.draft(general), QStringLiteral("half a sent"));
    QCOMPARE(talk.client.editDraft(general)->text, QStringLiteral("text two"));
}

void CacheUpgradeTest::clientFirst()
{
    makeOld(3);
    for (int start = 0; start < 2; ++start) {
        const auto cache = open();
        Conversation talk(cache.get());
        talk.start();
        talk.line.opens();
        talk.line.takeSent();
        talk.line.inject(R"({"type":"error","code":"protocol_version","message":"protocol: must be 1","ref":"1"})");
        QCOMPARE(talk.client.state().rooms.size(), size_t(2));
        talk.pass(DeadlineWheel::slotLength);
    }
    check(3);
    meetUpgradedServer();
}

void CacheUpgradeTest::whatHasOnlyANameIsKeptUntilItHasAnId()
{
    makeOld(3);
    {
        const auto cache = open();
        Conversation talk(cache.get());
        talk.start();
        talk.line.opens();
        talk.line.takeSent();
        const QByteArray known = described(logA, logA, "general", 3) + "," + described(logB, logB, "attic", 1);
        talk.line.inject(welcome(known + "," + described("id-hall", "log-hall", "Hall", 0)));
        talk.line.takeSent();
        QCOMPARE(talk.client.draft(RoomId("id-hall")), QStringLiteral("in the hall"));
        talk.line.inject(
            R"({"type":"joined","room":"id-barn","log":"log-barn","name":"barn","topic":"","head":0,"n":0,)"
            R"("read":0,"users":[],"userCount":0,"history":[],"ref":"5"})");
        talk.line.takeSent();
        QCOMPARE(talk.client.draft(RoomId("id-barn")), QStringLiteral("in the barn"));
        QCOMPARE(talk.client.outbox().find(Nonce("n-2"))->room, RoomId("id-barn"));
        QVERIFY(talk.client.outbox().find(Nonce("n-2"))->wasSent);
        talk.pass(DeadlineWheel::slotLength);
    }
    const CachedState state = open()->load(100);
    QCOMPARE(state.drafts.at(RoomId("id-hall")), QStringLiteral("in the hall"));
    QCOMPARE(state.drafts.at(RoomId("id-barn")), QStringLiteral("in the barn"));
    QCOMPARE(state.namedDrafts.size(), size_t(1)); // the shed's, of which nothing was heard
    QCOMPARE(state.outbox[1].room, RoomId("id-barn"));
}

/// It has failed, with a reason, and is there to be tried again.
void CacheUpgradeTest::aNameThatCannotBeJoined()
{
    makeOld(3);
    const auto cache = open();
    Conversation talk(cache.get());
    talk.greet();
    talk.line.takeSent();
    talk.line.takeSent();
    talk.line.takeSent();
    talk.line.inject(R"({"type":"error","code":"forbidden","message":"Members only","ref":"2"})");
    talk.line.inject(R"({"type":"error","code":"forbidden","message":"Members only","ref":"3"})");
    talk.line.inject(R"({"type":"error","code":"forbidden","message":"Members only","ref":"4"})");
    const OutboxEntry* barn = talk.client.outbox().find(Nonce("n-2"));
    QCOMPARE(barn->state, OutboxEntry::State::Failed);
    QCOMPARE(barn->problem->message, QStringLiteral("Members only"));
    QCOMPARE(barn->name, roomName("barn"));
}

} // namespace parlance::client

using parlance::client::CacheUpgradeTest;
PARLANCE_SUITE(cacheupgrade, CacheUpgradeTest)
#include "cacheupgrade_test.moc"
