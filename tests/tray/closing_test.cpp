#include "app/desktopapp.h"
#include "desktop/notificationworld.h"
#include "support/suite.h"
#include "tray/trayer.h"

#include <QApplication>
#include <QTemporaryDir>

namespace parlance::test {

using namespace parlance::client;

namespace {

constexpr int goesOn = 77; // an exit code that nobody else gives

/// The whole app with an account on a server that is not there, in folders of its own.
struct Desktop {
    QTemporaryDir folder;
    QString config = folder.filePath(QStringLiteral("parlance.ini"));
    std::unique_ptr<DesktopApp> app;

    explicit Desktop(bool closeToTray, bool isHidden = false)
    {
        {
            QSettings settings(config, QSettings::IniFormat);
            Preferences preferences(settings);
            AccountInfo info;
            info.id = QStringLiteral("account");
            info.url = QUrl(QStringLiteral("ws://127.0.0.1:1/ws"));
            preferences.save(info);
            preferences.set(Preferences::Switch::CloseToTray, closeToTray);
        }
        start(isHidden);
    }

    void start(bool isHidden = false)
    {
        app.reset();
        DesktopApp::Options options;
        options.configFile = config;
        options.dataFolder = options.runtimeFolder = options.configFolder = folder.path();
        options.isHidden = isHidden;
        app = std::make_unique<DesktopApp>(options);
        app->start();
        if (!QTest::qWaitFor([this] { return app->window().current() != nullptr; }))
            qFatal("the app does not start");
    }

    MainWindow& window() { return app->window(); }

    /// Whether the program goes on after this.
    bool survives(const std::function<void()>& deed)
    {
        QTimer::singleShot(0, app.get(), [deed] {
            deed();
            QTimer::singleShot(0, [] { QCoreApplication::exit(goesOn); });
        });
        return QApplication::exec() == goesOn;
    }

    bool survivesClosing()
    {
        return survives([this] { window().close(); });
    }

    static void choose(const char* text)
    {
        const auto menus = QApplication::topLevelWidgets();
        for (QWidget* each : menus) {
            if (each->objectName() != QStringLiteral("trayMenu"))
                continue;
            for (QAction* action : each->actions()) {
                if (action->text() == QString::fromUtf8(text))
                    return action->trigger();
            }
        }
        QFAIL(text);
    }
};

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
    Desktop::choose("Open Parlance");
    QVERIFY(w.window().isVisible());
    QVERIFY(!w.survives([] { Desktop::choose("Quit"); }));
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
    QVERIFY(!w.survives([] { Desktop::choose("Quit"); }));
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

} // namespace parlance::test

PARLANCE_SUITE(closing, parlance::test::ClosingTest)
#include "closing_test.moc"
