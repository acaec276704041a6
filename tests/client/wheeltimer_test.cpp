#include "base/wheeltimer.h"
#include "support/suite.h"

#include <QTest>

namespace parlance {

/// The one test of the wheel that waits in real time: whether the timer is wound up.
class WheelTimerTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void callsWhatIsDue();
    void earlierDeadline();
    void chain();
};

void WheelTimerTest::callsWhatIsDue()
{
    const SystemClock clock;
    DeadlineWheel wheel(clock);
    const Deadline before = wheel.after(1, [] {});
    const WheelTimer timer(wheel);
    qint64 at = 0;
    const qint64 start = clock.steady();
    const Deadline deadline = wheel.after(120, [&] { at = clock.steady(); });
    QTRY_VERIFY(at > 0);
    QVERIFY(at - start >= 120);
    QVERIFY(!before.isPending());
}

void WheelTimerTest::earlierDeadline()
{
    const SystemClock clock;
    DeadlineWheel wheel(clock);
    const WheelTimer timer(wheel);
    bool called = false;
    const Deadline late = wheel.after(3'600'000, [] {});
    const Deadline early = wheel.after(10, [&called] { called = true; });
    QTRY_VERIFY(called);
    QVERIFY(late.isPending());
}

void WheelTimerTest::chain()
{
    const SystemClock clock;
    DeadlineWheel wheel(clock);
    const WheelTimer timer(wheel);
    int calls = 0;
    Deadline next;
    std::function<void()> call = [&] {
        if (++calls < 3)
            next = wheel.after(0, call);
    };
    next = wheel.after(0, call);
    QTRY_COMPARE(calls, 3);
}

} // namespace parlance

using parlance::WheelTimerTest;
PARLANCE_SUITE(wheeltimer, WheelTimerTest)
#include "wheeltimer_test.moc"
