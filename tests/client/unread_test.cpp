#include "client/conversation.h"
#include "client/linkworld.h"
#include "core/ordinals.h"
#include "core/readmarks.h"
#include "models/ordinalseeker.h"
#include "support/random.h"
#include "support/suite.h"

#include <set>

namespace parlance::test {

/// What is left to read: the mark, and what is settled beyond it.
class UnreadTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void ordinalsAreASet();
    void deletedIsNotUnread();
    void deletedElsewhereIsNotUnread();
    void markMovesOverWhatIsSettled();
    void marksArePaced();
    void seekerFindsAnyMessage();
};

void UnreadTest::ordinalsAreASet()
{
    Random random;
    for (int round = 0; round < 200; ++round) {
        Ordinals ordinals;
        std::set<qint64> plain;
        for (int i = 0; i < 60; ++i) {
            const qint64 first = 1 + random.below(60);
            if (random.chance(6)) {
                ordinals.removeUpTo(first);
                plain.erase(plain.begin(), plain.upper_bound(first));
            } else {
                const qint64 last = first + random.below(6) - 1;
                ordinals.insert(first, last);
                for (qint64 n = first; n <= last; ++n)
                    plain.insert(n);
            }
            QCOMPARE(ordinals.count(), qint64(plain.size()));
            for (qint64 n = 0; n <= 70; ++n) {
                QCOMPARE(ordinals.contains(n), plain.contains(n));
                qint64 end = n;
                while (plain.contains(end + 1))
                    ++end;
                QCOMPARE(ordinals.endOfRunAfter(n), end);
            }
        }
    }
}

void UnreadTest::deletedIsNotUnread()
{
    World world;
    Person zoe(world, "zoe");
    Person tom(world, "tom");
    for (int i = 0; i < 5; ++i)
        tom.say(QString::number(i));
    world.settle();
    QCOMPARE(zoe.room().unread(), 5);
    QVERIFY(tom.client.remove(tom.here(), tom.room().messages[2].id));
    world.settle();
    QCOMPARE(zoe.room().unread(), 4);
    QCOMPARE(zoe.room().firstUnread(), 1);
    QVERIFY(tom.client.remove(tom.here(), tom.room().messages[0].id));
    world.settle();
    QCOMPARE(zoe.room().unread(), 3);
    QCOMPARE(zoe.room().firstUnread(), 2);
    zoe.client.markRead(zoe.here(), 2);
    QCOMPARE(zoe.room().unread(), 2);
    QCOMPARE(zoe.room().firstUnread(), 4);
    QVERIFY(tom.client.remove(tom.here(), tom.room().messages[1].id)); // which is read: nothing changes
    world.settle();
    QCOMPARE(zoe.room().unread(), 2);
}

/// While there was no connection, as events and as a page.
void UnreadTest::deletedElsewhereIsNotUnread()
{
    World world;
    Person zoe(world, "zoe");
    Person tom(world, "tom");
    const QString token = zoe.client.state().identity.token;
    zoe.line.setAccept({});
    zoe.line.sever();
    for (int i = 0; i < 5; ++i)
        tom.say(QString::number(i));
    world.settle();
    QVERIFY(tom.client.remove(tom.here(), tom.room().messages[3].id));
    world.settle();
    zoe.line.setAccept([&zoe](std::unique_ptr<Link> link) { zoe.accept(std::move(link)); });
    zoe.client.connection().reconnectNow();
    world.settle();
    QCOMPARE(zoe.room().unread(), 4);
    Person phone(world, "phone", false);
    Login login = loginOfTest();
    login.token = token;
    phone.client.connection().start(login);
    world.settle();
    QCOMPARE(phone.room().unread(), 4);
}

void UnreadTest::markMovesOverWhatIsSettled()
{
    World world;
    Person zoe(world, "zoe");
    Person tom(world, "tom");
    for (int i = 0; i < 20; ++i)
        tom.say(QString::number(i));
    world.settle();
    zoe.client.markSeen(zoe.here(), 15, 18);
    QCOMPARE(zoe.room().read, 0);
    QCOMPARE(zoe.room().unread(), 16);
    QVERIFY(tom.client.remove(tom.here(), tom.room().messages[5].id));
    world.settle();
    zoe.client.markSeen(zoe.here(), 1, 5);
    QCOMPARE(zoe.room().read, 6); // over the deleted one
    zoe.client.markSeen(zoe.here(), 7, 14);
    QCOMPARE(zoe.room().read, 18);
    QCOMPARE(zoe.room().unread(), 2);
    zoe.client.markSeen(zoe.here(), 19, 400); // more than there is
    QCOMPARE(zoe.room().read, 20);
    QCOMPARE(zoe.room().unread(), 0);
    tom.say(QStringLiteral("new"));
    world.settle();
    QCOMPARE(zoe.room().unread(), 1);
}

void UnreadTest::marksArePaced()
{
    ManualClock clock;
    DeadlineWheel wheel(clock);
    std::vector<qint64> sent;
    ReadMarks marks(wheel, [&sent](const RoomId&, qint64 n) { sent.push_back(n); });
    for (qint64 n = 1; n <= 100; ++n) {
        marks.moved(RoomId("r"), n);
        advance(clock, wheel, 10);
    }
    advance(clock, wheel, 1'000);
    QCOMPARE(sent.front(), 1);
    QCOMPARE(sent.back(), 100);
    QVERIFY2(sent.size() >= 4 && sent.size() <= 6, qPrintable(QString::number(sent.size())));
    marks.moved(RoomId("r"), 101);
    marks.moved(RoomId("r"), 102);
    QCOMPARE(sent.back(), 101);
    marks.stop(); // what waits is told by the next join
    advance(clock, wheel, 1'000);
    QCOMPARE(sent.back(), 101);
}

/// Edits make the room's `seq` grow unevenly.
void UnreadTest::seekerFindsAnyMessage()
{
    World world;
    Person tom(world, "tom");
    Random random;
    for (int i = 0; i < 900; ++i) {
        tom.say(QString::number(i));
        world.settle();
        const bool isBusy = (i / 150) % 2 == 1;
        for (int k = isBusy ? random.below(12) : 0; k > 0; --k)
            QVERIFY(tom.client.edit(tom.here(), tom.room().messages.back().id, QStringLiteral("edit %1").arg(k)));
        world.settle();
    }
    for (int i = 0; i < 30; ++i) {
        Person zoe(world, "zoe");
        OrdinalSeeker seeker(zoe.client);
        const qint64 n = 1 + random.below(900);
        std::optional<bool> found;
        const qsizetype before = zoe.line.transcript().size();
        seeker.seek(zoe.here(), n, [&found](bool isThere) { found = isThere; });
        world.settle();
        QCOMPARE(found, std::optional(true));
        QVERIFY(zoe.room().messages.rowOfOrdinal(n));
        QVERIFY2(zoe.line.transcript().size() - before <= 6, qPrintable(QString::number(n)));
        seeker.seek(zoe.here(), 901, [&found](bool isThere) { found = isThere; });
        QCOMPARE(found, std::optional(false));
    }
}

} // namespace parlance::test

PARLANCE_SUITE(unread, parlance::test::UnreadTest)
#include "unread_test.moc"
