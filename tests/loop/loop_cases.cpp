#include "loop/cases.h"

#include <QAbstractEventDispatcher>
#include <QCoreApplication>
#include <QSocketNotifier>

#include <atomic>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

namespace parlance::test {

Loop::Loop(Transcript& transcript)
    : m_transcript(transcript)
{
    QTimer::singleShot(10'000, &m_loop, [this] { m_loop.exit(1); });
}

void Loop::run()
{
    if (m_loop.exec() != 0)
        m_transcript += QStringLiteral("late");
}

Line::Line()
{
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, m_ends.data()) != 0)
        qFatal("no socket pair");
}

Line::~Line()
{
    for (const int end : m_ends) {
        if (end >= 0)
            ::close(end);
    }
}

void Line::write(int end, QByteArrayView bytes) const
{
    [[maybe_unused]] const auto written = ::write(end, bytes.data(), size_t(bytes.size()));
}

QByteArray Line::read(int end)
{
    QByteArray bytes(64, Qt::Uninitialized);
    const auto length = ::read(end, bytes.data(), size_t(bytes.size()));
    bytes.truncate(std::max<qsizetype>(length, 0));
    return bytes;
}

void Line::close(int end)
{
    ::close(end);
    for (int& mine : m_ends)
        mine = mine == end ? -1 : mine;
}

namespace {

void post(QObject& object, std::function<void()> call)
{
    QMetaObject::invokeMethod(&object, std::move(call), Qt::QueuedConnection);
}

Transcript postedInOrder()
{
    Transcript out;
    Loop loop(out);
    QObject object;
    for (int i = 0; i < 3; ++i)
        post(object, [&out, i] { out += QString::number(i); });
    post(object, [&] { loop.end(); });
    loop.run();
    return out;
}

Transcript selfPostingStarvesNobody()
{
    Transcript out;
    Loop loop(out);
    QObject object;
    Line line;
    std::function<void()> again = [&] { post(object, again); };
    again();
    QSocketNotifier notifier(line.near(), QSocketNotifier::Read);
    QObject::connect(&notifier, &QSocketNotifier::activated, [&] {
        out += QString::fromLatin1(Line::read(line.near()));
        QTimer::singleShot(5, Qt::PreciseTimer, &object, [&] {
            out += QStringLiteral("timer");
            loop.end();
        });
    });
    line.write(line.far(), "socket");
    loop.run();
    return out;
}

Transcript wokenByAnotherThread()
{
    Transcript out;
    Loop loop(out);
    QObject object;
    std::thread other([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(20)); // by then the loop waits
        post(object, [&] {
            out += QStringLiteral("posted");
            loop.end();
        });
    });
    loop.run();
    other.join();
    return out;
}

/// Four threads post as fast as they can; every event arrives.
Transcript wokenUnderLoad()
{
    constexpr int each = 5'000;
    constexpr int threads = 4;
    Transcript out;
    Loop loop(out);
    QObject object;
    int arrived = 0;
    std::vector<std::thread> others;
    others.reserve(threads);
    for (int i = 0; i < threads; ++i) {
        others.emplace_back([&] {
            for (int n = 0; n < each; ++n) {
                post(object, [&] {
                    if (++arrived == each * threads)
                        loop.end();
                });
            }
        });
    }
    loop.run();
    for (auto& other : others)
        other.join();
    out += QString::number(arrived);
    return out;
}

/// wakeUp() alone makes processEvents() return.
Transcript wokenWithoutAnEvent()
{
    Transcript out;
    auto* dispatcher = QAbstractEventDispatcher::instance();
    QCoreApplication::processEvents();
    std::thread other([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
        dispatcher->wakeUp();
    });
    dispatcher->processEvents(QEventLoop::WaitForMoreEvents);
    out += QStringLiteral("returned");
    other.join();
    return out;
}

