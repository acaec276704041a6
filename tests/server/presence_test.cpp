#include "support/frames.h"
#include "support/manualclock.h"
#include "support/servercore.h"
#include "support/suite.h"
#include "support/toldrooms.h"

#include <QTest>

namespace parlance {

using test::ServerCore;
using test::TestPeer;

/// What full clients are told when people come, go and change their names within one window.
class PresenceTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void init();
    void aReturnUnderAnotherNameIsTold();
    void theNewestNameIsToldLast();
    void aRenameBetweenIsNoReasonForSilence();
    void aListGivenBetweenIsMadeRight();
    void oneWhoMovesAtTheLimitCostsWhatChanged();
    void whomALongListLeftOutIsTold();
    void moreChangesThanPeopleAreAWholeList();
    void whoIsThereFromTheStartIsNotTold();
    void whoeverWasInWhicheverListAtTheStart();
    void whoIsThereFromTheStartCanBeMentioned();
    void clientsHearOfAReturnUnderAnotherName();
    void whoIsBehindInACrowdGetsAList();

  private:
    static UserId user(int number) { return UserId("user " + QByteArray::number(number)); }
    void enter(int first, int last);
    void pass(qint64 ms) { test::advance(m_clock, m_wheel, ms); }

    /// What was told in the last two seconds, a sign for each event: "+ann -user 2 =201 ann>Ann".
    QString told();

    test::ManualClock m_clock;
    DeadlineWheel m_wheel{m_clock};
    test::ToldRooms m_told{m_wheel};
    const RoomId m_id{"2d6c9f1e-8a47-4b0d-93e5-7f1a0c4b6e21"};
    std::optional<Room> m_room;
};

void PresenceTest::init()
{
    m_room.emplace(test::emptyRoom(m_id), m_told.sink, m_wheel);
    m_room->enter(user(0), QStringLiteral("ann"));
    told();
}

void PresenceTest::enter(int first, int last)
{
    for (int i = first; i <= last; ++i)
        m_room->enter(user(i), QStringLiteral("u"));
}

