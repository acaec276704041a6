#include "storage/drafts.h"
#include "storage/logschema.h"
#include "storage/sqlitestore.h"
#include "storage/store_contract.h"
#include "storage/surplus.h"
#include "support/suite.h"

#include <QDir>
#include <QFile>
#include <QSemaphore>
#include <QTemporaryDir>
#include <QTest>

namespace parlance {

using namespace parlance::test;

class SqliteStoreTest final : public test::StoreContract {
    Q_OBJECT
  protected:
    std::unique_ptr<Store> makeStore() override
    {
        m_folder = std::make_unique<QTemporaryDir>();
        return open();
    }
    void wait(Store& store) override;

  private Q_SLOTS:
    void whatWasAnsweredIsThereAgain();
    void whoOnlyReadsIsThereAgain();
    void strangersOfAFormerRunCountAsOfOneAddress();
    void onAFullDiskNoRoomIsMade();
    void belowTheReserveNothingIsAdded();
    void endedLogsAreRemembered();
    void whatADeletedRoomLeavesIsTakenAway();
    void onAFullDiskNothingIsTakenAway();
    void whatIsGoneIsNowhereOnTheDisk();
    void anOlderDatabaseIsCleaned();

  private:
    std::unique_ptr<SqliteStore> open(qint64 reserve = 0);

    /// The answer to what `ask` asks, which gets the callback.
    template <class T, class Ask>
    Result<T> answer(Store& store, Ask ask)
    {
        std::optional<Result<T>> result;
        ask(Done<T>([&result](Result<T> found) { result = std::move(found); }));
        wait(store);
        return *std::move(result);
    }
    Result<RoomRecord> room(Store& store, bool create)
    {
        return answer<RoomRecord>(store, [&](auto done) {
            if (create)
                store.makeRoom(general, {}, std::move(done));
            else
                store.openRoom(general, std::move(done));
        });
    }
    Result<IdentityRecord> identity(Store& store)
    {
        return answer<IdentityRecord>(store, [&](auto done) { store.identity(ann, std::move(done)); });
    }
    Result<Appended> append(Store& store, const QByteArray& nonce)
    {
        return answer<Appended>(store, [&](auto done) { store.append(message(ann, nonce), std::move(done)); });
    }

