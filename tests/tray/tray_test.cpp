#include "support/suite.h"
#include "tray/trayer.h"
#include "tray/traymenu.h"

#include <QApplication>
#include <QScreen>
#include <QSignalSpy>

namespace parlance::test {

using namespace parlance::client;

namespace {

/// The icon as it is seen on the screen.
QImage seen(Tray& tray)
{
    const QRect place = tray.icon().geometry();
    return QGuiApplication::primaryScreen()
        ->grabWindow(0, place.x(), place.y(), place.width(), place.height())
        .toImage();
}

struct Shown {
    Tray tray;
    QSignalSpy raiseWanted{&tray, &Tray::raiseWanted};
    QSignalSpy quitWanted{&tray, &Tray::quitWanted};

    Shown() { tray.appear(); }
    bool isEmbedded() { return !tray.icon().geometry().isEmpty(); }
};

} // namespace

class TrayTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void isThereOnlyWithATray();
    void appearsInATrayThatComesLater();
    void showsWhetherSomethingIsUnread();
    void clickOpens();
    void menuOpensAndQuits();
};

void TrayTest::isThereOnlyWithATray()
{
    QVERIFY(!Tray::isThere());
    Shown w;
    QVERIFY(!w.tray.isAvailable());
    {
        const Trayer trayer;
        QVERIFY(w.tray.isAvailable());
    }
    QVERIFY(!w.tray.isAvailable());
}

void TrayTest::appearsInATrayThatComesLater()
{
    Shown w;
    for (int i = 0; i < 2; ++i) {
        const Trayer trayer;
        QTRY_VERIFY(w.isEmbedded());
    }
}

void TrayTest::showsWhetherSomethingIsUnread()
{
    const Trayer trayer;
    Shown w;
    QTRY_VERIFY(w.isEmbedded());
    QTRY_VERIFY(seen(w.tray).pixelColor(0, 0).isValid());
    const QColor dot(0xf2, 0xb2, 0x3e);
    const auto hasDot = [&w, &dot] {
        const QImage image = seen(w.tray);
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x) {
                if (image.pixelColor(x, y).rgb() == dot.rgb())
                    return true;
            }
        }
        return false;
    };
    QVERIFY(!hasDot());
    QCOMPARE(w.tray.icon().toolTip(), QStringLiteral("Parlance"));
    w.tray.setUnread(3);
    QTRY_VERIFY(hasDot());
    QCOMPARE(w.tray.icon().toolTip(), QStringLiteral("Parlance: 3 unread"));
    w.tray.setUnread(4);
    QCOMPARE(w.tray.icon().toolTip(), QStringLiteral("Parlance: 4 unread"));
    w.tray.setUnread(0);
    QTRY_VERIFY(!hasDot());
    QCOMPARE(w.tray.icon().toolTip(), QStringLiteral("Parlance"));
}

void TrayTest::clickOpens()
{
    const Trayer trayer;
    Shown w;
    QTRY_VERIFY(w.isEmbedded());
    QTest::mouseClick(windowInTheTray(), Qt::LeftButton);
    QTRY_COMPARE(w.raiseWanted.size(), 1);
    QCOMPARE(w.quitWanted.size(), 0);
}

void TrayTest::menuOpensAndQuits()
{
    const Trayer trayer;
    Shown w;
    QTRY_VERIFY(w.isEmbedded());
    chooseInTray("Open Parlance");
    QCOMPARE(w.raiseWanted.size(), 1);
    QCOMPARE(w.quitWanted.size(), 0);
    chooseInTray("Quit");
    QCOMPARE(w.quitWanted.size(), 1);
}

} // namespace parlance::test

PARLANCE_SUITE(tray, parlance::test::TrayTest)
#include "tray_test.moc"
