#include "client/linkworld.h"
#include "support/suite.h"
#include "ui/timeline/historyprefetch.h"
#include "ui/timeline/timelineposition.h"
#include "ui/timeline/timelineselection.h"

#include <QSignalSpy>

namespace parlance::test {

namespace {

/// What a timeline's view is made of, without a widget.
struct Parts {
    World world;
    Person zoe{world, "zoe"};
    Person tom{world, "tom"};
    Notices notices{zoe.client, world.clock};
    Timeline timeline{zoe.client, notices, world.clock, zoe.here()};
    Look look{QFont(QStringLiteral("DejaVu Sans"), 10)};
    TimelineRows rows{look};
    TimelinePosition position{rows, look};
    TimelineSelection selection;
    HistoryPrefetch prefetch{rows};

    explicit Parts(int messages)
    {
        for (int i = 0; i < messages; ++i)
            tom.say(QStringLiteral("Message %1").arg(i));
        world.settle();
        rows.setView({700, 500}, Qt::LeftToRight);
        open(timeline);
    }

    void open(Timeline& which)
    {
        selection.setTimeline(&which);
        rows.setTimeline(&which);
    }

    void close()
    {
        selection.setTimeline(nullptr);
        rows.setTimeline(nullptr);
    }

    RowFlow::Placed placed(size_t row) const
    {
        for (const RowFlow::Placed& each : rows.visible()) {
            if (each.row == row)
                return each;
        }
        return {};
    }

    RowCache::LayOut counting(int& made)
    {
        return [this, &made](size_t row) {
            ++made;
            const RowContext context{
                look, 700, Qt::LeftToRight, [](const UserId&) { return QString(); }, {}, timeline.self(), 0, 0};
            return std::make_unique<RowLayout>(timeline.item(row), context);
        };
    }
};

} // namespace

class TimelinePartsTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void layoutsMoveWithTheirRows();
    void layoutsFarAwayAreDropped();
    void placeIsFoundAgain();
    void onlyPeopleMoveTheView();
    void rowsComeIntoViewByAsLittleAsIsNeeded();
    void pointerFindsTheNearestRow();
    void selectionStaysWithItsMessages();
    void foundMessageIsMarkedUntilAnotherIsCurrent();
    void missingPagesAreAskedForOnce();
};

void TimelinePartsTest::layoutsMoveWithTheirRows()
{
    Parts w(10);
    int made = 0;
    RowCache cache(w.counting(made));
    const RowLayout* third = &cache.layout(3);
    cache.insert(1, 2);
    QCOMPARE(&cache.layout(5), third);
    cache.remove(0, 1);
    QCOMPARE(&cache.layout(4), third);
    cache.insert(5, 4); // behind it
    QCOMPARE(&cache.layout(4), third);
    QCOMPARE(made, 1);
    cache.change(4, 1);
    QCOMPARE(cache.size(), size_t(0));
    cache.layout(4);
    QCOMPARE(made, 2);
    cache.remove(4, 1);
    QCOMPARE(cache.size(), size_t(0));
}

void TimelinePartsTest::layoutsFarAwayAreDropped()
{
    Parts w(300);
    int made = 0;
    RowCache cache(w.counting(made));
    for (size_t row = 0; row < 200; ++row)
        cache.layout(row);
    cache.trim(0, 10);
    QCOMPARE(cache.size(), size_t(200)); // there is room for these
    for (size_t row = 200; row < 300; ++row)
        cache.layout(row);
    cache.trim(280, 299);
    QVERIFY(cache.size() <= 200);
    QCOMPARE(made, 300);
    cache.layout(290);
    QCOMPARE(made, 300);
    cache.layout(0);
    QCOMPARE(made, 301);
}

void TimelinePartsTest::placeIsFoundAgain()
{
    Parts w(100);
    QVERIFY(w.position.isAtEnd());
    w.position.scrollTo(w.rows.flow().length() / 2);
    QVERIFY(!w.position.isAtEnd());
    const auto before = w.position.place();
    QVERIFY(before);
    w.position.toEnd();
    QVERIFY(w.position.isAtEnd());
    QVERIFY(w.position.restore(*before));
    QCOMPARE(w.position.place()->key, before->key);
    QCOMPARE(w.position.place()->y, before->y);
    QVERIFY(!w.position.restore({"no such message", 0}));
    w.close();
    QVERIFY(!w.position.place());
    QVERIFY(!w.position.restore(*before));
}

