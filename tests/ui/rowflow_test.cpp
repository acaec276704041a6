#include "support/random.h"
#include "support/suite.h"
#include "ui/timeline/rowflow.h"

#include <QTest>

namespace parlance::test {

using namespace parlance::client;

namespace {

/// Every row with its sizes; what a view over all of them would do.
struct Rows {
    struct Row {
        int id;
        RowSize size;
    };

    std::vector<Row> rows;
    int lastId = 0;
    Random random;
    RowFlow flow{[this](size_t row) { return rows[row].size; }};

    RowSize anySize()
    {
        const int above = random.chance(3) ? random.below(40) : 2;
        return {above, above + 20 + random.below(random.chance(10) ? 900 : 60)};
    }

    void insert(size_t first, size_t count)
    {
        for (size_t i = 0; i < count; ++i)
            rows.insert(rows.begin() + qsizetype(first + i), {++lastId, anySize()});
        flow.insert(first, count);
    }

    void remove(size_t first, size_t count)
    {
        rows.erase(rows.begin() + qsizetype(first), rows.begin() + qsizetype(first + count));
        flow.remove(first, count);
    }

    /// Something above the text comes or goes, or the text itself is another.
    void change(size_t first, size_t count)
    {
        for (size_t i = first; i < first + count; ++i)
            rows[i].size = anySize();
        flow.change(first, count);
    }

    /// What is seen is what a plain list would show, without a hole.
    void check() const
    {
        const auto& visible = flow.visible();
        QCOMPARE(visible.empty(), rows.empty());
        for (size_t i = 0; i < visible.size(); ++i) {
            QCOMPARE(visible[i].height, rows[visible[i].row].size.height);
            if (i > 0) {
                QCOMPARE(visible[i].row, visible[i - 1].row + 1);
                QCOMPARE(visible[i].y, visible[i - 1].y + visible[i - 1].height);
            }
        }
        if (visible.empty())
            return;
        const auto& last = visible.back();
        const int bottom = last.y + last.height;
        QVERIFY(bottom >= flow.viewHeight());
        QVERIFY(visible.front().y <= 0 ||
                (visible.front().row == 0 && last.row + 1 == rows.size() && bottom == flow.viewHeight()));
    }

    /// Where the point of the row is that the reader sees first.
    struct Anchor {
        int id = 0;
        int y = 0;
    };
    Anchor anchor() const
    {
        const auto& first = flow.visible().front();
        return {rows[first.row].id, first.y + rows[first.row].size.above};
    }
    std::optional<int> yOf(int id) const
    {
        for (const auto& placed : flow.visible()) {
            if (rows[placed.row].id == id)
                return placed.y + rows[placed.row].size.above;
        }
        return std::nullopt;
    }
    bool isNearAnEnd() const
    {
        const auto& visible = flow.visible();
        return visible.front().row == 0 || visible.back().row + 1 == rows.size();
    }
};

} // namespace

class RowFlowTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void startsAtTheEnd();
    void fewRowsStandAtTheBottom();
    void staysAtTheEnd();
    void olderRowsMoveNothing();
    void whatIsReadStaysToThePixel();
    void scrollsExactlyThereAndBack();
    void doesNotScrollBeyondEitherEnd();
    void showsARow();
    void measuresOnlyWhatIsSeen();
};

void RowFlowTest::startsAtTheEnd()
{
    Rows rows;
    rows.flow.resize(500, RowFlow::Rows::Same);
    rows.insert(0, 100);
    rows.check();
    QVERIFY(rows.flow.isFollowing());
    QCOMPARE(rows.flow.visible().back().row, size_t(99));
}

