#include "support/suite.h"
#include "ui/joinfailures.h"
#include "ui/uiworld.h"

namespace parlance::test {

class JoinFailuresTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void theRoomThatSomebodyWaitsForIsToldOfAtOnce();
    void oneAloneIsToldOfAlone();
    void manyShareAMessage();
};

void JoinFailuresTest::theRoomThatSomebodyWaitsForIsToldOfAtOnce()
{
    ManualClock clock;
    DeadlineWheel wheel(clock);
    ScriptedDialogs dialogs;
    JoinFailures failures(wheel, dialogs);
    failures.add(QStringLiteral("general"), QStringLiteral("The room is full"), true);
    QCOMPARE(dialogs.told, QStringList(QStringLiteral("“general” cannot be joined: The room is full")));
}

void JoinFailuresTest::oneAloneIsToldOfAlone()
{
    ManualClock clock;
    DeadlineWheel wheel(clock);
    ScriptedDialogs dialogs;
    JoinFailures failures(wheel, dialogs);
    failures.add(QStringLiteral("general"), QStringLiteral("The room is full"), false);
    QVERIFY(dialogs.told.isEmpty());
    advance(clock, wheel, 3'000);
    QCOMPARE(dialogs.told, QStringList(QStringLiteral("“general” cannot be joined: The room is full")));
}

void JoinFailuresTest::manyShareAMessage()
{
    ManualClock clock;
    DeadlineWheel wheel(clock);
    ScriptedDialogs dialogs;
    JoinFailures failures(wheel, dialogs);
    for (int i = 0; i < 300; ++i)
        failures.add(QStringLiteral("room %1").arg(i), QStringLiteral("There are too many"), false);
    advance(clock, wheel, 3'000);
    QCOMPARE(dialogs.told.size(), 1);
    QVERIFY(dialogs.told[0].startsWith(QStringLiteral("300 rooms cannot be joined: room 0: There are too many\n")));
    QVERIFY(dialogs.told[0].endsWith(QStringLiteral("\nand 292 more")));
    failures.add(QStringLiteral("general"), QStringLiteral("The room is full"), false);
    advance(clock, wheel, 3'000);
    QCOMPARE(dialogs.told.size(), 2);
}

} // namespace parlance::test

PARLANCE_SUITE(joinfailures, parlance::test::JoinFailuresTest)
#include "joinfailures_test.moc"