/// Woken before it waits: it does not wait.
Transcript wokenBefore()
{
    Transcript out;
    QObject context;
    QTimer::singleShot(10'000, &context, [&] { out += QStringLiteral("late"); });
    auto* dispatcher = QAbstractEventDispatcher::instance();
    dispatcher->wakeUp();
    dispatcher->processEvents(QEventLoop::WaitForMoreEvents);
    out += QStringLiteral("returned");
    return out;
}

Transcript interrupted()
{
    Transcript out;
    auto* dispatcher = QAbstractEventDispatcher::instance();
    std::atomic<bool> done = false;
    std::thread other([&] {
        while (!done) {
            dispatcher->interrupt();
            std::this_thread::yield();
        }
    });
    for (int i = 0; i < 100; ++i)
        dispatcher->processEvents(QEventLoop::WaitForMoreEvents);
    done = true;
    other.join();
    out += QStringLiteral("returned");
    return out;
}

/// A loop that is told to end by another thread, at any moment, does.
Transcript endedByAnotherThread()
{
    Transcript out;
    for (int i = 0; i < 200; ++i) {
        QEventLoop loop;
        std::thread other([&] { loop.exit(); });
        QTimer::singleShot(10'000, &loop, [&] { loop.exit(1); });
        post(loop, [&] {}); // exit() may come before exec(), which forgets it
        other.join();
        post(loop, [&] { loop.exit(); });
        if (loop.exec() != 0)
            out += QStringLiteral("late");
    }
    out += QStringLiteral("all");
    return out;
}

Transcript nestedLoops()
{
    Transcript out;
    Loop loop(out);
    QObject object;
    Line line;
    QSocketNotifier notifier(line.near(), QSocketNotifier::Read);
    QObject::connect(&notifier, &QSocketNotifier::activated, [&] {
        out += QString::fromLatin1(Line::read(line.near()));
        if (out.size() > 1)
            return;
        QEventLoop nested;
        QTimer::singleShot(5, Qt::PreciseTimer, &nested, [&] { line.write(line.far(), "inner"); });
        QTimer::singleShot(30, Qt::PreciseTimer, &nested, [&] { nested.quit(); });
        nested.exec();
        out += QStringLiteral("back");
        loop.end();
    });
    line.write(line.far(), "outer");
    loop.run();
    return out;
}

Transcript withoutNotifiers()
{
    Transcript out;
    QObject context;
    Line line;
    QSocketNotifier notifier(line.near(), QSocketNotifier::Read);
    QObject::connect(&notifier, &QSocketNotifier::activated,
                     [&] { out += QString::fromLatin1(Line::read(line.near())); });
    QTimer::singleShot(10, Qt::PreciseTimer, &context, [&] { out += QStringLiteral("timer"); });
    line.write(line.far(), "socket");
    auto* dispatcher = QAbstractEventDispatcher::instance();
    while (out.isEmpty())
        dispatcher->processEvents(QEventLoop::ExcludeSocketNotifiers | QEventLoop::WaitForMoreEvents);
    while (out.size() < 2)
        dispatcher->processEvents(QEventLoop::AllEvents);
    return out;
}

Transcript withoutTimers()
{
    Transcript out;
    QObject context;
    Line line;
    QSocketNotifier notifier(line.near(), QSocketNotifier::Read);
    QObject::connect(&notifier, &QSocketNotifier::activated,
                     [&] { out += QString::fromLatin1(Line::read(line.near())); });
    QTimer::singleShot(0, &context, [&] { out += QStringLiteral("event"); }); // no timer: a queued call
    QTimer timer;
    timer.callOnTimeout([&] {
        out += QStringLiteral("timer");
        timer.stop();
    });
    timer.start(0);
    auto* dispatcher = QAbstractEventDispatcher::instance();
    for (int i = 0; i < 10; ++i)
        dispatcher->processEvents(QEventLoop::X11ExcludeTimers);
    line.write(line.far(), "socket");
    while (out.size() < 2)
        dispatcher->processEvents(QEventLoop::X11ExcludeTimers | QEventLoop::WaitForMoreEvents);
    while (out.size() < 3)
        dispatcher->processEvents(QEventLoop::AllEvents);
    return out;
}

Transcript withoutWaiting()
{
    Transcript out;
    auto* dispatcher = QAbstractEventDispatcher::instance();
    while (dispatcher->processEvents(QEventLoop::AllEvents)) {
    }
    out += QStringLiteral("nothing to do");
    return out;
}

Transcript tellsBeforeItWaits()
{
    Transcript out;
    Loop loop(out);
    QObject context;
    auto* dispatcher = QAbstractEventDispatcher::instance();
    QObject::connect(dispatcher, &QAbstractEventDispatcher::aboutToBlock, &context, [&] {
        if (!out.contains(QStringLiteral("about to block")))
            out += QStringLiteral("about to block");
    });
    QObject::connect(dispatcher, &QAbstractEventDispatcher::awake, &context, [&] {
        if (out.size() == 1) {
            out += QStringLiteral("awake");
            loop.end();
        }
    });
    QTimer::singleShot(5, Qt::PreciseTimer, &context, [] {});
    loop.run();
    return out;
}

} // namespace

std::vector<Row> loopCases()
{
    return {
        {"posted events in order", postedInOrder, "0, 1, 2"},
        {"a self-posting event starves nobody", selfPostingStarvesNobody, "socket, timer"},
        {"woken by another thread", wokenByAnotherThread, "posted"},
        {"woken under load", wokenUnderLoad, "20000"},
        {"woken without an event", wokenWithoutAnEvent, "returned"},
        {"woken before it waits", wokenBefore, "returned"},
        {"interrupted", interrupted, "returned"},
        {"ended by another thread", endedByAnotherThread, "all"},
        {"nested loops", nestedLoops, "outer, inner, back"},
        {"without notifiers", withoutNotifiers, "timer, socket"},
        {"without timers", withoutTimers, "event, socket, timer"},
        {"without waiting", withoutWaiting, "nothing to do"},
        {"tells before it waits", tellsBeforeItWaits, "about to block, awake"},
    };
}

} // namespace parlance::test