void RowFlowTest::fewRowsStandAtTheBottom()
{
    Rows rows;
    rows.flow.resize(5'000, RowFlow::Rows::Same);
    rows.insert(0, 3);
    rows.check();
    QVERIFY(rows.flow.visible().front().y > 0);
    rows.flow.scrollBy(-100);
    rows.check();
}

void RowFlowTest::staysAtTheEnd()
{
    Rows rows;
    rows.flow.resize(500, RowFlow::Rows::Same);
    rows.insert(0, 50);
    for (int i = 0; i < 20; ++i) {
        rows.insert(rows.rows.size(), 1);
        QVERIFY(rows.flow.isFollowing());
    }
    rows.flow.resize(300, RowFlow::Rows::Rewrapped);
    rows.check();
    QVERIFY(rows.flow.isFollowing());
    QCOMPARE(rows.flow.visible().back().row, rows.rows.size() - 1);
}

void RowFlowTest::olderRowsMoveNothing()
{
    Rows rows;
    rows.flow.resize(500, RowFlow::Rows::Same);
    rows.insert(0, 50);
    rows.flow.scrollTo(0);
    rows.flow.scrollBy(60);
    const auto before = rows.anchor();
    rows.insert(0, 50);
    QCOMPARE(rows.anchor().id, before.id);
    QCOMPARE(rows.anchor().y, before.y);
}

void RowFlowTest::whatIsReadStaysToThePixel()
{
    Rows rows;
    rows.flow.resize(600, RowFlow::Rows::Same);
    rows.insert(0, 300);
    rows.flow.scrollTo(3'000);
    int judged = 0;
    for (int i = 0; i < 3'000; ++i) {
        if (rows.rows.size() < 200 || rows.isNearAnEnd()) {
            rows.insert(0, 100);
            rows.insert(rows.rows.size(), 100);
            rows.flow.scrollTo(rows.flow.length() / 2);
        }
        const auto before = rows.anchor();
        const auto at = [&rows] { return size_t(rows.random.below(int(rows.rows.size()))); };
        switch (rows.random.below(5)) {
        case 0:
            rows.insert(at(), size_t(1 + rows.random.below(3)));
            break;
        case 1:
            rows.remove(at(), 1);
            break;
        case 2:
            rows.change(at(), 1);
            break;
        case 3:
            rows.flow.resize(400 + rows.random.below(400), RowFlow::Rows::Same);
            break;
        default:
            rows.flow.resize(rows.flow.viewHeight(), RowFlow::Rows::Rewrapped);
            break;
        }
        rows.check();
        const auto after = rows.yOf(before.id);
        if (after && !rows.isNearAnEnd()) {
            QCOMPARE(*after, before.y);
            ++judged;
        }
    }
    QVERIFY2(judged > 2'000, qPrintable(QString::number(judged)));
}

void RowFlowTest::scrollsExactlyThereAndBack()
{
    Rows rows;
    rows.flow.resize(600, RowFlow::Rows::Same);
    rows.insert(0, 500);
    rows.flow.scrollTo(rows.flow.length() / 2);
    for (int i = 0; i < 200; ++i) {
        const auto before = rows.anchor();
        const int by = rows.random.below(1'500) - 750;
        rows.flow.scrollBy(by);
        rows.check();
        rows.flow.scrollBy(-by);
        QCOMPARE(rows.yOf(before.id), std::optional(before.y));
    }
}

void RowFlowTest::doesNotScrollBeyondEitherEnd()
{
    Rows rows;
    rows.flow.resize(600, RowFlow::Rows::Same);
    rows.insert(0, 100);
    rows.flow.scrollBy(-1'000'000);
    rows.check();
    QCOMPARE(rows.flow.visible().front().y, 0);
    QVERIFY(!rows.flow.isFollowing());
    rows.flow.scrollBy(1'000'000);
    rows.check();
    QVERIFY(rows.flow.isFollowing());
}

void RowFlowTest::showsARow()
{
    Rows rows;
    rows.flow.resize(600, RowFlow::Rows::Same);
    rows.insert(0, 100);
    rows.flow.show(40, 200);
    QCOMPARE(rows.yOf(rows.rows[40].id), std::optional(200));
    rows.flow.show(0, 200);
    QCOMPARE(rows.flow.visible().front().y, 0);
}

void RowFlowTest::measuresOnlyWhatIsSeen()
{
    int measured = 0;
    RowFlow flow([&measured](size_t) {
        ++measured;
        return RowSize{0, 50};
    });
    flow.resize(600, RowFlow::Rows::Same);
    flow.reset(100'000);
    QVERIFY(measured < 50);
    QCOMPARE(flow.length(), qint64(100'000) * 50);
    flow.scrollTo(2'500'000);
    QCOMPARE(flow.visible().front().row, size_t(50'000));
    QVERIFY(measured < 100);
}

} // namespace parlance::test

PARLANCE_SUITE(rowflow, parlance::test::RowFlowTest)
#include "rowflow_test.moc"