void TimelinePartsTest::onlyPeopleMoveTheView()
{
    Parts w(100);
    QSignalSpy moved(&w.position, &TimelinePosition::moved);
    QSignalSpy placed(&w.rows, &TimelineRows::placed);
    w.tom.say(QStringLiteral("another"));
    w.world.settle();
    w.position.showRow(50);
    QCOMPARE(moved.size(), 0);
    QVERIFY(placed.size() >= 2);
    w.position.toEnd();
    w.position.scrollBy(-100);
    w.position.toBeginning();
    w.position.goTo(50);
    QCOMPARE(moved.size(), 4);
}

void TimelinePartsTest::rowsComeIntoViewByAsLittleAsIsNeeded()
{
    Parts w(100);
    const size_t last = w.rows.visible().back().row;
    w.position.bringIntoView(last - 2, false);
    QVERIFY(w.position.isAtEnd()); // it was in view
    w.position.bringIntoView(40, false);
    QCOMPARE(w.rows.bubble(40).top(), w.look.scaled(8));
    w.position.bringIntoView(80, true);
    const RowFlow::Placed below = w.placed(80);
    QCOMPARE(below.y + below.height, w.rows.flow().viewHeight());
    w.position.bringIntoView(79, true);
    QCOMPARE(w.placed(80).y, below.y);
}

void TimelinePartsTest::pointerFindsTheNearestRow()
{
    Parts w(3); // which do not fill the view
    QVERIFY(!w.rows.at({350, 1}));
    QCOMPARE(w.rows.nearest({350, 1})->row, size_t(0));
    QCOMPARE(w.rows.nearest({350, 499})->row, size_t(2));
    QCOMPARE(w.rows.at(w.rows.bubble(1).center())->row, size_t(1));
    w.close();
    QVERIFY(!w.rows.nearest({350, 1}));
}

void TimelinePartsTest::selectionStaysWithItsMessages()
{
    Parts w(300);
    Person ann(w.world, "ann"); // has the latest page only
    Notices notices(ann.client, w.world.clock);
    Timeline timeline(ann.client, notices, w.world.clock, ann.here());
    w.open(timeline);
    w.selection.begin(1, 8);
    w.selection.extend(2, 7);
    QCOMPARE(w.selection.currentRow(), 1);
    const QString copied = w.selection.copied();
    QVERIFY(copied.contains(QStringLiteral("\nMessage")));
    const size_t before = timeline.size();
    ann.fetchAll();
    const size_t more = timeline.size() - before;
    QVERIFY(more > 0);
    QCOMPARE(w.selection.currentRow(), int(1 + more));
    QCOMPARE(w.selection.text()->firstRow, 1 + more);
    QCOMPARE(w.selection.copied(), copied);
    w.selection.selectAll();
    QCOMPARE(w.selection.text()->lastRow, timeline.size() - 1);
    w.selection.selectWord(0, 2);
    QCOMPARE(w.selection.copied(), QStringLiteral("Message"));
    w.close();
    QVERIFY(!w.selection.hasText());
    QCOMPARE(w.selection.currentRow(), -1);
}

void TimelinePartsTest::foundMessageIsMarkedUntilAnotherIsCurrent()
{
    Parts w(3);
    QSignalSpy changed(&w.selection, &TimelineSelection::changed);
    const QByteArray key = Timeline::keyOf(w.timeline.item(1));
    w.selection.setFound(key);
    QCOMPARE(w.selection.found(), key);
    QCOMPARE(w.selection.currentRow(), 1);
    QCOMPARE(w.selection.copied(), QStringLiteral("Message 1"));
    w.selection.setCurrentRow(2);
    QVERIFY(w.selection.found().isEmpty());
    QCOMPARE(changed.size(), 2);
}

void TimelinePartsTest::missingPagesAreAskedForOnce()
{
    Parts w(300);
    Person ann(w.world, "ann");
    Notices notices(ann.client, w.world.clock);
    Timeline timeline(ann.client, notices, w.world.clock, ann.here());
    QSignalSpy older(&w.prefetch, &HistoryPrefetch::olderWanted);
    w.open(timeline);
    QCOMPARE(older.size(), 0);
    w.position.toBeginning();
    w.position.scrollBy(10);
    QCOMPARE(older.size(), 1);
    QCOMPARE(older[0][0].toLongLong(), ann.room().messages.front().seq);
    w.prefetch.retry();
    QCOMPARE(older.size(), 2);
    w.open(timeline);
    w.position.toBeginning();
    QCOMPARE(older.size(), 3); // what was asked for is forgotten with the rows
    ann.fetchAll();
    w.prefetch.retry();
    QCOMPARE(older.size(), 3);
    w.close();
}

} // namespace parlance::test

PARLANCE_SUITE(timelineparts, parlance::test::TimelinePartsTest)
#include "timelineparts_test.moc"
