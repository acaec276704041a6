#include "client/linkworld.h"
#include "support/suite.h"
#include "ui/timeline/timelineview.h"

#include <QImage>

namespace parlance::test {

namespace {

struct TimelineWorld {
    World world;
    Person zoe{world, "zoe"};
    Person tom{world, "tom"};
    Notices notices{zoe.client, world.clock};
    Timeline timeline{zoe.client, notices, world.clock, zoe.here()};
    Look look{QFont(QStringLiteral("DejaVu Sans"), 10)};
    TimelineView view{look};

    TimelineWorld()
    {
        view.resize(700, 500);
        view.show();
        view.setTimeline(&timeline);
    }

    void say(int count)
    {
        for (int i = 0; i < count; ++i)
            tom.say(QStringLiteral("Message %1").arg(i));
        world.settle();
    }
};

} // namespace

/// What single rows look like, and when that changes.
class TimelineRowsTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void todayFollowsTheClock();
    void systemLinesStandBelowTheirDay();
    void towersOfMarksStayInTheirRow();
};

void TimelineRowsTest::systemLinesStandBelowTheirDay()
{
    TimelineWorld v;
    v.say(1);
    constexpr qint64 day = 24 * 3'600'000;
    v.world.clock.advance(day);
    v.world.server->clock.advance(day);
    v.world.settle();
    v.world.pass(60'000); // the connections have been silent for too long, and come back
    v.tom.client.setTopic(v.tom.here(), QStringLiteral("boxes"), [](const Result<Ok>& set) { QVERIFY(set); });
    v.world.settle();
    v.say(1);
    const auto labelsOf = [&v](size_t row) {
        QStringList all;
        for (const RowLabel& label : v.view.rows().layout(row).labels()) {
            if (label.kind == RowLabel::Day || label.kind == RowLabel::Notice)
                all << label.text;
        }
        return all;
    };
    v.view.rows().flow().scrollTo(0);
    const QStringList first = labelsOf(0);
    QCOMPARE(first.mid(0, 2), list({"Yesterday", "Today"})); // and then that tom is back
    QCOMPARE(first.back(), QStringLiteral("tom changed the topic to “boxes”"));
    QCOMPARE(labelsOf(1), QStringList());
}

void TimelineRowsTest::todayFollowsTheClock()
{
    TimelineWorld v;
    v.say(60);
    const auto dayOf = [&v](size_t row) {
        for (const RowLabel& label : v.view.rows().layout(row).labels()) {
            if (label.kind == RowLabel::Day)
                return label.text;
        }
        return QString();
    };
    v.view.rows().flow().scrollTo(0);
    QCOMPARE(dayOf(0), QStringLiteral("Today"));
    constexpr qint64 day = 24 * 3'600'000;
    advance(v.world.clock, v.world.wheel, day);
    v.view.rows().refresh();
    QCOMPARE(dayOf(0), QStringLiteral("Yesterday"));
    v.view.rows().flow().scrollTo(v.view.rows().flow().length() / 2);
    QCOMPARE(v.view.position().floatingDay(), QStringLiteral("Yesterday"));
}

/// Nothing of a message is painted outside of its bubble.
void TimelineRowsTest::towersOfMarksStayInTheirRow()
{
    TimelineWorld v;
    v.tom.say(QStringLiteral("above"));
    v.world.settle();
    v.zoe.say(QStringLiteral("x"));
    v.tom.say(QStringLiteral("below"));
    v.world.settle();
    const auto picture = [&v](const QRect& part) { return v.view.viewport()->grab(part).toImage(); };
    const MessageId middle = v.zoe.room().messages[1].id;
    const auto edit = [&](const QString& text) {
        QVERIFY(v.zoe.client.edit(v.zoe.here(), middle, text));
        v.world.settle();
    };
    edit(QStringLiteral("xxxx"));
    const auto above = [&v] { return QRect(0, 0, v.view.viewport()->width(), v.view.rows().bubble(1).top()); };
    const auto below = [&v] {
        const int top = v.view.rows().bubble(1).bottom() + 1;
        return QRect(0, top, v.view.viewport()->width(), v.view.viewport()->height() - top);
    };
    const QImage aboveBefore = picture(above());
    const QImage belowBefore = picture(below());
    const QString tower = QString(40, QChar(0x0301)) + QString(40, QChar(0x0323)); // above and below the letter
    edit(QStringLiteral("x") + tower + QStringLiteral("x") + tower + QStringLiteral("xx"));
    QCOMPARE(picture(above()), aboveBefore);
    QCOMPARE(picture(below()), belowBefore);
}

} // namespace parlance::test

PARLANCE_SUITE(timelinerows, parlance::test::TimelineRowsTest)
#include "timelinerows_test.moc"
