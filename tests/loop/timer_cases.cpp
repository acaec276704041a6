#include "loop/cases.h"

#include <QAbstractEventDispatcher>
#include <QElapsedTimer>

namespace parlance::test {

namespace {

Transcript inTheOrderInWhichTheyAreDue()
{
    Transcript out;
    Loop loop(out);
    QObject context;
    for (const int delay : {60, 20, 40}) {
        QTimer::singleShot(delay, Qt::PreciseTimer, &context, [&out, delay] { out += QString::number(delay); });
    }
    QTimer::singleShot(80, Qt::PreciseTimer, &context, [&] { loop.end(); });
    loop.run();
    return out;
}

Transcript repeats()
{
    Transcript out;
    Loop loop(out);
    QTimer timer;
    timer.callOnTimeout([&] {
        out += QStringLiteral("tick");
        if (out.size() == 4)
            loop.end();
    });
    timer.start(5);
    loop.run();
    return out;
}

Case neverEarly(Qt::TimerType type, int interval, int earliest)
{
    return [=] {
        Transcript out;
        Loop loop(out);
        QObject context;
        QElapsedTimer clock;
        clock.start();
        QTimer::singleShot(interval, type, &context, [&] { loop.end(); });
        loop.run();
        out += clock.elapsed() >= earliest ? QStringLiteral("not early") : QString::number(clock.elapsed());
        return out;
    };
}

Transcript aZeroTimerLetsOthersRun()
{
    Transcript out;
    Loop loop(out);
    QObject context;
    int zeros = 0;
    QTimer zero;
    zero.callOnTimeout([&] { ++zeros; });
    zero.start(0);
    QTimer::singleShot(20, Qt::PreciseTimer, &context, [&] { loop.end(); });
    loop.run();
    out += zeros > 10 ? QStringLiteral("many") : QString::number(zeros);
    return out;
}

Transcript restartedInItsSlot()
{
    Transcript out;
    Loop loop(out);
    QTimer timer;
    timer.setSingleShot(true);
    timer.callOnTimeout([&] {
        out += QStringLiteral("shot");
        if (out.size() == 3)
            loop.end();
        else
            timer.start(3);
    });
    timer.start(3);
    loop.run();
    return out;
}

Transcript endedInItsSlot()
{
    Transcript out;
    Loop loop(out);
    QObject context;
    QTimer timer;
    timer.callOnTimeout([&] {
        out += QStringLiteral("tick");
        timer.stop();
    });
    timer.start(1);
    QTimer::singleShot(40, Qt::PreciseTimer, &context, [&] { loop.end(); });
    loop.run();
    return out;
}

Transcript deletedInItsSlot()
{
    Transcript out;
    Loop loop(out);
    QObject context;
    auto* timer = new QTimer;
    timer->callOnTimeout(&context, [&out, timer] {
        out += QStringLiteral("tick");
        delete timer;
    });
    timer->start(1);
    QTimer::singleShot(40, Qt::PreciseTimer, &context, [&] { loop.end(); });
    loop.run();
    return out;
}

Transcript endsAnotherThatIsDue()
{
    Transcript out;
    Loop loop(out);
    QObject context;
    QTimer other;
    other.callOnTimeout([&] { out += QStringLiteral("other"); });
    QTimer first;
    first.setSingleShot(true);
    first.callOnTimeout([&] {
        out += QStringLiteral("first");
        other.stop();
    });
    first.start(0);
    other.start(0);
    QTimer::singleShot(20, Qt::PreciseTimer, &context, [&] { loop.end(); });
    loop.run();
    return out;
}

Transcript notAgainWhileItsSlotRuns()
{
    Transcript out;
    Loop loop(out);
    QObject context;
    int depth = 0;
    int deepest = 0;
    QTimer timer;
    timer.callOnTimeout([&] {
        deepest = std::max(deepest, ++depth);
        QEventLoop nested;
        QTimer::singleShot(20, Qt::PreciseTimer, &context, [&] { nested.quit(); });
        nested.exec();
        --depth;
        loop.end();
    });
    timer.start(1);
    loop.run();
    out += QString::number(deepest);
    return out;
}

Transcript knowsWhatIsSet()
{
    Transcript out;
    QObject object;
    auto* loop = QAbstractEventDispatcher::instance();
    const int precise = object.startTimer(1'000, Qt::PreciseTimer);
    const int coarse = object.startTimer(5'000, Qt::CoarseTimer);
    for (const auto& info : loop->registeredTimers(&object))
        out += QStringLiteral("%1 %2").arg(info.interval).arg(int(info.timerType));
    out.sort();
    const int remaining = loop->remainingTime(precise);
    out += remaining > 900 && remaining <= 1'000 ? QStringLiteral("a second") : QString::number(remaining);
    object.killTimer(coarse);
    out += QString::number(loop->registeredTimers(&object).size());
    out += loop->unregisterTimers(&object) ? QStringLiteral("ended") : QStringLiteral("none");
    out += QString::number(loop->registeredTimers(&object).size());
    return out;
}

Transcript movesWithItsObject()
{
    Transcript out;
    Loop loop(out);
    QTimer timer;
    timer.callOnTimeout([&] { loop.end(); });
    timer.start(5);
    timer.setInterval(10); // registered anew
    loop.run();
    out += QStringLiteral("came");
    return out;
}

} // namespace

std::vector<Row> timerCases()
{
    return {
        {"timers in the order in which they are due", inTheOrderInWhichTheyAreDue, "20, 40, 60"},
        {"a timer repeats", repeats, "tick, tick, tick, tick"},
        {"precise: never early", neverEarly(Qt::PreciseTimer, 30, 30), "not early"},
        {"coarse: at most a twentieth early", neverEarly(Qt::CoarseTimer, 200, 189), "not early"},
        {"very coarse: to the second", neverEarly(Qt::VeryCoarseTimer, 1'000, 400), "not early"},
        {"a zero timer lets others run", aZeroTimerLetsOthersRun, "many"},
        {"restarted in its slot", restartedInItsSlot, "shot, shot, shot"},
        {"ended in its slot", endedInItsSlot, "tick"},
        {"deleted in its slot", deletedInItsSlot, "tick"},
        {"ends another that is due", endsAnotherThatIsDue, "first"},
        {"not again while its slot runs", notAgainWhileItsSlotRuns, "1"},
        {"knows what is set", knowsWhatIsSet, "1000 0, 5000 1, a second, 1, ended, 0"},
        {"with another interval", movesWithItsObject, "came"},
    };
}

} // namespace parlance::test