    /// All that the database's files hold.
    QByteArray bytes() const
    {
        QByteArray all;
        for (const QString& name : QDir(m_folder->path()).entryList({QStringLiteral("parlance.db*")}, QDir::Files)) {
            QFile file(m_folder->filePath(name));
            if (file.open(QIODevice::ReadOnly))
                all += file.readAll();
        }
        return all;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    QSemaphore m_woken;
};

std::unique_ptr<SqliteStore> SqliteStoreTest::open(qint64 reserve)
{
    const StorageRules rules{m_folder->filePath(QStringLiteral("parlance.db")), Durability::Full, reserve};
    auto store =
        SqliteStore::open(rules, {[this] { m_woken.release(); }, [](const QString& why) { qWarning() << why; }});
    if (!store)
        qFatal("%s", qPrintable(store.error().message));
    return *std::move(store);
}

void SqliteStoreTest::wait(Store& store)
{
    // Each thread answers in the order of the calls, so these come last.
    int open = 2;
    store.identity(ann, [&](const auto&) { --open; });
    store.eventsAfter(ann, general, 0, 1, [&](const auto&) { --open; });
    while (open > 0) {
        QVERIFY2(m_woken.tryAcquire(1, 30'000), "no answer within 30 s");
        static_cast<SqliteStore&>(store).deliver();
    }
}

void SqliteStoreTest::whatWasAnsweredIsThereAgain()
{
    auto store = makeStore();
    const LogId log = room(*store, true)->log;
    store->saveMember(general, {ann, QStringLiteral("Ann"), 0, 0}, {});
    const auto first = append(*store, "1");
    store.reset();
    store = open();
    QVERIFY(room(*store, false)->log == log);
    QCOMPARE(room(*store, false)->head, 1);
    QCOMPARE(identity(*store)->memberships.rooms.at(0).read, 1);
    QCOMPARE(identity(*store)->name->text(), QStringLiteral("Ann"));
    const auto again = append(*store, "1");
    QVERIFY(again->repeated);
    QVERIFY(again->event == first->event);
    QCOMPARE(seqOf(append(*store, "2")->event), 2);
}

void SqliteStoreTest::whoOnlyReadsIsThereAgain()
{
    auto store = makeStore();
    const LogId log = room(*store, true)->log;
    store->saveMember(general, {ann, QStringLiteral("Ann"), 0, 0}, {});
    store.reset();
    store = open();
    QVERIFY(room(*store, false)->log == log);
    QCOMPARE(identity(*store)->memberships.rooms.size(), size_t(1));
    QCOMPARE(identity(*store)->name->text(), QStringLiteral("Ann"));
}

/// The table may have been full of them when the server was started again: they give way to each address that has come
/// since.
void SqliteStoreTest::strangersOfAFormerRunCountAsOfOneAddress()
{
    auto store = makeStore();
    (void)room(*store, true);
    const auto enter = [&](const QByteArray& user, const QString& address) {
        store->saveMember(general, {UserId(user), QStringLiteral("g"), 0, 0}, address);
    };
    for (size_t i = 0; i < mostSilentMemberships; ++i)
        enter("stranger " + QByteArray::number(i), QStringLiteral("192.0.2.99"));
    store.reset();
    store = open();
    std::vector<UserId> swept;
    store->onSwept([&](const Swept& gone) {
        for (const SweptMember& member : gone.members)
            swept.push_back(member.user);
    });
    enter("late", QStringLiteral("192.0.2.1"));
    enter("later", QStringLiteral("192.0.2.1"));
    while (swept.size() < 2)
        wait(*store);
    const auto last = QByteArray::number(qint64(mostSilentMemberships - 1));
    QVERIFY(swept.at(0).text() == "stranger " + last);
    QVERIFY(swept.at(1).text().startsWith("stranger "));
}

void SqliteStoreTest::onAFullDiskNoRoomIsMade()
{
    auto store = makeStore();
    store.reset();
    store = open(std::numeric_limits<qint64>::max());
    const auto refused = room(*store, true);
    QCOMPARE(refused.error().code, ErrorCode::Busy);
    QVERIFY(refused.error().retryAfter);
    QCOMPARE(room(*store, false).error().code, ErrorCode::NotFound);
}

void SqliteStoreTest::belowTheReserveNothingIsAdded()
{
    auto store = makeStore();
    (void)room(*store, true);
    const auto first = append(*store, "1");
    store.reset();
    store = open(std::numeric_limits<qint64>::max());
    const auto refused = append(*store, "2");
    QCOMPARE(refused.error().code, ErrorCode::Busy);
    QVERIFY(refused.error().retryAfter);
    QVERIFY(append(*store, "1")->repeated); // nothing is added by that
    const auto slice =
        answer<MessageSlice>(*store, [&](auto done) { store->messages(ann, general, {}, std::move(done)); });
    QCOMPARE(slice->messages.size(), size_t(1));
    store.reset();
    store = open();
    QCOMPARE(seqOf(append(*store, "2")->event), 2);
}

void SqliteStoreTest::endedLogsAreRemembered()
{
    auto store = makeStore();
    NewEvent late = message(ann, "late");
    late.log = room(*store, true)->log;
    (void)append(*store, "1");
    QVERIFY(answer<RoomSize>(*store, [&](auto done) { store->deleteRoom(general, std::move(done)); }));
    store.reset();
    store = open();
    QVERIFY(*answer<bool>(*store, [&](auto done) { store->wasEnded(late.log, std::move(done)); }));
    const auto refused = answer<Appended>(*store, [&](auto done) { store->append(late, std::move(done)); });
    QCOMPARE(refused.error().code, ErrorCode::NotFound);
    QCOMPARE(room(*store, false).error().code, ErrorCode::NotFound);
}

void SqliteStoreTest::whatADeletedRoomLeavesIsTakenAway()
{
    auto store = makeStore();
    (void)room(*store, true);
    for (int i = 0; i < 4'500; ++i)
        store->append(message(ann, QByteArray::number(i)), {});
    store->append(message(ann, "secret", QStringLiteral("said in a room that is deleted")), {});
    store->append(
        {general, {}, ann, {}, Nonce("e"), 0, Authorship::Plain, NewEdit{MessageId("id-7"), QStringLiteral("x"), {}}},
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
    const auto file = openForReading(m_folder->filePath(QStringLiteral("parlance.db")));
    QTRY_COMPARE_WITH_TIMEOUT((*file)->number("SELECT count(*) FROM ended WHERE room IS NOT NULL"), 0, 30'000);
    QCOMPARE((*file)->number("SELECT count(*) FROM events"), 1);
    QTRY_VERIFY_WITH_TIMEOUT(!bytes().contains("said in a room that is deleted"), 30'000);
    QCOMPARE((*file)->number("SELECT count(*) FROM changes"), 0);
    QCOMPARE((*file)->number("SELECT count(*) FROM members"), 0);
    QVERIFY(room(*store, false)->log == log);
    QVERIFY(append(*store, "7")->event == first->event);
}

/// It would fail before each batch, and say so each time.
void SqliteStoreTest::onAFullDiskNothingIsTakenAway()
{
    auto store = makeStore();
    (void)room(*store, true);
    (void)append(*store, "1");
    store.reset();
    store = open(std::numeric_limits<qint64>::max());
    QVERIFY(answer<RoomSize>(*store, [&](auto done) { store->deleteRoom(general, std::move(done)); }));
    QCOMPARE(room(*store, false).error().code, ErrorCode::NotFound); // a batch more
    const auto file = openForReading(m_folder->filePath(QStringLiteral("parlance.db")));
    const char* left = "SELECT count(*) FROM events";
    QCOMPARE((*file)->number(left), 1);
    store.reset();
    store = open();
    QTRY_COMPARE_WITH_TIMEOUT((*file)->number(left), 0, 30'000);
}

void SqliteStoreTest::whatIsGoneIsNowhereOnTheDisk()
{
    auto store = makeStore();
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

/// A file of before, which kept every text.
void SqliteStoreTest::anOlderDatabaseIsCleaned()
{
    m_folder = std::make_unique<QTemporaryDir>();
    {
        Schema before = logSchema();
        before.steps.resize(2);
        const auto file = openForWriting(m_folder->filePath(QStringLiteral("parlance.db")), before, Durability::Full);
        (*file)->execute("PRAGMA secure_delete = OFF");
        for (const char* statement :
             {"INSERT INTO rooms VALUES (1, 'general', 'general', 'L', 6, 3, '', 0, 0)",
              "INSERT INTO users VALUES (1, 'ann', 'ann', 0)", "INSERT INTO members VALUES (1, 1, 3)",
              "INSERT INTO events (place, n, kind, author, time, nonce, message, name, text) VALUES"
              " (4294967297, 1, 1, 1, 0, 'n1', 'id-1', 'ann', 'the edited secret'),"
              " (4294967298, 2, 1, 1, 0, 'n2', 'id-2', 'ann', 'the deleted secret'),"
              " (4294967299, 3, 1, 1, 0, 'n3', 'id-3', 'ann', 'what stays')",
              "INSERT INTO events (place, n, kind, author, time, nonce, message, text) VALUES"
              " (4294967300, 3, 2, 1, 0, 'n4', 'id-1', 'the middle secret'),"
              " (4294967301, 3, 2, 1, 0, 'n5', 'id-1', 'the present text'),"
              " (4294967302, 3, 3, 1, 0, 'n6', 'id-2', NULL)",
              "INSERT INTO changes VALUES (4294967297, 5, 0, 0, 'the present text', NULL), (4294967298, 6, 1, NULL,"
              " NULL, NULL)",
              "INSERT INTO users VALUES (2, 'the swept secret', 'x', 0)", "DELETE FROM users WHERE id = 2"})
            (*file)->execute(statement);
        QVERIFY2(!(*file)->failed(), qPrintable((*file)->errorText()));
    }
    QVERIFY(bytes().contains("the middle secret"));
    auto store = open();
    for (const char* gone : {"the edited secret", "the deleted secret", "the middle secret", "the swept secret"})
        QVERIFY2(!bytes().contains(gone), gone);
    const auto slice =
        answer<EventSlice>(*store, [&](auto done) { store->eventsAfter(ann, general, 0, 100, std::move(done)); });
    QCOMPARE(slice->events.size(), size_t(6));
    QVERIFY(std::get<MessagePosted>(slice->events.at(0)).gone);
    QCOMPARE(*std::get<MessagePosted>(slice->events.at(2)).text, QStringLiteral("what stays"));
    QVERIFY(std::get<MessageEdited>(slice->events.at(3)).gone);
    QCOMPARE(*std::get<MessageEdited>(slice->events.at(4)).text, QStringLiteral("the present text"));
    const auto page =
        answer<MessageSlice>(*store, [&](auto done) { store->messages(ann, general, {}, std::move(done)); });
    QCOMPARE(*page->messages.at(0).text, QStringLiteral("the present text"));
    QVERIFY(*page->messages.at(1).deleted);
    // Members, read marks and nonces are what they were.
    QCOMPARE(identity(*store)->memberships.rooms.at(0).read, 3);
    QVERIFY(answer<Appended>(*store, [&](auto done) { store->append(message(ann, "n1"), std::move(done)); })->repeated);
}

} // namespace parlance

using parlance::SqliteStoreTest;
PARLANCE_SUITE(sqlitestore, SqliteStoreTest)
#include "sqlitestore_test.moc"
