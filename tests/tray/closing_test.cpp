#include "desktop/notificationworld.h"
#include "support/suite.h"
#include "tray/desktop.h"
#include "tray/trayer.h"
#include "tray/traymenu.h"

namespace parlance::test {

namespace {

/// Whatever the app has sent to the service has arrived there: it comes in order.
void passedOn(const FakeNotifications& notifications)
{
    const QString last = QStringLiteral("Last");
    QDBusConnection::sessionBus().send(QDBusMessage::createMethodCall(
        QStringLiteral("org.freedesktop.Notifications"), QStringLiteral("/org/freedesktop/Notifications"),
        QStringLiteral("org.freedesktop.Notifications"), last));
    QTRY_VERIFY(!notifications.service.callsOf(last).isEmpty());
}

} // namespace

class ClosingTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void withoutATrayItQuits();
    void withATrayItQuitsUnlessChosen();
    void theTrayBringsTheWindowBack();
    void thatItGoesOnIsSaidOnce();
    void quittingFromTheTraySaysNothing();
    void hiddenAtTheStartOnlyWithATray();
    void theTrayCountsWhatTheWindowCounts();
};

void ClosingTest::withoutATrayItQuits()
{
    Desktop w(true);
    QTRY_VERIFY(w.window().isVisible());
    QVERIFY(!w.survivesClosing());
}

void ClosingTest::withATrayItQuitsUnlessChosen()
{
    const Trayer trayer;
    {
        Desktop w(false);
        QTRY_VERIFY(w.window().isVisible());
        QVERIFY(!w.survivesClosing());
    }
    Desktop w(true);
    QTRY_VERIFY(w.window().isVisible());
    QVERIFY(w.survivesClosing());
    QVERIFY(!w.window().isVisible());
}

void ClosingTest::theTrayBringsTheWindowBack()
{
    const Trayer trayer;
    Desktop w(true);
    QVERIFY(w.survivesClosing());
    chooseInTray("Open Parlance");
    QVERIFY(w.window().isVisible());
    QVERIFY(!w.survives([] { chooseInTray("Quit"); }));
}

void ClosingTest::thatItGoesOnIsSaidOnce()
{
    const Trayer trayer;
    FakeNotifications notifications({QStringLiteral("actions")});
    Desktop w(true);
    QTRY_VERIFY(!notifications.service.callsOf(QStringLiteral("GetCapabilities")).isEmpty());
    QVERIFY(w.survivesClosing());
    QTRY_COMPARE(notifications.count(), 1);
    QCOMPARE(notifications.title(), QStringLiteral("Parlance goes on"));
    QVERIFY(notifications.body().contains(QStringLiteral("tray")));
    notifications.service.emitSignal(QStringLiteral("ActionInvoked"),
                                     {notifications.lastId, QStringLiteral("default")});
    QTRY_VERIFY(w.window().isVisible());
    QVERIFY(w.survivesClosing());
    w.start();
    QTRY_VERIFY(notifications.service.callsOf(QStringLiteral("GetCapabilities")).size() >= 2);
    QVERIFY(w.survivesClosing());
    passedOn(notifications);
    QCOMPARE(notifications.count(), 1);
}

void ClosingTest::quittingFromTheTraySaysNothing()
{
    const Trayer trayer;
    FakeNotifications notifications({QStringLiteral("actions")});
    Desktop w(true);
    QTRY_VERIFY(w.window().isVisible());
    QTRY_VERIFY(!notifications.service.callsOf(QStringLiteral("GetCapabilities")).isEmpty());
    QVERIFY(!w.survives([] { chooseInTray("Quit"); }));
    passedOn(notifications);
    QCOMPARE(notifications.count(), 0);
    const QSettings settings(w.config, QSettings::IniFormat);
    QVERIFY(!settings.value(QStringLiteral("window/toldOfTray")).toBool());
    QVERIFY(settings.contains(QStringLiteral("layout/window"))); // its place is kept all the same
}

void ClosingTest::hiddenAtTheStartOnlyWithATray()
{
    {
        const Desktop w(true, true);
        QTRY_VERIFY(w.app->window().isVisible());
    }
    const Trayer trayer;
    const Desktop w(true, true);
    QVERIFY(!w.app->window().isVisible());
}

void ClosingTest::theTrayCountsWhatTheWindowCounts()
{
    const Trayer trayer;
    Desktop w(true);
    QCOMPARE(windowInTheTray()->toolTip(), QStringLiteral("Parlance"));
    Q_EMIT w.window().unreadChanged(3);
    QCOMPARE(windowInTheTray()->toolTip(), QStringLiteral("Parlance: 3 unread"));
}

} // namespace parlance::test

PARLANCE_SUITE(closing, parlance::test::ClosingTest)
#include "closing_test.moc"
