#include "client/conversation.h"
#include "core/cachewriter.h"
#include "store/sqlitecache.h"
#include "support/suite.h"

#include <QTemporaryDir>

namespace parlance::client {

using namespace parlance::test;

/// What is there again after the program was killed, before the server has said a word.
class CacheTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void init() { ++m_number; }
    void stateAndOutboxAreThereAtOnce();
    void goesOnFromWhereItStood();
    void whatWasWrittenIsKeptBeforeItIsSent();
    void acknowledgedIsGone();
    void failedStaysFailed();
    void draftsStay();
    void editsUnderWayStay();
    void whatIsGoneIsNotOnTheDisk();
    void changesReachWhatIsNotAtHand();
    void whatIsMissingIsAskedFor();
    void pagesAroundAndAfterComeFromIt();
    void searchGoesBackwardsInSteps();
    void aResetDropsWhatMayBeStale();
    void anotherIdentityFindsNothing();
    void onlyTheOwnerMayRead();
    void aFileOfAnotherProgram();

  private:
    struct Run; // of the program

    /// What somebody finds who comes after a SIGKILL: only what was written to the file so far.
    std::unique_ptr<Cache> afterAKill();
    static std::unique_ptr<Cache> open(const QString& path);

    QTemporaryDir m_folder;
    int m_number = 0;
    QString path() const { return m_folder.filePath(QString::number(m_number)); }
};

struct CacheTest::Run {
    std::unique_ptr<Cache> cache;
    Conversation talk{cache.get()};

    void say(const char* text) { QVERIFY(talk.client.say(roomId("general"), QString::fromLatin1(text))); }
};

std::unique_ptr<Cache> CacheTest::open(const QString& path)
{
    auto cache = SqliteCache::open(path);
    return cache ? *std::move(cache) : nullptr;
}

std::unique_ptr<Cache> CacheTest::afterAKill()
{
    const QString before = path();
    ++m_number;
    for (const char* part : {"", "-wal"})
        QFile::copy(before + QLatin1String(part), path() + QLatin1String(part));
    return open(path());
}

void CacheTest::stateAndOutboxAreThereAtOnce()
{
    Run first{open(path())};
    first.talk.joinGeneral(3);
    first.talk.line.inject(R"({"type":"edited","room":"id-general","seq":4,"n":3,"id":"m2","userId":")" + bobId +
                           R"(","username":"bob","text":"new","timestamp":1774000000001,"nonce":"b-4"})");
    first.talk.client.markRead(roomId("general"), 2);
    first.talk.line.closes(1006);
    first.say("written offline");
    const RoomState& was = first.talk.general();

    Run second{afterAKill()};
    const RoomState& is = second.talk.general();
    QCOMPARE(is.log, was.log);
    QCOMPARE(is.head, 4);
    QCOMPARE(is.n, 3);
    QCOMPARE(is.read, 2);
    QVERIFY(is.messages == was.messages);
    QCOMPARE(*is.messages[1].text, QStringLiteral("new"));
    QVERIFY(!is.live);
    QCOMPARE(second.talk.client.state().identity.userId, UserId(annId));
    QCOMPARE(second.talk.client.state().identity.username.text(), QStringLiteral("ann"));
    const auto& outbox = second.talk.client.outbox().entries();
    QCOMPARE(outbox.size(), size_t(1));
    QCOMPARE(outbox[0].text, QStringLiteral("written offline"));
    QCOMPARE(outbox[0].userId, UserId(annId));
}

