#include "base/faultpoint.h"
#include "storage/logschema.h"
#include "storage/storefolder.h"
#include "support/suite.h"

#include <QTest>

#include <csignal>
#include <set>
#include <sys/wait.h>
#include <unistd.h>

namespace parlance {

using namespace parlance::test;

#ifdef PARLANCE_FAULT_POINTS
namespace {

int statementsLeft = 0;

void killAtStatement(FaultPoint point)
{
    if (point == FaultPoint::MidMigration && --statementsLeft < 0)
        ::raise(SIGKILL);
}

} // namespace
#endif

/// Files of former versions.
class UpgradeTest final : public QObject, protected test::StoreFolder {
    Q_OBJECT
  private Q_SLOTS:
    void init() { makeFolder(); }
    void anOlderDatabaseIsCleaned();
    void aKilledUpgradeIsDoneByTheNextStart();
    void roomsOfBeforeGetIdsAndNamesOfTheirOwn();
    void theLogNamesTheRoomsThatGotANumber();

  private:
    void writeFormer();
    void checkWhole(Store& store);
};

/// A file of version 0.1, which kept every text.
void UpgradeTest::writeFormer()
{
    Schema before = logSchema();
    before.steps.resize(2);
    const auto file = openForWriting(path(), before, Durability::Full);
    (*file)->execute("PRAGMA secure_delete = OFF");
    for (const char* statement :
         {"INSERT INTO rooms VALUES (1, 'x', 'x', 'general', 6, 3, '', 0, 0)",
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

/// Everything that was in the file of writeFormer() and stays.
void UpgradeTest::checkWhole(Store& store)
{
    const auto slice =
        answer<EventSlice>(store, [&](auto done) { store.eventsAfter(ann, general, 0, 100, std::move(done)); });
    QCOMPARE(slice->events.size(), size_t(6));
    QVERIFY(std::get<MessagePosted>(slice->events.at(0)).gone);
    QCOMPARE(*std::get<MessagePosted>(slice->events.at(2)).text, QStringLiteral("what stays"));
    QVERIFY(std::get<MessageEdited>(slice->events.at(3)).gone);
    QCOMPARE(*std::get<MessageEdited>(slice->events.at(4)).text, QStringLiteral("the present text"));
    const auto page =
        answer<MessageSlice>(store, [&](auto done) { store.messages(ann, general, {}, std::move(done)); });
    QCOMPARE(*page->messages.at(0).text, QStringLiteral("the present text"));
    QVERIFY(*page->messages.at(1).deleted);
    const auto shown = answer<MessageSlice>(store, [&](auto done) {
        store.messages(ann, general, {{}, {}, {}, 100, false}, std::move(done));
    });
    QCOMPARE(shown->messages.size(), size_t(2));
    QCOMPARE(*shown->messages.at(0).text, QStringLiteral("the present text"));
    QCOMPARE(*shown->messages.at(1).text, QStringLiteral("what stays"));
    // Members, read marks and nonces are what they were.
    QCOMPARE(identity(store)->memberships.rooms.at(0).read, 3);
    QVERIFY(answer<Appended>(store, [&](auto done) { store.append(message(ann, "n1"), std::move(done)); })->repeated);
}

void UpgradeTest::anOlderDatabaseIsCleaned()
{
    writeFormer();
    QVERIFY(bytes().contains("the middle secret"));
    auto store = open();
    for (const char* gone : {"the edited secret", "the deleted secret", "the middle secret", "the swept secret"})
        QVERIFY2(!bytes().contains(gone), gone);
    checkWhole(*store);
}

/// The next start finds the file as it was after the last step that was done whole, and goes on.
void UpgradeTest::aKilledUpgradeIsDoneByTheNextStart()
{
#ifdef PARLANCE_FAULT_POINTS
    bool wasKilled = true;
    int kills = 0;
    for (int at = 0; wasKilled; ++at, ++kills) {
        makeFolder();
        writeFormer();
        const pid_t child = ::fork();
        if (child == 0) {
            statementsLeft = at;
            setFaultHandler(&killAtStatement);
            ::_exit(openForWriting(path(), logSchema(), Durability::Full) ? 0 : 1);
        }
        int status = 0;
        QCOMPARE(::waitpid(child, &status, 0), child);
        wasKilled = WIFSIGNALED(status);
        QVERIFY(wasKilled || WEXITSTATUS(status) == 0);
        const auto store = open();
        checkWhole(*store);
        QVERIFY(!bytes().contains("the middle secret"));
    }
    QVERIFY2(kills > 20, qPrintable(QString::number(kills)));
#else
    QSKIP("built without fault points; the preset asan has them");
#endif
}

/// In few lines, because of lines that are alike the log keeps only some.
void UpgradeTest::theLogNamesTheRoomsThatGotANumber()
{
    constexpr int rooms = 120;
    {
        Schema before = logSchema();
        before.steps.resize(2);
        const auto file = openForWriting(path(), before, Durability::Full);
        Statement insert(**file, "INSERT INTO rooms VALUES (?1, ?2, ?2, ?3, 0, 0, '', 0, NULL)");
        for (int i = 0; i < rooms; ++i) { // 2 to the 7th spellings of one name
            QString name = QStringLiteral("general");
            for (int letter = 0; letter < 7; ++letter)
                name[letter] = (i >> letter & 1) != 0 ? name[letter].toUpper() : name[letter];
            insert(i + 1, name, "log-" + QByteArray::number(i + 1)).run();
        }
        QVERIFY2(!(*file)->failed(), qPrintable((*file)->errorText()));
    }
    static QStringList lines;
    lines.clear();
    const auto former =
        qInstallMessageHandler([](QtMsgType, const QMessageLogContext&, const QString& line) { lines << line; });
    auto store = open();
    qInstallMessageHandler(former);
    lines.removeIf([](const QString& line) { return !line.contains(QStringLiteral("rooms rename")); });
    QCOMPARE(lines.size(), 3);
    const QStringList words = lines.join(u' ').split(u' ');
    std::set<QString> names;
    for (int i = 0; i < rooms; ++i) {
        const QByteArray id = "log-" + QByteArray::number(i + 1);
        QCOMPARE(words.count(QString::fromLatin1(id)), i == 0 ? 0 : 1);
        names.insert(answer<RoomRecord>(*store, [&](auto done) { store->openRoom(RoomId(id), std::move(done)); })
                         ->name.text()
                         .toLower());
    }
    QCOMPARE(names.size(), size_t(rooms));
    QVERIFY(names.contains(QStringLiteral("general 120")) && !names.contains(QStringLiteral("general 121")));
}

/// A room of version 0.1 gets the id of its log. Of names that are equal but for letter case the oldest room keeps its
/// own.
void UpgradeTest::roomsOfBeforeGetIdsAndNamesOfTheirOwn()
{
    const QString longest(64, u'x');
    const QStringList former{QStringLiteral("General"),
                             QStringLiteral("general"),
                             QStringLiteral("GENERAL"),
                             QStringLiteral("general 2"), // which the second would be called
                             QStringLiteral("stra\u00dfe"),
                             QStringLiteral("STRASSE"),
                             longest,
                             longest.toUpper(),
                             QStringLiteral("joiner\u200d"), // not allowed any more
                             QStringLiteral("\u200d")};
    {
        Schema before = logSchema();
        before.steps.resize(2);
        const auto file = openForWriting(path(), before, Durability::Full);
        Statement insert(**file, "INSERT INTO rooms VALUES (?1, ?2, ?3, ?4, 0, 0, 'T', 0, NULL)");
        for (qsizetype i = 0; i < former.size(); ++i)
            insert(i + 1, former[i], former[i].toCaseFolded(), "log-" + QByteArray::number(i + 1)).run();
        (*file)->execute("INSERT INTO ended VALUES ('gone', NULL), ('leaving', 99)");
        (*file)->execute("INSERT INTO users VALUES (1, 'ann', 'ann', 0)");
        (*file)->execute("INSERT INTO members VALUES (2, 1, 0)");
        QVERIFY2(!(*file)->failed(), qPrintable((*file)->errorText()));
    }
    auto store = open();
    const auto nameOf = [&](int number) {
        const RoomId room("log-" + QByteArray::number(number));
        return answer<RoomRecord>(*store, [&](auto done) { store->openRoom(room, std::move(done)); })->name.text();
    };
    QCOMPARE(nameOf(1), QStringLiteral("General"));
    QCOMPARE(nameOf(2), QStringLiteral("general 3"));
    QCOMPARE(nameOf(3), QStringLiteral("GENERAL 4"));
    QCOMPARE(nameOf(4), QStringLiteral("general 2"));
    QCOMPARE(nameOf(5), QStringLiteral("stra\u00dfe"));
    QCOMPARE(nameOf(6), QStringLiteral("STRASSE 2"));
    QCOMPARE(nameOf(7), longest);
    QCOMPARE(nameOf(8), longest.toUpper().first(62) + QStringLiteral(" 2"));
    QCOMPARE(nameOf(9), QStringLiteral("joiner"));
    QCOMPARE(nameOf(10), QStringLiteral("room"));
    const Membership membership = identity(*store)->memberships.rooms.at(0);
    QCOMPARE(membership.room.text(), QByteArray("log-2"));
    QCOMPARE(membership.log.text(), QByteArray("log-2"));
    QCOMPARE(membership.topic, QStringLiteral("T"));
    QVERIFY(!membership.role); // nobody knows who made it
    const auto found =
        answer<RoomId>(*store, [&](auto done) { store->roomNamed(*RoomName::parse(u"GENERAL 3"), std::move(done)); });
    QCOMPARE(found->text(), QByteArray("log-2"));
}

} // namespace parlance

using parlance::UpgradeTest;
PARLANCE_SUITE(upgrade, UpgradeTest)
#include "upgrade_test.moc"