QString PresenceTest::told()
{
    pass(2'000);
    QStringList all;
    for (const FullEvent& event : std::exchange(m_told.full, {})) {
        if (const auto* renamed = std::get_if<UserRenamed>(&event))
            all << u'>' + renamed->username.text();
        const auto* change = std::get_if<PresenceChanged>(&event);
        if (!change)
            continue;
        for (const Present& person : change->joined)
            all << u'+' + person.username;
        for (const UserId& gone : change->left)
            all << u'-' + QString::fromLatin1(gone.text());
        all << QStringLiteral("=%1").arg(change->userCount);
    }
    return all.join(u' ');
}

void PresenceTest::aReturnUnderAnotherNameIsTold()
{
    m_room->exit(user(0));
    m_room->enter(user(0), QStringLiteral("Ann Lee"));
    QCOMPARE(told(), QStringLiteral("+Ann Lee =1"));
    m_room->exit(user(0));
    m_room->enter(user(0), QStringLiteral("Ann Lee"));
    QCOMPARE(told(), QString());
}

void PresenceTest::theNewestNameIsToldLast()
{
    m_room->rename(user(0), *UserName::parse(u"Ann"));
    m_room->exit(user(0));
    m_room->enter(user(0), QStringLiteral("Zoe")); // renamed once more where this room was not told
    QCOMPARE(told(), QStringLiteral(">Ann +Zoe =1"));
}

/// A member who is away is renamed, leaves the room for good, and returns under the first name.
void PresenceTest::aRenameBetweenIsNoReasonForSilence()
{
    m_room->exit(user(0));
    m_room->rename(user(0), *UserName::parse(u"Zoe"));
    m_room->enter(user(0), QStringLiteral("ann"));
    QCOMPARE(told(), QStringLiteral(">Zoe +ann =1"));
}

void PresenceTest::aListGivenBetweenIsMadeRight()
{
    // Somebody is in a list who has gone again before the window ends.
    m_room->enter(user(1), QStringLiteral("bob"));
    QCOMPARE(m_room->givePresent(user(0)).size(), size_t(2));
    m_room->exit(user(1));
    QCOMPARE(told(), QStringLiteral("-user 1 =1"));
    // Somebody is not in a list who is back before the window ends.
    enter(2, 2);
    told();
    m_room->exit(user(0));
    QCOMPARE(m_room->givePresent(user(2)).size(), size_t(1));
    m_room->enter(user(0), QStringLiteral("ann"));
    QCOMPARE(told(), QStringLiteral("+ann =2"));
    // One's own list is none that others could get wrong.
    enter(3, 3);
    m_room->givePresent(user(3));
    m_room->exit(user(3));
    QCOMPARE(told(), QString());
}

void PresenceTest::oneWhoMovesAtTheLimitCostsWhatChanged()
{
    enter(1, limits::crowd - 1);
    told();
    for (int round = 0; round < 5; ++round) {
        enter(limits::crowd, limits::crowd);
        QCOMPARE(told(), QStringLiteral("=201"));
        m_room->exit(user(limits::crowd));
        QCOMPARE(told(), QStringLiteral("=200"));
        m_room->exit(user(1));
        QCOMPARE(told(), QStringLiteral("-user 1 =199"));
        enter(1, 1);
        QCOMPARE(told(), QStringLiteral("+u =200"));
    }
    // Who leaves a crowd and who stays may be different people.
    enter(limits::crowd, limits::crowd);
    told();
    m_room->exit(user(0));
    QCOMPARE(told(), QStringLiteral("+u -user 0 =200"));
}

/// Who joins a crowd is in their own list, in the place of somebody else.
void PresenceTest::whomALongListLeftOutIsTold()
{
    enter(1, limits::crowd - 2);
    m_room->enter(user(limits::crowd - 1), QStringLiteral("last"));
    told();
    enter(limits::crowd, limits::crowd);
    const auto list = m_room->givePresent(user(limits::crowd));
    QCOMPARE(std::ranges::count(list, user(limits::crowd - 1), &Present::id), 0);
    told();
    m_room->exit(user(0));
    QCOMPARE(told(), QStringLiteral("+last +u -user 0 =200"));
}

void PresenceTest::moreChangesThanPeopleAreAWholeList()
{
    enter(1, 2 * limits::crowd);
    QCOMPARE(told(), QStringLiteral("=401"));
    for (int i = 1; i <= 2 * limits::crowd - 2; ++i)
        m_room->exit(user(i));
    QCOMPARE(told(), QStringLiteral("+ann +u +u =3"));
    // It begins anew.
    enter(1, 1);
    QCOMPARE(told(), QStringLiteral("+u =4"));
}

/// A room is loaded while people are present by connections to other nodes.
void PresenceTest::whoIsThereFromTheStartIsNotTold()
{
    m_room.emplace(test::emptyRoom(m_id), m_told.sink, m_wheel,
                   std::vector<Present>{{user(1), QStringLiteral("bob")}, {user(2), QStringLiteral("carl")}});
    QCOMPARE(m_room->givePresent(user(0)).size(), size_t(2));
    QCOMPARE(told(), QString());
    m_room->enter(user(0), QStringLiteral("ann"));
    m_room->enter(user(1), QStringLiteral("bob")); // on this node, too
    m_room->exit(user(1));
    QCOMPARE(told(), QStringLiteral("+ann =3"));
    m_room->exit(user(1));
    QCOMPARE(told(), QStringLiteral("-user 1 =2"));
}

/// Those whom no list has had must be told once there is room for them.
void PresenceTest::whoeverWasInWhicheverListAtTheStart()
{
    std::vector<Present> many;
    for (int i = 1; i <= 2 * limits::crowd; ++i)
        many.push_back({user(i), QStringLiteral("u")});
    m_room.emplace(test::emptyRoom(m_id), m_told.sink, m_wheel, many);
    QCOMPARE(m_room->givePresent(user(0)).size(), size_t(limits::users));
    for (int i = 1; i <= 2 * limits::crowd - 3; ++i)
        m_room->exit(user(i));
    QCOMPARE(told(), QStringLiteral("+u +u +u =3"));
}

void PresenceTest::whoIsThereFromTheStartCanBeMentioned()
{
    std::vector<Present> many;
    for (int i = 0; i <= limits::users; ++i)
        many.push_back({user(i), QStringLiteral("u%1").arg(i)});
    m_room.emplace(test::emptyRoom(m_id), m_told.sink, m_wheel, many);
    QCOMPARE(m_room->calledIn(QStringLiteral("@u0 @u%1").arg(limits::users)),
             (std::vector<UserId>{user(0), user(limits::users)}));
}

void PresenceTest::clientsHearOfAReturnUnderAnotherName()
{
    ServerCore core;
    TestPeer& ann = core.connect();
    TestPeer& bob = core.connect();
    ann.enter("ann", "general");
    bob.enter("bob", "general");
    core.pass(200);
    bob.take();
    ann.inject(R"({"type":"leave","room":"#general"})");
    ann.inject(R"({"type":"rename","name":"Ann Lee"})");
    ann.inject(R"({"type":"join","name":"general"})");
    core.pass(200);
    bob.expect(R"({"type":"presence","room":"#general","joined":[{"id":"*","username":"Ann Lee"}],"left":[],
                   "userCount":2})");
    bob.expectNothing();
}

void PresenceTest::whoIsBehindInACrowdGetsAList()
{
    ServerCore core;
    TestPeer& slow = core.connect();
    slow.enter("slow", "general");
    for (int i = 0; i < limits::crowd; ++i)
        core.connect(QStringLiteral("192.0.2.%1").arg(i)).enter("guest " + QByteArray::number(i), "general");
    core.pass(2'000);
    slow.take();
    slow.backlog = 1;
    core.connect().enter("late", "general");
    core.pass(2'000);
    slow.expectNothing();
    slow.drain();
    const QByteArray fresh =
        slow.expect(R"({"type":"presence","room":"#general","joined":"*","left":[],"userCount":202})");
    QCOMPARE(fresh.count("\"username\""), limits::users);
}

} // namespace parlance

using parlance::PresenceTest;
PARLANCE_SUITE(presence, PresenceTest)
#include "presence_test.moc"
