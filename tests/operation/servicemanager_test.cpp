#include "service/journal.h"
#include "service/servicemanager.h"
#include "service/watchdog.h"
#include "support/manualclock.h"
#include "support/suite.h"

#include <QTemporaryDir>
#include <QTemporaryFile>
#include <QTest>

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

namespace parlance {

/// What the service manager is told. It is played by a socket of the test's.
class ServiceManagerTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void init();
    void cleanup();
    void tellsByPath();
    void tellsByAbstractName();
    void nobodyIsThere();
    void watchedOnlyIfItIsMeant_data();
    void watchedOnlyIfItIsMeant();
    void barksAtHalfTheTime();
    void knowsTheJournal();

  private:
    void listenAt(const QByteArray& address);
    QByteArray heard() const;

    QTemporaryDir m_folder;
    int m_socket = -1;
};

void ServiceManagerTest::init()
{
    m_socket = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    QVERIFY(m_socket >= 0);
}

void ServiceManagerTest::cleanup()
{
    ::close(m_socket);
    for (const char* name : {"NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID", "JOURNAL_STREAM"})
        qunsetenv(name);
}

void ServiceManagerTest::listenAt(const QByteArray& address)
{
    sockaddr_un name{};
    name.sun_family = AF_UNIX;
    std::ranges::copy(address, name.sun_path);
    if (name.sun_path[0] == '@')
        name.sun_path[0] = '\0';
    const auto length = socklen_t(offsetof(sockaddr_un, sun_path) + size_t(address.size()));
    QCOMPARE(::bind(m_socket, reinterpret_cast<const sockaddr*>(&name), length), 0);
    qputenv("NOTIFY_SOCKET", address);
}

QByteArray ServiceManagerTest::heard() const
{
    QByteArray bytes(4'096, '\0');
    const ssize_t size = ::recv(m_socket, bytes.data(), size_t(bytes.size()), 0);
    return bytes.first(std::max<ssize_t>(size, 0));
}

void ServiceManagerTest::tellsByPath()
{
    listenAt(m_folder.filePath(QStringLiteral("notify")).toUtf8());
    const ServiceManager manager;
    QVERIFY(manager.isThere());
    manager.ready(QStringLiteral("two\nlines"));
    QCOMPARE(heard(), QByteArray("READY=1\nSTATUS=two lines"));
    manager.reloading();
    const QByteArray reloading = heard();
    QVERIFY2(reloading.startsWith("RELOADING=1\nMONOTONIC_USEC="), reloading.constData());
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    const qint64 told = reloading.split('\n')[1].split('=')[1].toLongLong();
    QVERIFY(told > 0 && told / 1'000'000 <= now.tv_sec);
    manager.stopping(QStringLiteral("bye"));
    QCOMPARE(heard(), QByteArray("STOPPING=1\nSTATUS=bye"));
    QCOMPARE(heard(), QByteArray());
}

void ServiceManagerTest::tellsByAbstractName()
{
    listenAt("@parlance-test-" + QByteArray::number(::getpid()));
    const ServiceManager manager;
    manager.alive();
    QCOMPARE(heard(), QByteArray("WATCHDOG=1"));
}

void ServiceManagerTest::nobodyIsThere()
{
    const ServiceManager none;
    QVERIFY(!none.isThere());
    none.ready({});
    qputenv("NOTIFY_SOCKET", "relative/path");
    QVERIFY(!ServiceManager().isThere());
    qputenv("NOTIFY_SOCKET", "/nowhere/at/all");
    ServiceManager().ready({}); // heard by nobody
}

void ServiceManagerTest::watchedOnlyIfItIsMeant_data()
{
    QTest::addColumn<QByteArray>("within");
    QTest::addColumn<QByteArray>("pid");
    QTest::addColumn<qint64>("every");
    QTest::newRow("whoever it is") << QByteArray("30000000") << QByteArray() << qint64(15'000);
    QTest::newRow("this one") << QByteArray("30000000") << QByteArray::number(::getpid()) << qint64(15'000);
    QTest::newRow("another one") << QByteArray("30000000") << QByteArray::number(::getppid()) << qint64(-1);
    QTest::newRow("not watched") << QByteArray() << QByteArray() << qint64(-1);
    QTest::newRow("nonsense") << QByteArray("soon") << QByteArray() << qint64(-1);
}

void ServiceManagerTest::watchedOnlyIfItIsMeant()
{
    QFETCH(QByteArray, within);
    QFETCH(QByteArray, pid);
    QFETCH(qint64, every);
    qputenv("NOTIFY_SOCKET", "@parlance-test");
    qputenv("WATCHDOG_USEC", within);
    if (!pid.isEmpty())
        qputenv("WATCHDOG_PID", pid);
    QCOMPARE(ServiceManager().aliveEvery().value_or(-1), every);
}

void ServiceManagerTest::barksAtHalfTheTime()
{
    listenAt(m_folder.filePath(QStringLiteral("watchdog")).toUtf8());
    qputenv("WATCHDOG_USEC", "2000000");
    const ServiceManager manager;
    test::ManualClock clock;
    DeadlineWheel wheel(clock);
    const Watchdog watchdog(manager, wheel);
    QCOMPARE(heard(), QByteArray("WATCHDOG=1"));
    test::advance(clock, wheel, 5'100);
    int barks = 0;
    while (!heard().isEmpty())
        ++barks;
    QVERIFY2(barks >= 4 && barks <= 5, QByteArray::number(barks).constData());
    clock.advance(60'000); // the loop is stuck: nobody turns the wheel
    QCOMPARE(heard(), QByteArray());
}

void ServiceManagerTest::knowsTheJournal()
{
    QTemporaryFile file;
    QVERIFY(file.open());
    QVERIFY(!isJournal(file.handle()));
    struct stat status {};
    QCOMPARE(::fstat(file.handle(), &status), 0);
    qputenv("JOURNAL_STREAM",
            QByteArray::number(quint64(status.st_dev)) + ':' + QByteArray::number(quint64(status.st_ino)));
    QVERIFY(isJournal(file.handle()));
    QVERIFY(!isJournal(STDIN_FILENO));
}

} // namespace parlance

using parlance::ServiceManagerTest;
PARLANCE_SUITE(servicemanager, ServiceManagerTest)
#include "servicemanager_test.moc"
