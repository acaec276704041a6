#include "support/suite.h"
#include "ui/findbar.h"
#include "ui/uiworld.h"

#include <QLineEdit>

namespace parlance::test {

namespace {

struct Find : Pair {
    QLineEdit& field() { return *find<QLineEdit>("find"); }
    QString count() { return find<QLabel>("findCount")->text(); }

    void look(const char* text)
    {
        workspace->pane().openFind();
        field().setText(QString::fromUtf8(text));
        QTRY_VERIFY(!count().contains(u'+') && count() != QStringLiteral("Looking…"));
        settle();
    }

    /// The text of the message that one is at.
    QString current()
    {
        const int row = view().selection().currentRow();
        return row < 0 ? QString() : timeline().item(size_t(row)).text;
    }

    bool isSeen(const QString& text)
    {
        for (const auto& placed : view().rows().visible()) {
            if (timeline().item(placed.row).text == text)
                return true;
        }
        return false;
    }
};

} // namespace

/// Ctrl+F.
class FindTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void newestIsShownAtOnce();
    void keysGoOnAndAround();
    void whatIsNotAtHandIsFetched();
    void nothingFound();
    void newMessagesAreFoundToo();
    void escapeClosesIt();
    void beginsWithWhatIsSelected();
    void anotherRoomClosesIt();
};

void FindTest::newestIsShownAtOnce()
{
    Find w;
    w.hear("The Plan is here");
    for (int i = 0; i < 60; ++i)
        w.tom.say(QStringLiteral("filler %1").arg(i));
    w.hear("another plan");
    w.hear("and so on");
    w.look("PLAN");
    QCOMPARE(w.count(), QStringLiteral("1 of 2"));
    QCOMPARE(w.current(), QStringLiteral("another plan"));
    QTest::keyClick(&w.field(), Qt::Key_Return);
    w.settle();
    QCOMPARE(w.count(), QStringLiteral("2 of 2"));
    QCOMPARE(w.current(), QStringLiteral("The Plan is here"));
    QVERIFY(w.isSeen(QStringLiteral("The Plan is here")));
}

void FindTest::keysGoOnAndAround()
{
    Find w;
    for (const char* text : {"a fish", "b fish", "c fish"})
        w.hear(text);
    w.look("fish");
    QCOMPARE(w.current(), QStringLiteral("c fish"));
    QTest::keyClick(&w.field(), Qt::Key_Up);
    QCOMPARE(w.current(), QStringLiteral("b fish"));
    QTest::keyClick(&w.field(), Qt::Key_Return, Qt::ShiftModifier);
    QCOMPARE(w.current(), QStringLiteral("c fish"));
    QTest::mouseClick(w.find<QWidget>("findNewer"), Qt::LeftButton);
    QCOMPARE(w.current(), QStringLiteral("a fish"));
    QTest::mouseClick(w.find<QWidget>("findOlder"), Qt::LeftButton);
    QCOMPARE(w.current(), QStringLiteral("c fish"));
}

/// Offline, what was found in the cache is shown where the window has only the newest so far.
void FindTest::whatIsNotAtHandIsFetched()
{
    Find w;
    w.cacheFile = w.folder.filePath(QStringLiteral("cache.sqlite"));
    w.open("zoe");
    w.hear("the needle");
    for (int i = 0; i < 300; ++i)
        w.tom.say(QStringLiteral("filler %1").arg(i));
    w.settle();
    w.world.server.reset();
    w.line->sever();
    w.open("zoe");
    QVERIFY(w.room().messages.size() < 200);
    w.look("needle");
    QCOMPARE(w.count(), QStringLiteral("1 of 1"));
    QVERIFY(w.isSeen(QStringLiteral("the needle")));
    QVERIFY(w.isSeen(QStringLiteral("filler 0"))); // and one can read on from there
}

void FindTest::nothingFound()
{
    Find w;
    w.hear("something");
    w.look("anything");
    QCOMPARE(w.count(), QStringLiteral("Not found here"));
    QVERIFY(!w.find<QWidget>("findOlder")->isEnabled());
    w.look("");
    QCOMPARE(w.count(), QString());
}

void FindTest::newMessagesAreFoundToo()
{
    Find w;
    w.hear("one plan");
    w.look("plan");
    QCOMPARE(w.count(), QStringLiteral("1 of 1"));
    w.hear("two plans");
    QCOMPARE(w.count(), QStringLiteral("2 of 2")); // one is still at the older
    QCOMPARE(w.current(), QStringLiteral("one plan"));
    QTest::keyClick(&w.field(), Qt::Key_Down);
    QCOMPARE(w.current(), QStringLiteral("two plans"));
}

void FindTest::escapeClosesIt()
{
    Find w;
    w.hear("one plan");
    w.look("plan");
    auto* bar = w.find<QWidget>("findBar");
    QVERIFY(bar->isVisible());
    QTest::keyClick(&w.field(), Qt::Key_Escape);
    QVERIFY(!bar->isVisible());
    QVERIFY(w.composer().field().hasFocus());
    w.workspace->pane().openFind();
    QCOMPARE(w.field().text(), QStringLiteral("plan")); // as one left it
    w.workspace->pane().escape();
    QVERIFY(!bar->isVisible());
}

void FindTest::beginsWithWhatIsSelected()
{
    Find w;
    w.hear("fishermen");
    const auto& row = w.view().rows().visible().front();
    const RowLayout& layout = w.view().rows().layout(row.row);
    QTest::mouseDClick(w.view().viewport(), Qt::LeftButton, {}, layout.textOrigin() + QPoint(8, row.y + 6));
    QCOMPARE(w.view().selection().copied(), QStringLiteral("fishermen"));
    w.workspace->pane().openFind();
    QCOMPARE(w.field().text(), QStringLiteral("fishermen"));
}

void FindTest::anotherRoomClosesIt()
{
    Find w;
    w.look("plan");
    w.workspace->go(*RoomName::parse(u"elsewhere"));
    w.settle();
    QVERIFY(!w.find<QWidget>("findBar")->isVisible());
}

} // namespace parlance::test

PARLANCE_SUITE(find, parlance::test::FindTest)
#include "find_test.moc"
