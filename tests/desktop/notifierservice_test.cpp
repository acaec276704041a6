#include "desktop/notificationworld.h"
#include "support/suite.h"

#include <QRegularExpression>

namespace parlance::client {

using namespace parlance::test;

/// What becomes of notifications where the service is not there, not yet, or not any more.
class NotifierServiceTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void withoutBus();
    void nobodyThere();
    void appearsLater();
    void comesBack();
    void capabilitiesAreReadAgain();
    void goesAwayWhileUnderWay();
    void startedByTheFirstNotification();
    void cannotBeStarted();
    void failsToSayWhatItCan();

  private:
    const QDBusConnection m_bus = QDBusConnection::sessionBus();
};

void NotifierServiceTest::withoutBus()
{
    DBusNotifier notifier{QDBusConnection(QStringLiteral("none"))};
    notifier.show(notification(QStringLiteral("general")));
    notifier.withdraw(QStringLiteral("general"));
    DBusService service(QDBusConnection(QStringLiteral("none")), QStringLiteral("org.freedesktop.Notifications"));
    QTRY_VERIFY(service.isKnown());
    QVERIFY(!notifier.isAvailable());
    notifier.show(notification(QStringLiteral("general")));
}

void NotifierServiceTest::nobodyThere()
{
    DBusNotifier notifier(m_bus);
    notifier.show(notification(QStringLiteral("general")));
    DBusService service(m_bus, QStringLiteral("org.freedesktop.Notifications"));
    QTRY_VERIFY(service.isKnown()); // it has asked after the notifier
    QVERIFY(!notifier.isAvailable());
    FakeNotifications desktop({});
    QTRY_VERIFY(notifier.isAvailable());
    notifier.show(notification(QStringLiteral("random"), QStringLiteral("the first")));
    QTRY_COMPARE(desktop.count(), 1);
    QCOMPARE(desktop.body(), QStringLiteral("the first")); // what nobody could show is not shown late
}

void NotifierServiceTest::appearsLater()
{
    DBusNotifier notifier(m_bus);
    FakeNotifications desktop({});
    QTRY_VERIFY(notifier.isAvailable());
    QTRY_COMPARE(desktop.service.callsOf(QStringLiteral("GetCapabilities")).size(), 1);
}

void NotifierServiceTest::comesBack()
{
    auto desktop = std::make_unique<FakeNotifications>(QStringList());
    DBusNotifier notifier(m_bus);
    HeardNotifications heard;
    notifier.setObserver(&heard);
    notifier.show(notification(QStringLiteral("general")));
    QTRY_COMPARE(desktop->count(), 1);
    desktop.reset();
    QTRY_VERIFY(!notifier.isAvailable());
    desktop = std::make_unique<FakeNotifications>(QStringList());
    QTRY_VERIFY(notifier.isAvailable());
    desktop->service.emitSignal(QStringLiteral("ActionInvoked"), {41U, QStringLiteral("default")}); // another one's
    notifier.show(notification(QStringLiteral("general")));
    QTRY_COMPARE(desktop->count(), 1);
    QCOMPARE(desktop->replacesId(), 0U);
    QVERIFY(heard.lines.isEmpty());
}

void NotifierServiceTest::capabilitiesAreReadAgain()
{
    auto desktop = std::make_unique<FakeNotifications>(QStringList{QStringLiteral("body-markup")});
    DBusNotifier notifier(m_bus);
    notifier.show(notification(QStringLiteral("general"), QStringLiteral("<")));
    QTRY_COMPARE(desktop->count(), 1);
    QCOMPARE(desktop->body(), QStringLiteral("&lt;"));
    desktop.reset();
    QTRY_VERIFY(!notifier.isAvailable());
    desktop = std::make_unique<FakeNotifications>(QStringList());
    QTRY_VERIFY(notifier.isAvailable());
    notifier.show(notification(QStringLiteral("general"), QStringLiteral("<")));
    QTRY_COMPARE(desktop->count(), 1);
    QCOMPARE(desktop->body(), QStringLiteral("<"));
}

void NotifierServiceTest::goesAwayWhileUnderWay()
{
    auto desktop = std::make_unique<FakeNotifications>(QStringList());
    desktop->holdsAnswers = true;
    DBusNotifier notifier(m_bus);
    notifier.show(notification(QStringLiteral("general")));
    QTRY_COMPARE(desktop->count(), 1);
    notifier.withdraw(QStringLiteral("general"));
    desktop.reset();
    QTRY_VERIFY(!notifier.isAvailable());
    desktop = std::make_unique<FakeNotifications>(QStringList());
    QTRY_VERIFY(notifier.isAvailable());
    notifier.show(notification(QStringLiteral("general")));
    QTRY_COMPARE(desktop->count(), 1);
    QVERIFY(desktop->closed().isEmpty());
}

void NotifierServiceTest::startedByTheFirstNotification()
{
    const auto name = QStringLiteral("chat.parlance.test.Lazy");
    DBusNotifier notifier(m_bus, name);
    QTRY_VERIFY(notifier.isAvailable());
    DBusService service(m_bus, name);
    QTRY_VERIFY(service.isKnown());
    QVERIFY(!service.isRunning()); // nobody has started it for nothing
    notifier.show(notification(QStringLiteral("general")));
    FakeNotifications desktop({}, name); // what the bus starts by its file only waits
    QTRY_COMPARE(desktop.count(), 1);
}

void NotifierServiceTest::cannotBeStarted()
{
    DBusNotifier notifier(m_bus, QStringLiteral("chat.parlance.test.Broken"));
    QTRY_VERIFY(notifier.isAvailable());
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("^no notifications: ")));
    notifier.show(notification(QStringLiteral("general")));
    QTRY_VERIFY(!notifier.isAvailable());
}

void NotifierServiceTest::failsToSayWhatItCan()
{
    FakeService mute(QStringLiteral("org.freedesktop.Notifications"), QStringLiteral("/org/freedesktop/Notifications"),
                     QStringLiteral("org.freedesktop.Notifications"));
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("^no notifications: ")));
    DBusNotifier notifier(m_bus);
    notifier.show(notification(QStringLiteral("general")));
    QTRY_COMPARE(mute.calls.size(), 1);
    QTRY_VERIFY(!notifier.isAvailable());
}

} // namespace parlance::client

using parlance::client::NotifierServiceTest;
PARLANCE_SUITE(notifierservice, NotifierServiceTest)
#include "notifierservice_test.moc"
