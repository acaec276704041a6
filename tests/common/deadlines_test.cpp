#include "base/deadlines.h"
#include "support/manualclock.h"
#include "support/random.h"
#include "support/suite.h"

#include <QTest>

namespace parlance {

class DeadlinesTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void inOrderAndNeverEarly();
    void atMostOneSlotLate();
    void cancelledOnesAreNotCalled();
    void destroyedAndReplacedOnesAreNotCalled();
    void movedOnesAreStillPending();
    void anActionMayCancelAnother();
    void anActionMayCancelItself();
    void anActionMaySetItselfAnew();
    void whatIsSetDuringARunWaitsForTheNext();
    void wakesOnlyForAnEarlierOne();
    void nextTellsWhenToRun();
};

void DeadlinesTest::inOrderAndNeverEarly()
{
    test::ManualClock clock;
    DeadlineWheel wheel(clock);
    test::Random random;
    std::vector<Deadline> deadlines;
    std::vector<qint64> called;
    bool early = false;
    for (int i = 0; i < 500; ++i) {
        const qint64 due = clock.steady() + random.below(5'000);
        deadlines.push_back(wheel.after(due - clock.steady(), [&, due] {
            early = early || clock.steady() < due;
            called.push_back((due + DeadlineWheel::slotLength - 1) / DeadlineWheel::slotLength);
        }));
        clock.advance(random.below(3));
    }
    while (called.size() < deadlines.size()) {
        clock.advance(1);
        wheel.run();
    }
    QVERIFY(!early);
    QVERIFY(std::ranges::is_sorted(called));
    QVERIFY(!wheel.next());
}

void DeadlinesTest::atMostOneSlotLate()
{
    test::ManualClock clock;
    for (qint64 delay = 0; delay < 200; ++delay) {
        DeadlineWheel wheel(clock);
        bool called = false;
        const qint64 due = clock.steady() + delay;
        const Deadline deadline = wheel.after(delay, [&called] { called = true; });
        while (!called) {
            QVERIFY2(clock.steady() <= due + DeadlineWheel::slotLength, qPrintable(QString::number(delay)));
            wheel.run();
            clock.advance(1);
        }
        QVERIFY(!deadline.isPending());
    }
}

void DeadlinesTest::cancelledOnesAreNotCalled()
{
    test::ManualClock clock;
    DeadlineWheel wheel(clock);
    int calls = 0;
    Deadline first = wheel.after(100, [&calls] { ++calls; });
    const Deadline second = wheel.after(100, [&calls] { calls += 10; });
    QVERIFY(first.isPending());
    first.cancel();
    first.cancel();
    QVERIFY(!first.isPending());
    test::advance(clock, wheel, 1'000);
    QCOMPARE(calls, 10);
    QCOMPARE(wheel.run(), 0);
}

void DeadlinesTest::destroyedAndReplacedOnesAreNotCalled()
{
    test::ManualClock clock;
    DeadlineWheel wheel(clock);
    int calls = 0;
    {
        const Deadline gone = wheel.after(100, [&calls] { ++calls; });
    }
    Deadline replaced = wheel.after(100, [&calls] { ++calls; });
    replaced = wheel.after(200, [&calls] { calls += 10; });
    test::advance(clock, wheel, 1'000);
    QCOMPARE(calls, 10);
}

void DeadlinesTest::movedOnesAreStillPending()
{
    test::ManualClock clock;
    DeadlineWheel wheel(clock);
    int calls = 0;
    Deadline deadline = wheel.after(100, [&calls] { ++calls; });
    const Deadline moved = std::move(deadline);
    QVERIFY(moved.isPending());
    deadline = Deadline();
    test::advance(clock, wheel, 1'000);
    QCOMPARE(calls, 1);
}

void DeadlinesTest::anActionMayCancelAnother()
{
    test::ManualClock clock;
    DeadlineWheel wheel(clock);
    int calls = 0;
    Deadline second;
    const Deadline first = wheel.after(100, [&] {
        ++calls;
        second.cancel();
    });
    second = wheel.after(100, [&calls] { calls += 10; });
    test::advance(clock, wheel, 1'000);
    QCOMPARE(calls, 1);
}

void DeadlinesTest::anActionMayCancelItself()
{
    test::ManualClock clock;
    DeadlineWheel wheel(clock);
    int calls = 0;
    Deadline deadline;
    deadline = wheel.after(100, [&] {
        deadline.cancel();
        ++calls; // what the action holds is still there
    });
    test::advance(clock, wheel, 1'000);
    QCOMPARE(calls, 1);
    QVERIFY(!deadline.isPending());
}

void DeadlinesTest::anActionMaySetItselfAnew()
{
    test::ManualClock clock;
    DeadlineWheel wheel(clock);
    int calls = 0;
    Deadline deadline;
    std::function<void()> again = [&] {
        ++calls;
        deadline = wheel.after(100, again);
    };
    deadline = wheel.after(100, again);
    test::advance(clock, wheel, 1'000);
    QCOMPARE(calls, 10);
    QVERIFY(deadline.isPending());
}

/// Or an action that sets itself anew without a delay would keep the program in run() for ever.
void DeadlinesTest::whatIsSetDuringARunWaitsForTheNext()
{
    test::ManualClock clock;
    DeadlineWheel wheel(clock);
    int calls = 0;
    Deadline deadline;
    std::function<void()> again = [&] {
        if (++calls < 1'000)
            deadline = wheel.after(0, again);
    };
    deadline = wheel.after(0, again);
    QCOMPARE(wheel.run(), 1);
    QCOMPARE(calls, 1);
    QVERIFY(wheel.next() && *wheel.next() <= clock.steady());
    QCOMPARE(wheel.run(), 1);
    QCOMPARE(calls, 2);
}

void DeadlinesTest::wakesOnlyForAnEarlierOne()
{
    test::ManualClock clock;
    DeadlineWheel wheel(clock);
    int wakes = 0;
    wheel.onEarlier([&wakes] { ++wakes; });
    const Deadline first = wheel.after(1'000, [] {});
    QCOMPARE(wakes, 1);
    const Deadline later = wheel.after(2'000, [] {});
    const Deadline same = wheel.after(1'000, [] {});
    QCOMPARE(wakes, 1);
    const Deadline earlier = wheel.after(500, [] {});
    QCOMPARE(wakes, 2);
}

void DeadlinesTest::nextTellsWhenToRun()
{
    test::ManualClock clock;
    DeadlineWheel wheel(clock);
    QVERIFY(!wheel.next());
    const Deadline deadline = wheel.after(120, [] {});
    QVERIFY(wheel.next());
    QCOMPARE(*wheel.next(), 150);
    clock.advance(149);
    QCOMPARE(wheel.run(), 0);
    clock.advance(1);
    QCOMPARE(wheel.run(), 1);
    QVERIFY(!wheel.next());
}

} // namespace parlance

using parlance::DeadlinesTest;
PARLANCE_SUITE(deadlines, DeadlinesTest)
#include "deadlines_test.moc"