void CacheTest::goesOnFromWhereItStood()
{
    Run first{open(path())};
    first.talk.joinGeneral(2);
    first.talk.pass(DeadlineWheel::slotLength);
    first.say("again");

    Run second{afterAKill()};
    second.talk.start();
    second.talk.line.opens();
    second.talk.line.takeSent();
    second.talk.line.inject(welcome(membership(3)));
    second.talk.line.expect(R"({"type":"join","room":"id-general","since":2,"log":")" + logA + R"(","ref":"2"})");
    second.talk.line.inject(joined(3, R"(,"events":[)" + message(3, bobId, "b-3") + R"(],"ref":"2")"));
    second.talk.line.expect(R"({"type":"message","room":"id-general","text":"again","nonce":"nonce-1"})");
    QCOMPARE(second.talk.general().messages.size(), size_t(3));
}

void CacheTest::whatWasWrittenIsKeptBeforeItIsSent()
{
    Run first{open(path())};
    first.talk.joinGeneral(0);
    size_t kept = 0;
    first.talk.line.onSent([&] {
        Run second{afterAKill()};
        const auto& entries = second.talk.client.outbox().entries();
        kept = entries.size();
        QVERIFY(entries.empty() || entries[0].wasSent);
    });
    first.say("hi");
    QCOMPARE(kept, size_t(1));
}

void CacheTest::acknowledgedIsGone()
{
    Run first{open(path())};
    first.talk.joinGeneral(0);
    first.say("hi");
    first.talk.line.inject(message(1, annId, "nonce-1"));
    first.talk.pass(DeadlineWheel::slotLength);

    Run second{afterAKill()};
    QVERIFY(second.talk.client.outbox().entries().empty());
    QCOMPARE(second.talk.general().messages.size(), size_t(1));
}

void CacheTest::failedStaysFailed()
{
    Run first{open(path())};
    first.talk.joinGeneral(0);
    first.say("one");
    first.talk.line.inject(R"({"type":"error","code":"forbidden","message":"no","nonce":"nonce-1"})");
    first.say("two");
    first.talk.line.inject(R"({"type":"error","code":"busy","message":"later","nonce":"nonce-2"})");

    Run second{afterAKill()};
    const auto& outbox = second.talk.client.outbox().entries();
    QCOMPARE(outbox.size(), size_t(2));
    QCOMPARE(outbox[0].state, OutboxEntry::State::Failed);
    QCOMPARE(outbox[0].problem->message, QStringLiteral("no"));
    QCOMPARE(outbox[1].state, OutboxEntry::State::Queued);
    QVERIFY(second.talk.client.discard(Nonce("nonce-1")));
    second.talk.pass(DeadlineWheel::slotLength);

    Run third{afterAKill()};
    QCOMPARE(third.talk.client.outbox().entries().size(), size_t(1));
}

void CacheTest::draftsStay()
{
    const RoomId general = roomId("general");
    Run first{open(path())};
    first.talk.client.setDraft(general, QStringLiteral("half a sent"));
    first.talk.client.setDraft(roomId("other"), QStringLiteral("x"));
    first.talk.client.setDraft(roomId("other"), {});
    first.talk.pass(DeadlineWheel::slotLength);

    Run second{afterAKill()};
    QCOMPARE(second.talk.client.draft(general), QStringLiteral("half a sent"));
    QCOMPARE(second.talk.client.draft(roomId("other")), QString());
}

void CacheTest::editsUnderWayStay()
{
    const RoomId general = roomId("general");
    const EditDraft begun{MessageId("m1"), QStringLiteral("helo"), QStringLiteral("hello the")};
    Run first{open(path())};
    first.talk.client.setDraft(general, QStringLiteral("waits meanwhile"));
    first.talk.client.setEditDraft(general, begun);
    first.talk.client.setEditDraft(roomId("other"), begun);
    first.talk.client.setEditDraft(roomId("other"), {});
    first.talk.pass(DeadlineWheel::slotLength);

    Run second{afterAKill()};
    QVERIFY(second.talk.client.editDraft(general) == begun);
    QCOMPARE(second.talk.client.draft(general), QStringLiteral("waits meanwhile"));
    QVERIFY(!second.talk.client.editDraft(roomId("other")));
}

