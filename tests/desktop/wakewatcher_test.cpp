#include "desktop/fakeservice.h"
#include "desktop/wakewatcher.h"
#include "support/suite.h"

#include <QTest>
#include <QThread>

namespace parlance::client {

using namespace parlance::test;

/// logind and NetworkManager, both made up, on a bus that is taken for the system's.
class WakeWatcherTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase();
    void resume();
    void strangersAreIgnored();
    void logindThatStartsLater();
    void withoutBus();
    void networkChanges();
};

namespace {

const auto logindName = QStringLiteral("org.freedesktop.login1");
const auto logindPath = QStringLiteral("/org/freedesktop/login1");
const auto logindInterface = QStringLiteral("org.freedesktop.login1.Manager");

/// Whether a call to the service is answered: it is on the bus, and whatever it sent before has come.
bool answers(const QString& name)
{
    DBusService service(QDBusConnection::sessionBus(), name);
    bool answered = false;
    QObject::connect(&service, &DBusService::known, &service, [&] {
        service.call(service.method(logindPath, logindInterface, QStringLiteral("Ping")),
                     [&answered](const QDBusMessage&) { answered = true; });
    });
    return QTest::qWaitFor([&answered] { return answered; });
}

} // namespace

/// Before the first connection to any bus: libdbus reads the addresses once.
void WakeWatcherTest::initTestCase()
{
    QVERIFY2(qEnvironmentVariableIsSet("DBUS_SESSION_BUS_ADDRESS"), "run it under dbus-run-session, as ctest does");
    qputenv("DBUS_SYSTEM_BUS_ADDRESS", qgetenv("DBUS_SESSION_BUS_ADDRESS"));
}

void WakeWatcherTest::resume()
{
    FakeService logind(logindName, logindPath, logindInterface);
    int woken = 0;
    const WakeWatcher watcher(QDBusConnection::sessionBus(), [&woken] { ++woken; });
    QVERIFY(answers(logindName)); // it has asked after the watcher
    logind.emitSignal(QStringLiteral("PrepareForSleep"), {true});
    QVERIFY(answers(logindName));
    QCOMPARE(woken, 0);
    logind.emitSignal(QStringLiteral("PrepareForSleep"), {false});
    QTRY_COMPARE(woken, 1);
}

void WakeWatcherTest::strangersAreIgnored()
{
    const auto strangersName = QStringLiteral("chat.parlance.test.Stranger");
    const FakeService logind(logindName, logindPath, logindInterface);
    FakeService stranger(strangersName, logindPath, logindInterface);
    int woken = 0;
    const WakeWatcher watcher(QDBusConnection::sessionBus(), [&woken] { ++woken; });
    QVERIFY(answers(logindName));
    stranger.emitSignal(QStringLiteral("PrepareForSleep"), {false});
    QVERIFY(answers(strangersName));
    QCOMPARE(woken, 0);
}

void WakeWatcherTest::logindThatStartsLater()
{
    int woken = 0;
    const WakeWatcher watcher(QDBusConnection::sessionBus(), [&woken] { ++woken; });
    DBusService service(QDBusConnection::sessionBus(), logindName);
    QTRY_VERIFY(service.isKnown());
    FakeService logind(logindName, logindPath, logindInterface);
    QTRY_VERIFY(service.isRunning());
    logind.emitSignal(QStringLiteral("PrepareForSleep"), {false});
    QTRY_COMPARE(woken, 1);
}

void WakeWatcherTest::withoutBus()
{
    const QDBusConnection none(QStringLiteral("none"));
    const WakeWatcher watcher(none, [] { QFAIL("nobody can have told"); });
    const DBusService service(none, logindName);
    QTRY_VERIFY(service.isKnown());
}

/// Qt's own plug-in listens, and waits for the answers to its questions; so they come from another thread.
void WakeWatcherTest::networkChanges()
{
    constexpr uint connected = 70; // NMState
    constexpr uint disconnected = 20;
    FakeService manager(QStringLiteral("org.freedesktop.NetworkManager"),
                        QStringLiteral("/org/freedesktop/NetworkManager"),
                        QStringLiteral("org.freedesktop.DBus.Properties"));
    const auto become = [](uint state) { return QVariantMap{{QStringLiteral("State"), state}}; };
    manager.on(QStringLiteral("GetAll"), [&](const QVariantList&) { return QVariantList{become(connected)}; });
    QThread thread;
    thread.start();
    manager.moveToThread(&thread);
    int woken = 0;
    {
        WakeWatcher watcher(QDBusConnection::sessionBus(), [&woken] { ++woken; });
        QVERIFY2(watcher.watchNetwork(), "Qt has no plug-in that knows the network; libqt6network6 has");
        manager.emitSignal(QStringLiteral("PropertiesChanged"),
                           {QStringLiteral("org.freedesktop.NetworkManager"), become(disconnected), QStringList()});
        QTRY_VERIFY(woken > 0);
    }
    thread.quit();
    thread.wait();
}

} // namespace parlance::client

using parlance::client::WakeWatcherTest;
PARLANCE_SUITE(wakewatcher, WakeWatcherTest)
#include "wakewatcher_test.moc"
