#include "net/epolldispatcher.h"
#include "net/eventloop.h"
#include "net/handshakes.h"
#include "net/wire.h"
#include "support/manualclock.h"
#include "support/suite.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QSocketNotifier>
#include <QTest>
#include <QThread>

#include <array>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace parlance;
using parlance::test::ManualClock;

/// A pipe with a byte in it, so that it is readable for as long as nobody reads.
class ReadablePipe final {
  public:
    explicit ReadablePipe(std::function<void()> readable)
    {
        if (::pipe2(m_ends.data(), O_CLOEXEC | O_NONBLOCK) != 0 || ::write(m_ends[1], "x", 1) != 1)
            qFatal("no pipe");
        m_notifier = std::make_unique<QSocketNotifier>(m_ends[0], QSocketNotifier::Read);
        QObject::connect(m_notifier.get(), &QSocketNotifier::activated, m_notifier.get(), std::move(readable));
    }
    ReadablePipe(const ReadablePipe&) = delete;
    ReadablePipe& operator=(const ReadablePipe&) = delete;
    ~ReadablePipe()
    {
        m_notifier.reset();
        ::close(m_ends[0]);
        ::close(m_ends[1]);
    }

    int descriptor() const { return m_ends[0]; }
    void empty() const
    {
        char byte = 0;
        (void)::read(m_ends[0], &byte, 1);
    }

  private:
    std::array<int, 2> m_ends{};
    std::unique_ptr<QSocketNotifier> m_notifier;
};

namespace {

/// Begins a handshake with a peer that has said something else. Returns the peer's end.
int peerOf(Handshakes& handshakes)
{
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends.data()) != 0 ||
        ::write(ends[1], "no TLS", 6) != 6)
        qFatal("no pair of sockets");
    handshakes.begin(ends[0], QStringLiteral("192.0.2.1"));
    return ends[1];
}

void workFor(int milliseconds)
{
    QElapsedTimer timer;
    timer.start();
    while (timer.elapsed() < milliseconds)
        continue;
}

/// Runs in a thread of its own, whose loop is ours.
void inOurLoop(const std::function<void()>& body)
{
    const std::unique_ptr<QThread> thread(QThread::create(body));
    thread->setEventDispatcher(new EpollDispatcher);
    thread->start();
    thread->wait();
}

} // namespace

/// Descriptors whose work is expensive, and that strangers can make ready: TLS handshakes.
class LowPriorityTest final : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    /// In each pass the ordinary one first, and then of the others no more than there is time for; each has its turn.
    void othersDoNotWaitForThem()
    {
        constexpr int expensive = 20;
        QList<int> order; // -1: the ordinary one
        inOurLoop([&] {
            auto* loop = QAbstractEventDispatcher::instance();
            std::vector<std::unique_ptr<ReadablePipe>> pipes;
            for (int i = 0; i < expensive; ++i) {
                pipes.push_back(std::make_unique<ReadablePipe>([&order, &pipes, i] {
                    workFor(3);
                    order += i;
                    pipes[size_t(i)]->empty();
                }));
                setLowPriority(pipes.back()->descriptor(), true);
            }
            const ReadablePipe ordinary([&order] { order += -1; });
            for (int pass = 0; pass < expensive + 1; ++pass)
                loop->processEvents(QEventLoop::AllEvents);
            for (const auto& pipe : pipes)
                setLowPriority(pipe->descriptor(), false);
        });
        QList<int> expected;
        for (int i = 0; i < expensive; ++i)
            expected << -1 << i;
        expected << -1;
        QCOMPARE(order, expected);
    }

    void cheapOnesShareAPass()
    {
        QList<int> order;
        inOurLoop([&] {
            std::vector<std::unique_ptr<ReadablePipe>> pipes;
            for (int i = 0; i < 2; ++i) {
                pipes.push_back(std::make_unique<ReadablePipe>([&order, i] { order += i; }));
                setLowPriority(pipes.back()->descriptor(), true);
            }
            for (int pass = 0; pass < 200 && order.size() < 400; ++pass)
                QAbstractEventDispatcher::instance()->processEvents(QEventLoop::AllEvents);
        });
        QVERIFY2(order.size() > 300,
                 qPrintable(QString::number(order.size()))); // or the machine had other things to do
    }

    /// Those that always have something to do, such as handshakes that their peers feed byte by byte, keep no other
    /// from its turn.
    void busyOnesTakeTurns()
    {
        constexpr int busy = 5;
        std::array<int, busy> turns{};
        inOurLoop([&] {
            std::vector<std::unique_ptr<ReadablePipe>> pipes;
            for (int i = 0; i < busy; ++i) {
                pipes.push_back(std::make_unique<ReadablePipe>([&turns, i] {
                    workFor(1);
                    ++turns[size_t(i)];
                }));
                setLowPriority(pipes.back()->descriptor(), true);
            }
            for (int pass = 0; pass < 10 * busy; ++pass)
                QAbstractEventDispatcher::instance()->processEvents(QEventLoop::AllEvents);
        });
        for (const int count : turns)
            QCOMPARE(count, 10);
    }

    /// A number that is given to another file is not of low priority because the former was.
    void itIsTakenBack()
    {
        QList<int> order;
        inOurLoop([&] {
            const ReadablePipe slow([&order] { workFor(3), order += 1; });
            setLowPriority(slow.descriptor(), true);
            setLowPriority(slow.descriptor(), false);
            const ReadablePipe other([&order] { order += 2; });
            setLowPriority(other.descriptor(), true);
            QAbstractEventDispatcher::instance()->processEvents(QEventLoop::AllEvents);
        });
        QCOMPARE(order, (QList<int>{1, 2}));
    }

    /// What has become ready later and is ordinary comes before any handshake is looked at.
    void handshakesAreOfThatKind()
    {
        constexpr int several = 8;
        qint64 underWay = -1; // when the ordinary one had its turn
        qint64 left = -1;
        inOurLoop([&] {
            ManualClock clock;
            DeadlineWheel wheel(clock);
            Handshakes handshakes(wheel, 60'000, 0, [](std::unique_ptr<Wire>) {});
            std::array<int, several> peers{};
            for (int& peer : peers)
                peer = peerOf(handshakes);
            const ReadablePipe ordinary([&] { underWay = underWay < 0 ? handshakes.count() : underWay; });
            for (int pass = 0; pass < several && handshakes.count() > 0; ++pass)
                QAbstractEventDispatcher::instance()->processEvents(QEventLoop::AllEvents);
            left = handshakes.count();
            for (const int peer : peers)
                ::close(peer);
        });
        QCOMPARE(underWay, several);
        QCOMPARE(left, 0); // none of them said anything that begins a handshake
    }
};

PARLANCE_SUITE(lowpriority, LowPriorityTest)
#include "lowpriority_test.moc"
