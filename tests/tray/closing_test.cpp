#include "support/suite.h"
#include "tray/desktop.h"
#include "tray/trayer.h"
#include "tray/traymenu.h"

#include <QMessageBox>

namespace parlance::test {

namespace {

/// The question that the first closing asks, answered by a button of this text.
void answer(const Desktop& w, const char* text)
{
    auto* box = w.find<QMessageBox>("choice");
    for (QAbstractButton* button : box->buttons()) {
        if (button->text().remove(u'&') == QString::fromUtf8(text))
            return button->click();
    }
    QFAIL(text);
}

bool isAsked(const Desktop& w)
{
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    return w.window().findChild<QMessageBox*>(QStringLiteral("choice"));
}

} // namespace

class ClosingTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void withoutATrayItQuits();
    void withATrayItDoesWhatWasChosen();
    void theFirstTimeItAsks();
    void theTrayBringsTheWindowBack();
    void quittingAsksNothing();
    void hiddenAtTheStartOnlyWithATray();
    void hiddenWhereTheTrayComesLater();
    void hiddenWhereNoTrayComes();
    void theTrayCountsWhatTheWindowCounts();
};

void ClosingTest::withoutATrayItQuits()
{
    Desktop w(true);
    QTRY_VERIFY(w.window().isVisible());
    QVERIFY(!w.survivesClosing());
}

void ClosingTest::withATrayItDoesWhatWasChosen()
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

void ClosingTest::theFirstTimeItAsks()
{
    const Trayer trayer;
    Desktop w({});
    QTRY_VERIFY(w.window().isVisible());
    QVERIFY(w.survivesClosing());
    QVERIFY(w.window().isVisible());
    QVERIFY(isAsked(w));
    answer(w, "Cancel"); // nothing was decided
    QVERIFY(w.window().isVisible());
    QVERIFY(w.survivesClosing());
    QVERIFY(w.survives([&w] { answer(w, "Keep running"); }));
    QVERIFY(!w.window().isVisible());
    chooseInTray("Open Parlance");
    QVERIFY(w.survivesClosing());
    QVERIFY(!isAsked(w));
    QVERIFY(!w.window().isVisible());

    Desktop other({});
    QTRY_VERIFY(other.window().isVisible());
    QVERIFY(other.survivesClosing());
    QVERIFY(!other.survives([&other] { answer(other, "Quit"); }));
    other.start();
    QTRY_VERIFY(other.window().isVisible());
    QVERIFY(!other.survivesClosing());
}

void ClosingTest::quittingAsksNothing()
{
    const Trayer trayer;
    Desktop w({});
    QTRY_VERIFY(w.window().isVisible());
    QVERIFY(!w.survives([] { chooseInTray("Quit"); }));
    QVERIFY(!isAsked(w));
    const QSettings settings(w.config, QSettings::IniFormat);
    QVERIFY(settings.contains(QStringLiteral("layout/window"))); // its place is kept all the same
}

void ClosingTest::hiddenAtTheStartOnlyWithATray()
{
    {
        const Desktop w(true, true);
        QTRY_VERIFY(w.window().isVisible());
        QVERIFY(w.window().isMinimized()); // nobody has asked for it
    }
    const Trayer trayer;
    const Desktop w(true, true);
    QVERIFY(!w.window().isVisible());
}

/// As at login, where the programs start before the desktop's panel has drawn itself.
void ClosingTest::hiddenWhereTheTrayComesLater()
{
    constexpr int longEnough = 600'000; // milliseconds
    const Desktop w(true, true, {QStringLiteral("first")}, longEnough);
    QVERIFY(!w.window().isVisible());
    const Trayer trayer;
    QTRY_VERIFY(!windowInTheTray()->visibleRegion().isEmpty());
    QVERIFY(!w.window().isVisible());
    chooseInTray("Open Parlance");
    QVERIFY(w.window().isVisible());
}

void ClosingTest::hiddenWhereNoTrayComes()
{
    constexpr int shortly = 1'000; // milliseconds
    const Desktop w(true, true, {QStringLiteral("first")}, shortly);
    QVERIFY(!w.window().isVisible());
    QTRY_VERIFY(w.window().isVisible());
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