void CacheTest::whatIsGoneIsNotOnTheDisk()
{
    Run run{open(path())};
    run.talk.joinGeneral(2);
    run.talk.pass(DeadlineWheel::slotLength);
    const auto bytes = [this] {
        QByteArray all;
        for (const char* part : {"", "-wal"}) {
            QFile file(path() + QLatin1String(part));
            if (file.open(QIODevice::ReadOnly))
                all += file.readAll();
        }
        return all;
    };
    QVERIFY(bytes().contains("text 1"));
    QVERIFY(bytes().contains("text 2"));
    run.talk.line.inject(R"({"type":"edited","room":"id-general","seq":3,"n":2,"id":"m1","userId":")" + bobId +
                         R"(","text":"other words","timestamp":5,"nonce":"e-1"})");
    run.talk.line.inject(R"({"type":"deleted","room":"id-general","seq":4,"n":2,"id":"m2","userId":")" + bobId +
                         R"(","timestamp":5,"nonce":"d-1"})");
    run.talk.pass(CacheWriter::scrubAfter);
    QVERIFY(!bytes().contains("text 1"));
    QVERIFY(!bytes().contains("text 2"));
    QVERIFY(bytes().contains("other words"));
}

void CacheTest::changesReachWhatIsNotAtHand()
{
    {
        Run first{open(path())};
        first.talk.joinGeneral(150);
    }
    Run second{open(path())};
    QCOMPARE(second.talk.general().messages.front().seq, 51);
    second.talk.start();
    second.talk.line.opens();
    second.talk.line.takeSent();
    second.talk.line.inject(welcome(membership(151)));
    second.talk.line.takeSent();
    const QByteArray edited = R"({"type":"edited","room":"id-general","seq":151,"n":150,"id":"m30","userId":")" +
                              bobId + R"(","username":"x","text":"new","timestamp":1774000000001,"nonce":"b-151"})";
    second.talk.line.inject(joined(151, R"(,"events":[)" + edited + R"(],"ref":"2")"));

    FetchHistory older;
    older.room = roomId("general");
    older.before = 51;
    std::optional<HistoryPage> page;
    second.talk.client.history().fetch(older, [&page](Result<HistoryPage> got) { page = *std::move(got); });
    second.talk.line.expectNothing();
    QVERIFY(page && !page->moreBefore);
    QCOMPARE(page->messages.size(), size_t(50));
    QCOMPARE(second.talk.general().messages.front().seq, 1);
    QCOMPARE(*second.talk.general().messages[29].text, QStringLiteral("new"));
}

void CacheTest::whatIsMissingIsAskedFor()
{
    Run first{open(path())};
    first.talk.greet();
    first.talk.client.join(roomName("general"));
    first.talk.line.takeSent();
    first.talk.line.inject(joined(42, R"(,"history":[)" + state(42, bobId, "b-1") + R"(],"ref":"2")"));
    FetchHistory older;
    older.room = roomId("general");
    older.before = 42;
    first.talk.client.history().fetch(older, [](const Result<HistoryPage>&) {});
    first.talk.line.expect(R"({"type":"history","room":"id-general","before":42,"ref":"3"})");
}

/// Offline, too: where one goes back to a message and reads on from there.
void CacheTest::pagesAroundAndAfterComeFromIt()
{
    {
        Run first{open(path())};
        first.talk.joinGeneral(150);
    }
    Run second{open(path())};
    QCOMPARE(second.talk.general().messages.front().seq, 51);
    FetchHistory around;
    around.room = roomId("general");
    around.around = 20;
    around.limit = 10;
    std::optional<HistoryPage> page;
    const auto keep = [&page](Result<HistoryPage> got) { page = *std::move(got); };
    second.talk.client.history().fetch(around, keep);
    QVERIFY(page && page->moreBefore && page->moreAfter);
    QCOMPARE(page->messages.front().seq, 15); // as many before as from it on
    QCOMPARE(page->messages.back().seq, 24);
    FetchHistory after;
    after.room = around.room;
    after.after = 24;
    after.limit = 10;
    second.talk.client.history().fetch(after, keep);
    QCOMPARE(page->messages.front().seq, 25);
    QCOMPARE(page->messages.back().seq, 34);
    const MessageWindow& messages = second.talk.general().messages;
    QVERIFY(messages.has(15) && messages.has(34) && !messages.has(35) && messages.has(51));
    QVERIFY(messages.hasGapBefore(messages.rowOf(51)));
}

