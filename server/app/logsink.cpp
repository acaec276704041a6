#include "app/logsink.h"

#include <QElapsedTimer>
#include <QLocale>

#include <cerrno>
#include <csignal>
#include <poll.h>
#include <thread>
#include <unistd.h>

namespace parlance {

namespace {

using std::chrono::milliseconds;

constexpr qint64 maxWaiting = 512 * 1024;    // bytes
constexpr milliseconds flushPatience(1'000); // at the end
constexpr milliseconds idle(3'600'000);      // while nothing is due

qint64 steadyNow()
{
    return std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

LogRepeats::Rate rateOf(QtMsgType type)
{
    return type == QtInfoMsg ? LogRepeats::usual : LogRepeats::troubles;
}

QString grouped(quint64 number)
{
    return QLocale(QLocale::English).toString(number);
}

/// Starts a thread that leaves all signals to the others.
std::thread startWithoutSignals(std::function<void()> body)
{
    sigset_t all;
    sigset_t before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    std::thread thread(std::move(body));
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
    return thread;
}

} // namespace

LogSink::LogSink(int descriptor, Format format)
    : m_shared(std::make_shared<Shared>())
{
    m_shared->descriptor = descriptor;
    m_shared->format = std::move(format);
    std::promise<void> done;
    m_done = done.get_future();
    // Detached, for nobody may wait for a write that never ends.
    startWithoutSignals([shared = m_shared, ended = std::make_shared<std::promise<void>>(std::move(done))] {
        shared->run();
        ended->set_value();
    }).detach();
}

LogSink::~LogSink()
{
    m_shared->tellLeftOut(true);
    m_shared->lines.close();
    m_done.wait_for(flushPatience);
}

void LogSink::log(QtMsgType type, const QString& category, const QString& text)
{
    if (type != QtDebugMsg && type != QtFatalMsg) {
        const std::lock_guard lock(m_shared->mutex);
        LogRepeats& repeats = m_shared->repeats;
        const qint64 due = repeats.nextDue();
        if (!repeats.admits(category, text, rateOf(type), steadyNow())) {
            if (repeats.nextDue() != due)
                m_shared->lines.push({}); // wakes the thread, which would sleep beyond that time
            return;
        }
    }
    m_shared->put(m_shared->format(type, category, text));
}

bool LogSink::flush(milliseconds atMost)
{
    QElapsedTimer timer;
    timer.start();
    while (m_shared->waiting > 0 && timer.elapsed() < atMost.count())
        std::this_thread::sleep_for(milliseconds(5));
    return m_shared->waiting == 0;
}

LogCounts LogSink::counts() const
{
    const std::lock_guard lock(m_shared->mutex);
    return {m_shared->repeats.leftOut(), m_shared->dropped};
}

void LogSink::Shared::put(const QByteArray& line)
{
    if (waiting.fetch_add(line.size()) + line.size() <= maxWaiting && lines.push(line))
        return;
    waiting -= line.size();
    ++dropped;
    ++untold;
}

/// Writes the whole line. One that cannot be written is lost, and there is nowhere to report that.
void LogSink::Shared::write(const QByteArray& line) const
{
    qsizetype from = 0;
    while (from < line.size()) {
        const ssize_t count = ::write(descriptor, line.constData() + from, size_t(line.size() - from));
        if (count > 0) {
            from += count;
        } else if (count < 0 && errno == EAGAIN) { // somebody else made it so
            pollfd room{descriptor, POLLOUT, 0};
            ::poll(&room, 1, -1);
        } else if (count == 0 || errno != EINTR) {
            return;
        }
    }
}

void LogSink::Shared::tellLeftOut(bool all)
{
    std::vector<LogRepeats::LeftOut> due;
    {
        const std::lock_guard lock(mutex);
        due = repeats.takeDue(steadyNow(), all);
    }
    for (const auto& each : due) {
        put(format(QtInfoMsg, each.category,
                   QStringLiteral("left out %1 lines like this one: %2").arg(grouped(each.count), each.example)));
    }
}

milliseconds LogSink::Shared::untilDue() const
{
    const std::lock_guard lock(mutex);
    const qint64 due = repeats.nextDue();
    return due < 0 ? idle : milliseconds(std::max<qint64>(due - steadyNow(), 0));
}

void LogSink::Shared::run()
{
    for (bool isOver = false; !isOver;) {
        const bool isClosed = lines.isClosed(); // before lines are taken: none come after it then
        const auto batch = untold > 0 ? lines.take() : lines.takeWait(untilDue());
        isOver = isClosed && batch.empty();
        const quint64 lost = untold.exchange(0); // behind what is written now
        for (const QByteArray& line : batch) {
            write(line);
            waiting -= line.size();
        }
        if (lost > 0) {
            write(format(QtWarningMsg, QStringLiteral("app"),
                         QStringLiteral("dropped %1 log lines that nobody took").arg(grouped(lost))));
        }
        tellLeftOut(false);
    }
}

} // namespace parlance
