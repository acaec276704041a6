#include "base/handover.h"
#include "support/suite.h"

#include <QTest>

#include <atomic>
#include <memory>
#include <thread>

namespace parlance {

/// Runs under ThreadSanitizer, too. No case waits for a time: threads are joined, receivers sleep in takeWait().
class HandOverTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void keepsTheOrderOfEachPusher();
    void takeGivesWhatWaitsAndNothingTwice();
    void wakesOncePerTimeItStopsBeingEmpty();
    void everyWakeUpIsFollowedByAllThatWasPushed();
    void closeEndsTheWaitAndRefusesMore();
    void whatWaitsAtCloseCanStillBeTaken();
    void carriesWhatCannotBeCopied();
};

namespace {

constexpr int pushers = 4;
constexpr int itemsEach = 5'000;

struct Item {
    int pusher;
    int number;
};

std::vector<std::thread> startPushers(HandOver<Item>& queue)
{
    std::vector<std::thread> threads;
    threads.reserve(pushers);
    for (int pusher = 0; pusher < pushers; ++pusher) {
        threads.emplace_back([&queue, pusher] {
            for (int number = 0; number < itemsEach; ++number)
                queue.push({pusher, number});
        });
    }
    return threads;
}

void join(std::vector<std::thread>& threads)
{
    for (std::thread& thread : threads)
        thread.join();
}

} // namespace

void HandOverTest::keepsTheOrderOfEachPusher()
{
    HandOver<Item> queue;
    auto threads = startPushers(queue);
    std::vector<int> next(pushers, 0);
    int received = 0;
    bool inOrder = true;
    while (received < pushers * itemsEach) {
        for (const Item& item : queue.takeWait()) {
            inOrder = inOrder && item.number == next[size_t(item.pusher)]++;
            ++received;
        }
    }
    join(threads);
    QVERIFY(inOrder);
    QCOMPARE(received, pushers * itemsEach);
    QVERIFY(queue.take().empty());
}

void HandOverTest::takeGivesWhatWaitsAndNothingTwice()
{
    HandOver<int> queue;
    QVERIFY(queue.take().empty());
    QVERIFY(queue.push(1));
    QVERIFY(queue.push(2));
    QCOMPARE(queue.take(), (std::vector{1, 2}));
    QVERIFY(queue.take().empty());
    QVERIFY(queue.push(3));
    QCOMPARE(queue.takeWait(), (std::vector{3}));
}

void HandOverTest::wakesOncePerTimeItStopsBeingEmpty()
{
    int wakeUps = 0;
    HandOver<int> queue([&wakeUps] { ++wakeUps; });
    for (int i = 0; i < 100; ++i)
        queue.push(i);
    QCOMPARE(wakeUps, 1);
    QCOMPARE(queue.take().size(), size_t(100));
    QCOMPARE(wakeUps, 1);
    queue.push(1);
    QCOMPARE(wakeUps, 2);
}

/// As an event loop uses it: it takes only when woken. A wake-up that got lost would leave items for ever.
void HandOverTest::everyWakeUpIsFollowedByAllThatWasPushed()
{
    HandOver<int> bell; // stands for the event loop's own posted events
    HandOver<Item> queue([&bell] { bell.push(0); });
    auto threads = startPushers(queue);
    size_t received = 0;
    size_t batches = 0;
    while (received < size_t(pushers) * itemsEach) {
        for (size_t rings = bell.takeWait().size(); rings > 0; --rings) {
            received += queue.take().size();
            ++batches;
        }
    }
    join(threads);
    QCOMPARE(received, size_t(pushers) * itemsEach);
    QVERIFY(batches <= received);
}

void HandOverTest::closeEndsTheWaitAndRefusesMore()
{
    HandOver<int> queue;
    std::atomic<bool> drained = false;
    std::thread receiver([&] {
        while (!queue.takeWait().empty()) {
        }
        drained = true;
    });
    queue.push(1);
    queue.close();
    receiver.join();
    QVERIFY(drained);
    QVERIFY(!queue.push(2));
    QVERIFY(queue.take().empty());
}

void HandOverTest::whatWaitsAtCloseCanStillBeTaken()
{
    HandOver<int> queue;
    queue.push(7);
    queue.close();
    queue.close();
    QCOMPARE(queue.takeWait(), (std::vector{7}));
    QVERIFY(queue.takeWait().empty());
}

void HandOverTest::carriesWhatCannotBeCopied()
{
    HandOver<std::unique_ptr<int>> queue;
    QVERIFY(queue.push(std::make_unique<int>(5)));
    const auto items = queue.take();
    QCOMPARE(items.size(), size_t(1));
    QCOMPARE(*items.front(), 5);
}

} // namespace parlance

using parlance::HandOverTest;
PARLANCE_SUITE(handover, HandOverTest)
#include "handover_test.moc"
