#include "support/suite.h"
#include "ui/look/fitting.h"
#include "ui/states.h"

#include <QAbstractButton>
#include <QListView>
#include <QScreen>

namespace parlance::test {

namespace {

bool isSeen(const TwoServers& w, const char* name)
{
    const auto* widget = w.window->current()->findChild<QWidget*>(QLatin1String(name));
    return widget && widget->isVisible();
}

/// "rooms, message, members", as far as they are seen.
QStringList seen(const TwoServers& w)
{
    QStringList all;
    for (const char* name : {"rooms", "message", "members"}) {
        if (isSeen(w, name))
            all << QLatin1String(name);
    }
    return all;
}

void press(const TwoServers& w, const char* name)
{
    QTest::mouseClick(w.window->current()->findChild<QWidget*>(QLatin1String(name)), Qt::LeftButton);
}

} // namespace

/// A window of every width, down to that of a phone, on screens of every size.
class ColumnsTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void fitting_data();
    void fitting();
    void theFirstWindowFitsItsScreen();
    void aRestoredWindowFitsItsScreen();
    void asNarrowAsAPhone();
    void asManyPartsAsThereIsRoomFor();
    void membersTakeTheRoomsPlace();
    void goingAboutInOneColumn();
    void keysInOneColumn();
    void theRailStandsBesideTheRooms();
    void everyWidthComesToRest();
    void aClickOnTheOpenRoomShowsIt();
    void everyDialogFitsItsScreen();
};