void CacheTest::searchGoesBackwardsInSteps()
{
    {
        Run first{open(path())};
        first.talk.joinGeneral(150);
    }
    const auto cache = open(path());
    const RoomId room = roomId("general");
    const MessageState third = *cache->messageAt(room, 3);
    MessageState changed = third;
    changed.text = QStringLiteral("Der Große Fund");
    cache->saveMessage(room, changed);
    changed = *cache->messageAt(room, 140);
    changed.text = QStringLiteral("ein grosser, große auch");
    cache->saveMessage(room, changed);
    Searched step = cache->search(room, QStringLiteral("GROßE"), 151, 100);
    QCOMPARE(step.found, std::vector<qint64>{140});
    QCOMPARE(step.rest, 51);
    step = cache->search(room, QStringLiteral("GROßE"), step.rest, 100);
    QCOMPARE(step.found, std::vector<qint64>{3});
    QCOMPARE(step.rest, 0);
    QVERIFY(cache->search(room, QStringLiteral("m3"), 151, 1'000).found.empty()); // in texts only
    QVERIFY(cache->search(roomId("elsewhere"), QStringLiteral("o"), 151, 1'000).found.empty());
}

void CacheTest::aResetDropsWhatMayBeStale()
{
    Run first{open(path())};
    first.talk.joinGeneral(20);
    first.talk.line.closes(1006);
    first.talk.comeBack(membership(9'000));
    first.talk.line.takeSent();
    first.talk.line.inject(
        joined(9'000, R"(,"reset":true,"history":[)" + state(9'000, bobId, "b-1") + R"(],"ref":"2")"));
    first.talk.pass(DeadlineWheel::slotLength);

    const auto cache = afterAKill();
    QCOMPARE(cache->load(100).rooms[0].messages.size(), size_t(1));
    QVERIFY(!cache->message(roomId("general"), MessageId("m3")));
}

void CacheTest::anotherIdentityFindsNothing()
{
    Run first{open(path())};
    first.talk.joinGeneral(3);
    first.talk.client.setDraft(roomId("general"), QStringLiteral("half"));
    first.talk.line.closes(1006);
    first.talk.pass(*first.talk.client.connection().retryIn() + DeadlineWheel::slotLength);
    first.talk.line.opens();
    first.talk.line.inject(welcome({}, bobId));
    first.talk.pass(DeadlineWheel::slotLength);

    const CachedState found = afterAKill()->load(100);
    QCOMPARE(found.userId, UserId(bobId));
    QVERIFY(found.rooms.empty());
    QCOMPARE(found.drafts.size(), size_t(1)); // whoever sits there has written it
}

void CacheTest::onlyTheOwnerMayRead()
{
    const auto cache = open(path());
    const auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
    for (const char* part : {"", "-wal", "-shm"})
        QVERIFY(!(QFile::permissions(path() + QLatin1String(part)) & others));
}

void CacheTest::aFileOfAnotherProgram()
{
    QFile file(path());
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray("something else entirely, as long as a page's head").repeated(10));
    file.close();
    const auto refused = SqliteCache::open(path());
    QVERIFY(!refused);
    QVERIFY2(refused.error().message.startsWith(path() + QStringLiteral(": not a database")),
             qPrintable(refused.error().message));
}

} // namespace parlance::client

using parlance::client::CacheTest;
PARLANCE_SUITE(cache, CacheTest)
#include "cache_test.moc"
