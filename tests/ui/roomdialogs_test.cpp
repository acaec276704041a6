#include "support/suite.h"
#include "ui/uiworld.h"
#include "ui/widgetdialogs.h"

#include <QApplication>
#include <QDialog>
#include <QDialogButtonBox>
#include <QLineEdit>
#include <QListView>
#include <QProxyStyle>
#include <QPushButton>

namespace parlance::test {

namespace {

/// The list of rooms, in which there are "design" and "desktop".
void openDirectory(Pair& w)
{
    for (const char* name : {"design", "desktop"})
        w.tom.client.join(*RoomName::parse(QString::fromLatin1(name)));
    w.settle();
    w.workspace->openDirectory();
    w.settle();
}

/// As desktops with GNOME's order have it: what agrees is on the right.
struct GnomeStyle : QProxyStyle {
    int styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                  QStyleHintReturn* data) const override
    {
        return hint == SH_DialogButtonLayout ? int(QDialogButtonBox::GnomeLayout)
                                             : QProxyStyle::styleHint(hint, option, widget, data);
    }
};

int leftOf(const QDialog& dialog, const QString& text)
{
    const auto buttons = dialog.findChildren<QPushButton*>();
    for (const QPushButton* button : buttons) {
        if (button->text().remove(u'&') == text)
            return button->mapTo(&dialog, QPoint()).x();
    }
    qFatal("there is no button %s", qPrintable(text));
}

} // namespace

/// Finding and making rooms while the server takes its time.
class RoomDialogsTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void enterWaitsForTheRoomsThatWereTyped();
    void typingOnTakesEnterBack();
    void aNameThatWasChangedMeanwhileIsNotMade();
    void switcherOffersANewRoom();
    void buttonsStandInTheDesktopsOrder();
};

/// The list still shows what was found for "des" while the server is asked about the rest.
void RoomDialogsTest::enterWaitsForTheRoomsThatWereTyped()
{
    Pair w;
    openDirectory(w);
    auto* search = w.find<QLineEdit>("directorySearch");
    const auto* found = w.find<QListView>("directoryRooms");
    QTest::keyClicks(search, QStringLiteral("des"));
    QVERIFY(QTest::qWaitFor([&] {
        w.settle();
        return found->model()->rowCount() == 2;
    }));
    QTest::keyClicks(search, QStringLiteral("k"));
    QTest::qWait(400); // longer than the pause after which the server is asked; its answer is under way
    QCOMPARE(found->model()->rowCount(), 2);
    QTest::keyClick(search, Qt::Key_Return);
    w.settle();
    QCOMPARE(w.nameOfRoom(), QStringLiteral("# desktop"));
}

/// Whoever types on after Enter does not want the room that Enter was pressed for.
void RoomDialogsTest::typingOnTakesEnterBack()
{
    Pair w;
    openDirectory(w);
    auto* search = w.find<QLineEdit>("directorySearch");
    QTest::keyClicks(search, QStringLiteral("des"));
    QTest::keyClick(search, Qt::Key_Return);
    QTest::keyClicks(search, QStringLiteral("k"));
    const auto* found = w.find<QListView>("directoryRooms");
    QVERIFY(QTest::qWaitFor([&] {
        w.settle();
        return found->model()->rowCount() == 1; // the answer to all that was typed
    }));
    QCOMPARE(w.nameOfRoom(), QStringLiteral("# general"));
    QVERIFY(w.find<QDialog>("directory")->isVisible());
}

void RoomDialogsTest::aNameThatWasChangedMeanwhileIsNotMade()
{
    Pair w;
    w.workspace->openNewRoom(QStringLiteral("garden"));
    auto* name = w.find<QLineEdit>("newRoomName");
    QTest::keyClick(name, Qt::Key_Return);
    QTest::keyClicks(name, QStringLiteral("ers")); // before the server has answered
    w.settle();
    QCOMPARE(w.nameOfRoom(), QStringLiteral("# general"));
    QVERIFY(w.idOf(*RoomName::parse(u"garden")).isEmpty());
    QTest::keyClick(name, Qt::Key_Return);
    w.settle();
    QCOMPARE(w.nameOfRoom(), QStringLiteral("# gardeners"));
}

void RoomDialogsTest::switcherOffersANewRoom()
{
    Pair w;
    w.workspace->go(*RoomName::parse(u"garden"));
    w.settle();
    w.workspace->openSwitcher();
    auto* search = w.find<QLineEdit>("switcherSearch");
    const QAbstractItemModel* shown = w.find<QListView>("switcherRooms")->model();
    search->setText(QStringLiteral(" GARDEN"));
    QCOMPARE(shown->rowCount(), 1); // it is there already
    search->setText(QStringLiteral("gard"));
    QCOMPARE(shown->rowCount(), 2);
    QCOMPARE(shown->index(1, 0).data().toString(), QStringLiteral("Join or create gard"));
    QTest::keyClick(search, Qt::Key_Down);
    QTest::keyClick(search, Qt::Key_Return);
    w.settle();
    QCOMPARE(w.nameOfRoom(), QStringLiteral("# gard"));
}

/// The style's, whatever the dialog is made with.
void RoomDialogsTest::buttonsStandInTheDesktopsOrder()
{
    const QString usual = QApplication::style()->name();
    QApplication::setStyle(new GnomeStyle);
    {
        Pair w;
        w.workspace->openDirectory();
        w.settle();
        const auto* directory = w.find<QDialog>("directory");
        QVERIFY(leftOf(*directory, QStringLiteral("Cancel")) < leftOf(*directory, QStringLiteral("Join")));
        QVERIFY(leftOf(*directory, QStringLiteral("Create a room…")) < leftOf(*directory, QStringLiteral("Cancel")));
        WidgetDialogs dialogs;
        dialogs.setWindow(w.workspace.get());
        dialogs.ask({QStringLiteral("Sure?"), {}, QStringLiteral("Delete"), true}, [](bool) {});
        const auto* question = w.find<QDialog>("question");
        QVERIFY(leftOf(*question, QStringLiteral("Cancel")) < leftOf(*question, QStringLiteral("Delete")));
    }
    QApplication::setStyle(usual);
}

} // namespace parlance::test

PARLANCE_SUITE(roomdialogs, parlance::test::RoomDialogsTest)
#include "roomdialogs_test.moc"
