#include "base/handover.h"
#include "net/epolldispatcher.h"
#include "support/suite.h"

#include <QTest>

#include <future>
#include <memory>
#include <thread>

using namespace parlance;

/// A thread that does nothing but take what is handed over, asleep in our loop meanwhile.
class Sleeper {
  public:
    explicit Sleeper(int expected)
        : m_thread([this, expected] { live(expected); })
    {
        m_loop = m_made.get_future().get();
    }

    void give(int item) { m_items.push(item); }
    void interrupt() { m_loop->interrupt(); }

    /// All that it was given.
    std::vector<int> join()
    {
        m_thread.join();
        return std::move(m_taken);
    }

    int passes = 0; ///< to be read after join()

  private:
    void live(int expected)
    {
        EpollDispatcher loop;
        m_made.set_value(&loop);
        while (std::ssize(m_taken) < expected) {
            loop.processEvents(QEventLoop::WaitForMoreEvents);
            ++passes;
            for (const int item : m_items.take())
                m_taken.push_back(item);
        }
        m_finished.get_future().wait(); // nobody wakes a loop that is gone
    }

  public:
    void release() { m_finished.set_value(); }

  private:
    std::promise<EpollDispatcher*> m_made;
    std::promise<void> m_finished;
    EpollDispatcher* m_loop = nullptr;
    HandOver<int> m_items{[this] { m_loop->wakeUp(); }};
    std::vector<int> m_taken;
    std::thread m_thread;
};

class WakeUpTest final : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    /// A wake-up that is lost leaves the loop asleep for ever: ctest's time limit ends it.
    void noneIsLost()
    {
        constexpr int each = 20'000;
        constexpr int threads = 3;
        Sleeper sleeper(each * threads);
        std::vector<std::thread> givers;
        givers.reserve(threads);
        for (int i = 0; i < threads; ++i) {
            givers.emplace_back([&] {
                for (int n = 0; n < each; ++n)
                    sleeper.give(n);
            });
        }
        for (auto& giver : givers)
            giver.join();
        sleeper.release();
        QCOMPARE(std::ssize(sleeper.join()), each * threads);
    }

    void oneAtATime()
    {
        constexpr int count = 2'000;
        Sleeper sleeper(count);
        std::thread giver([&] {
            for (int n = 0; n < count; ++n) {
                sleeper.give(n);
                std::this_thread::yield();
            }
        });
        giver.join();
        sleeper.release();
        const auto taken = sleeper.join();
        QVERIFY(std::ranges::is_sorted(taken));
    }

    void interruptsFromAnyThread()
    {
        constexpr int count = 1'000;
        Sleeper sleeper(1);
        std::thread other([&] {
            for (int n = 0; n < count; ++n)
                sleeper.interrupt();
            sleeper.give(0);
        });
        other.join();
        sleeper.release();
        sleeper.join();
        QVERIFY(sleeper.passes >= 1);
    }
};

PARLANCE_SUITE(wakeup, WakeUpTest)
#include "wakeup_test.moc"