void ColumnsTest::fitting_data()
{
    QTest::addColumn<QRect>("frame");
    QTest::addColumn<QRect>("fit");
    QTest::newRow("fits") << QRect(10, 40, 300, 200) << QRect(10, 40, 300, 200);
    QTest::newRow("too large") << QRect(10, 20, 3'000, 2'000) << QRect(0, 30, 910, 480);
    QTest::newRow("half outside") << QRect(800, 400, 300, 200) << QRect(610, 310, 300, 200);
    QTest::newRow("on a screen that is gone") << QRect(-2'000, -500, 300, 200) << QRect(0, 30, 300, 200);
}

void ColumnsTest::fitting()
{
    QFETCH(const QRect, frame);
    QFETCH(const QRect, fit);
    QCOMPARE(fitted(frame, QRect(0, 30, 910, 480)), fit); // 1366x768 at 150 %, less a panel
}

void ColumnsTest::theFirstWindowFitsItsScreen()
{
    const TwoServers w; // wants more than the platform's screen has
    const QRect available = w.window->screen()->availableGeometry();
    QVERIFY(available.width() < 1'000);
    QVERIFY2(available.contains(w.window->frameGeometry()), qPrintable(QDebug::toString(w.window->frameGeometry())));
}

/// Its place was kept when the screen was larger, or was scaled less.
void ColumnsTest::aRestoredWindowFitsItsScreen()
{
    TwoServers w;
    w.window->resize(1'500, 1'200);
    w.window->move(700, 600);
    w.window->close();
    w.open();
    const QRect available = w.window->screen()->availableGeometry();
    QTRY_VERIFY2(available.contains(w.window->frameGeometry()),
                 qPrintable(QDebug::toString(w.window->frameGeometry())));
}

void ColumnsTest::asNarrowAsAPhone()
{
    constexpr int narrow = 360;
    TwoServers w;
    for (const int step : {0, Look::largestStep}) {
        w.look.setFontStep(step);
        w.window->resize(narrow, 400);
        w.settle();
        QCOMPARE(w.window->width(), narrow);
        const QWidget& field = w.window->current()->pane().composer().field();
        const QRect place(field.mapTo(w.window.get(), QPoint()), field.size());
        QVERIFY2(w.window->rect().contains(place), qPrintable(QDebug::toString(place)));
        QVERIFY(place.width() > narrow / 3);
    }
}

void ColumnsTest::asManyPartsAsThereIsRoomFor()
{
    TwoServers w(false);
    const std::vector<std::pair<int, QStringList>> rows{{1'000, list({"rooms", "message", "members"})},
                                                        {700, list({"rooms", "message"})},
                                                        {500, list({"message"})},
                                                        {700, list({"rooms", "message"})},
                                                        {1'000, list({"rooms", "message", "members"})}};
    for (const auto& [width, parts] : rows) {
        w.window->resize(width, 500);
        w.settle();
        QCOMPARE(seen(w), parts);
        QCOMPARE(isSeen(w, "backToRooms"), width < 600);
        QCOMPARE(w.find<QAbstractButton>("toggleMembers")->isChecked(), width == 1'000);
    }
}

void ColumnsTest::membersTakeTheRoomsPlace()
{
    TwoServers w(false);
    for (const int width : {700, 400}) {
        const QStringList rooms = width == 700 ? QStringList{QStringLiteral("rooms")} : QStringList();
        w.window->resize(width, 500);
        w.settle();
        press(w, "toggleMembers");
        QCOMPARE(seen(w), rooms + list({"members"}));
        press(w, "closeMembers");
        QCOMPARE(seen(w), rooms + list({"message"}));
        QVERIFY(w.window->current()->pane().composer().field().hasFocus());
    }
    QVERIFY(w.preferences.isOn(Preferences::Switch::ShowMembers)); // which is for windows that have room for them
}

void ColumnsTest::goingAboutInOneColumn()
{
    TwoServers w(false);
    w.window->current()->go(*RoomName::parse(u"attic"));
    w.window->resize(400, 500);
    w.settle();
    press(w, "backToRooms");
    QCOMPARE(seen(w), list({"rooms"}));
    auto* rooms = w.window->current()->findChild<QListView*>(QStringLiteral("rooms"));
    const auto click = [rooms](int row) {
        QTest::mouseClick(rooms->viewport(), Qt::LeftButton, {},
                          rooms->visualRect(rooms->model()->index(row, 0)).center());
    };
    click(1);
    QCOMPARE(seen(w), list({"message"}));
    QCOMPARE(w.window->current()->pane().room(), w.garden.here());
    press(w, "backToRooms");
    click(1); // the one that is open already
    QCOMPARE(seen(w), list({"message"}));
    w.window->current()->pane().open({}); // as after leaving it
    QCOMPARE(seen(w), list({"rooms"}));
}

void ColumnsTest::keysInOneColumn()
{
    TwoServers w(false);
    w.window->current()->go(*RoomName::parse(u"attic"));
    w.window->resize(400, 500);
    w.settle();
    press(w, "backToRooms");
    auto* rooms = w.window->current()->findChild<QListView*>(QStringLiteral("rooms"));
    QVERIFY(rooms->hasFocus());
    QTest::keyClick(rooms, Qt::Key_Down); // moves, and does not go there yet
    QCOMPARE(seen(w), list({"rooms"}));
    QTest::keyClick(rooms, Qt::Key_Return);
    QCOMPARE(seen(w), list({"message"}));
    QCOMPARE(w.window->current()->pane().room(), w.garden.here());
}

void ColumnsTest::theRailStandsBesideTheRooms()
{
    TwoServers w;
    w.window->resize(400, 500);
    w.settle();
    QVERIFY(!w.find("servers")->isVisible());
    press(w, "backToRooms");
    QVERIFY(w.find("servers")->isVisible());
    QTest::mouseClick(w.find("server-office"), Qt::LeftButton);
    QCOMPARE(w.window->current(), &w.workspace(w.office));
}

/// The rail takes some of the width that decides whether the rail is shown.
void ColumnsTest::everyWidthComesToRest()
{
    constexpr int most = 50; // more than any width needs
    TwoServers w;
    int arranged = 0;
    connect(w.window->current(), &Workspace::arranged, this, [&] {
        if (++arranged > most)
            w.window->resize(1'000, 500); // or it would go on for ever
    });
    for (int width = 560; width <= 760; width += 10) {
        arranged = 0;
        w.window->resize(width, 500);
        w.settle();
        QVERIFY2(arranged <= most, qPrintable(QStringLiteral("%1 pixels").arg(width)));
        QCOMPARE(w.find("servers")->isVisible(), !isSeen(w, "backToRooms"));
    }
}

/// Whether the members have taken its place or not.
void ColumnsTest::aClickOnTheOpenRoomShowsIt()
{
    TwoServers w(false);
    w.window->resize(700, 500);
    w.settle();
    press(w, "toggleMembers");
    QCOMPARE(seen(w), list({"rooms", "members"}));
    auto* rooms = w.window->current()->findChild<QListView*>(QStringLiteral("rooms"));
    QTest::mouseClick(rooms->viewport(), Qt::LeftButton, {}, rooms->visualRect(rooms->currentIndex()).center());
    QCOMPARE(seen(w), list({"rooms", "message"}));
}

void ColumnsTest::everyDialogFitsItsScreen()
{
    Stage w(true);
    w.look.setFontStep(Look::largestStep);
    w.window->resize(360, 400);
    w.settle();
    const QRect available = w.window->screen()->availableGeometry();
    const auto check = [&](const char* name) {
        w.settle();
        auto* dialog = w.window->findChild<QDialog*>(QLatin1String(name));
        QVERIFY2(dialog, name);
        const QString size = QStringLiteral("%1: %2").arg(QLatin1String(name), QDebug::toString(dialog->size()));
        QVERIFY2(dialog->width() <= available.width() && dialog->height() <= available.height(), qPrintable(size));
        dialog->close();
        w.settle();
    };
    w.here().openDirectory();
    check("directory");
    w.here().openNewRoom();
    check("newRoom");
    w.here().openSwitcher();
    check("switcher");
    w.here().openTopic();
    check("topicDialog");
    Q_EMIT w.here().helpWanted();
    check("keys");
}

} // namespace parlance::test

PARLANCE_SUITE(columns, parlance::test::ColumnsTest)
#include "columns_test.moc"
