#include "app/logsink.h"
#include "support/suite.h"

#include <QElapsedTimer>
#include <QTest>

#include <fcntl.h>
#include <thread>
#include <unistd.h>

namespace parlance {

/// The log's way out, into pipes that are read or not.
class LogSinkTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void init();
    void cleanup();
    void everyLineInOrder();
    void nobodyWaitsForAReader();
    void endsAlthoughNobodyReads();
    void repetitionsAreToldAtTheEnd();
    void aReaderThatIsGone();
    void manyThreads();

  private:
    /// What comes out of the pipe until it ends, or until `lines` lines have come.
    QList<QByteArray> read(qsizetype lines = -1);
    void fillPipe() const;

    int m_out = -1; // of the pipe: read here
    int m_in = -1;
    QByteArray m_rest;
};

namespace {

QByteArray plain(QtMsgType, const QString& category, const QString& text)
{
    return category.toUtf8() + ' ' + text.toUtf8() + '\n';
}

} // namespace

void LogSinkTest::init()
{
    std::array<int, 2> ends{};
    QCOMPARE(::pipe2(ends.data(), O_CLOEXEC), 0);
    m_out = ends[0];
    m_in = ends[1];
    m_rest.clear();
}

void LogSinkTest::cleanup()
{
    for (int* end : {&m_out, &m_in}) {
        if (*end >= 0)
            ::close(*end);
        *end = -1;
    }
}

QList<QByteArray> LogSinkTest::read(qsizetype lines)
{
    QList<QByteArray> found;
    std::array<char, 65'536> buffer; // NOLINT(*-member-init): filled by the read
    for (;;) {
        for (qsizetype end = m_rest.indexOf('\n'); end >= 0 && found.size() != lines; end = m_rest.indexOf('\n')) {
            found.append(m_rest.first(end));
            m_rest.remove(0, end + 1);
        }
        const ssize_t count = found.size() == lines ? 0 : ::read(m_out, buffer.data(), buffer.size());
        if (count <= 0)
            return found;
        m_rest.append(buffer.data(), count);
    }
}

void LogSinkTest::fillPipe() const
{
    const QByteArray much(4'096, 'x');
    ::fcntl(m_in, F_SETFL, O_NONBLOCK);
    while (::write(m_in, much.constData(), size_t(much.size())) > 0)
        continue;
    ::fcntl(m_in, F_SETFL, 0);
}

void LogSinkTest::everyLineInOrder()
{
    LogSink sink(m_in, &plain);
    for (int i = 0; i < 100; ++i)
        sink.log(QtInfoMsg, QStringLiteral("net"), QString::number(i));
    const auto lines = read(100);
    for (int i = 0; i < 100; ++i)
        QCOMPARE(lines[i], "net " + QByteArray::number(i));
    QVERIFY(sink.flush(std::chrono::seconds(10)));
    QCOMPARE(sink.counts().dropped, quint64(0));
}

void LogSinkTest::nobodyWaitsForAReader()
{
    constexpr int caused = 20'000;
    LogSink sink(m_in, &plain);
    const QString text(100, u'x');
    for (int i = 0; i < caused; ++i) // 2 MB: four times what may wait
        sink.log(QtDebugMsg, QStringLiteral("net"), text);
    const quint64 dropped = sink.counts().dropped;
    QVERIFY2(dropped > caused / 2 && dropped < caused, qPrintable(QString::number(dropped)));
    QVERIFY(!sink.flush(std::chrono::milliseconds(50)));
    // The first ones are there, then how many are not.
    const auto lines = read(caused - qsizetype(dropped) + 1);
    QCOMPARE(lines.last(),
             "app dropped " + QLocale(QLocale::English).toString(dropped).toUtf8() + " log lines that nobody took");
    QVERIFY(sink.flush(std::chrono::seconds(10)));
    sink.log(QtInfoMsg, QStringLiteral("net"), QStringLiteral("again"));
    QCOMPARE(read(1).first(), QByteArray("net again"));
}

void LogSinkTest::endsAlthoughNobodyReads()
{
    fillPipe();
    QElapsedTimer timer;
    {
        LogSink sink(m_in, &plain);
        sink.log(QtInfoMsg, QStringLiteral("net"), QStringLiteral("never read"));
        timer.start();
    }
    QVERIFY2(timer.elapsed() < 5'000, qPrintable(QString::number(timer.elapsed())));
    ::close(std::exchange(m_out, -1)); // ends the thread, which is stuck
}

void LogSinkTest::repetitionsAreToldAtTheEnd()
{
    {
        LogSink sink(m_in, &plain);
        for (int i = 0; i < 1'200; ++i)
            sink.log(QtInfoMsg, QStringLiteral("net"), QStringLiteral("refused %1").arg(i));
        for (int i = 0; i < 20; ++i)
            sink.log(QtWarningMsg, QStringLiteral("store"), QStringLiteral("the disk is full"));
        QCOMPARE(sink.counts().gathered, quint64(1'000 + 10));
    }
    ::close(std::exchange(m_in, -1));
    const auto lines = read();
    QCOMPARE(lines.size(), 200 + 10 + 2);
    QVERIFY(lines.contains("net left out 1,000 lines like this one: refused 200"));
    QVERIFY(lines.contains("store left out 10 lines like this one: the disk is full"));
}

void LogSinkTest::aReaderThatIsGone()
{
    ::close(std::exchange(m_out, -1));
    LogSink sink(m_in, &plain);
    for (int i = 0; i < 100; ++i)
        sink.log(QtInfoMsg, QStringLiteral("net"), QString::number(i));
    QVERIFY(sink.flush(std::chrono::seconds(10)));
}

void LogSinkTest::manyThreads()
{
    LogSink sink(m_in, &plain);
    std::vector<std::thread> threads;
    threads.reserve(4);
    for (int thread = 0; thread < 4; ++thread) {
        threads.emplace_back([&sink, thread] {
            for (int i = 0; i < 500; ++i)
                sink.log(QtDebugMsg, QStringLiteral("t%1").arg(thread), QString::number(i));
        });
    }
    const auto lines = read(2'000);
    for (auto& thread : threads)
        thread.join();
    std::array<int, 4> next{};
    for (const QByteArray& line : lines) {
        const int thread = line[1] - '0';
        QCOMPARE(line.sliced(3).toInt(), next.at(size_t(thread))++);
    }
}

} // namespace parlance

using parlance::LogSinkTest;
PARLANCE_SUITE(logsink, LogSinkTest)
#include "logsink_test.moc"
