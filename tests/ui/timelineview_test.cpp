#include "client/linkworld.h"
#include "support/random.h"
#include "support/suite.h"
#include "ui/timeline/timelineview.h"

#include <QApplication>
#include <QClipboard>
#include <QSignalSpy>

namespace parlance::test {

namespace {

struct View {
    World world;
    Person zoe{world, "zoe"};
    Person tom{world, "tom"};
    Notices notices{zoe.client, world.clock};
    Timeline timeline{zoe.client, notices, world.clock, zoe.here()};
    Look look{QFont(QStringLiteral("DejaVu Sans"), 10)};
    TimelineView view{look};

    View()
    {
        view.resize(700, 500);
        view.show();
        view.setTimeline(&timeline);
    }

    RowFlow& flow() { return view.rows().flow(); }

    void say(int count)
    {
        for (int i = 0; i < count; ++i)
            tom.say(QStringLiteral("Message %1 %2").arg(i).arg(QStringLiteral("and some more words ").repeated(i % 9)));
        world.settle();
    }

    /// The text of the first row whose bubble begins in the view, and where it does.
    std::pair<QByteArray, int> anchor()
    {
        const auto& first = view.rows().visible().front();
        return {Timeline::keyOf(timeline.item(first.row)), first.y + view.rows().layout(first.row).bubble().top()};
    }

    std::optional<int> yOf(const QByteArray& key)
    {
        const auto row = timeline.find(key);
        for (const auto& placed : view.rows().visible()) {
            if (row == placed.row)
                return placed.y + view.rows().layout(placed.row).bubble().top();
        }
        return std::nullopt;
    }

    QPoint inText(size_t row, int position)
    {
        const RowLayout& layout = view.rows().layout(row);
        const QTextLine line = layout.layout().lineForTextPosition(position);
        const QPointF in(line.cursorToX(position) + 1, line.y() + line.height() / 2);
        for (const auto& placed : view.rows().visible()) {
            if (placed.row == row)
                return layout.textOrigin() + in.toPoint() + QPoint(0, placed.y);
        }
        return {};
    }

    QPoint labelOf(size_t row, RowLabel::Kind kind)
    {
        for (const auto& placed : view.rows().visible()) {
            for (const RowLabel& label : view.rows().layout(row).labels()) {
                if (placed.row == row && label.kind == kind)
                    return label.rect.center() + QPoint(0, placed.y);
            }
        }
        return {};
    }

    void drag(QPoint from, QPoint to)
    {
        QTest::mousePress(view.viewport(), Qt::LeftButton, {}, from);
        QMouseEvent move(QEvent::MouseMove, to, view.viewport()->mapToGlobal(to), Qt::NoButton, Qt::LeftButton, {});
        QCoreApplication::sendEvent(view.viewport(), &move);
        QTest::mouseRelease(view.viewport(), Qt::LeftButton, {}, to);
    }
};

} // namespace

class TimelineViewTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void opensAtTheEnd();
    void opensAtTheNewMessagesLine();
    void anchorStaysToThePixel();
    void asksForOlderBeforeTheTop();
    void dateFloatsWhileReadingHistory();
    void gapsAreFilledFromWhereOneReads();
    void linksOpenAndTellTheirTarget();
    void selectionAcrossMessages();
    void copyOfOneIsPlain();
    void wordIsSelectedByDoubleClick();
    void retryAndDiscard();
    void menuByMouseAndKeyboard();
    void keysWalkThroughMessages();
    void typingGoesToTheComposer();
    void rightToLeftIsMirrored();
    void hostileTextIsText();
};

void TimelineViewTest::opensAtTheEnd()
{
    View v;
    v.say(60);
    QVERIFY(v.view.position().isAtEnd());
    QCOMPARE(v.view.rows().visible().back().row, size_t(59));
}

void TimelineViewTest::opensAtTheNewMessagesLine()
{
    View v;
    v.say(60);
    v.timeline.setFirstNew(20);
    v.view.setTimeline(&v.timeline);
    QVERIFY(!v.view.position().isAtEnd());
    QVERIFY(v.view.rows().visible().front().row <= 19);
    QVERIFY(v.view.rows().visible().back().row >= 19);
}

void TimelineViewTest::anchorStaysToThePixel()
{
    View v;
    Random random;
    v.say(300);
    v.flow().scrollTo(v.flow().length() / 2);
    int judged = 0;
    for (int i = 0; i < 1'000; ++i) {
        const auto& messages = v.zoe.room().messages;
        const auto before = v.anchor();
        switch (random.below(4)) {
        case 0:
            v.tom.say(QStringLiteral("new"));
            break;
        case 1: {
            const MessageState& any = messages[size_t(random.below(int(messages.size())))];
            QVERIFY(v.tom.client.edit(v.tom.here(), any.id, QStringLiteral("edited ").repeated(1 + random.below(60))));
            break;
        }
        case 2:
            v.view.resize(v.view.width(), 300 + random.below(500));
            break;
        default:
            v.view.resize(400 + random.below(500), v.view.height());
            break;
        }
        v.world.settle();
        if (const auto after = v.yOf(before.first)) { // it may have become so short that it is not seen any more
            QCOMPARE(*after, before.second);
            ++judged;
        }
        if (random.chance(20)) // somewhere else, but not at an end
            v.flow().scrollTo(v.flow().length() / 4 + random.below(int(v.flow().length() / 2)));
    }
    QVERIFY2(judged > 900, qPrintable(QString::number(judged)));
}

void TimelineViewTest::asksForOlderBeforeTheTop()
{
    View v;
    v.say(300);
    World& world = v.world;
    Person ann(world, "ann"); // has the latest page only
    Notices notices(ann.client, v.world.clock);
    Timeline timeline(ann.client, notices, world.clock, ann.here());
    QVERIFY(ann.room().hasOlder());
    v.view.setTimeline(&timeline);
    QSignalSpy wanted(&v.view.prefetch(), &HistoryPrefetch::olderWanted);
    QCOMPARE(wanted.size(), 0); // a hundred messages are enough to begin with
    v.flow().scrollTo(v.view.height());
    v.view.resize(v.view.width(), v.view.height() + 1);
    QCOMPARE(wanted.size(), 1);
    QCOMPARE(wanted[0][0].toLongLong(), ann.room().messages.front().seq);
    const size_t row = v.view.rows().visible().front().row;
    const QByteArray first = Timeline::keyOf(timeline.item(row));
    const int y = v.view.rows().bubble(row).top();
    ann.fetchAll();
    QCOMPARE(v.view.rows().bubble(*timeline.find(first)).top(), y);
    v.view.setTimeline(nullptr);
}

void TimelineViewTest::dateFloatsWhileReadingHistory()
{
    View v;
    v.say(60);
    QCOMPARE(v.view.position().floatingDay(), QString()); // at the end
    v.flow().scrollTo(v.flow().length() / 2);
    QCOMPARE(v.view.position().floatingDay(), QStringLiteral("Today"));
    v.flow().scrollTo(0);
    QCOMPARE(v.view.position().floatingDay(), QString()); // the line with the date is there
}

/// Who has gone back to a message reads on from there; who is at the end has what is just above missing.
void TimelineViewTest::gapsAreFilledFromWhereOneReads()
{
    View v;
    v.say(500);
    Person ann(v.world, "ann"); // has the latest page only
    Notices notices(ann.client, v.world.clock);
    Timeline timeline(ann.client, notices, v.world.clock, ann.here());
    FetchHistory request;
    request.room = ann.here();
    request.around = v.zoe.room().messages[100].seq;
    request.limit = 4;
    ann.client.history().fetch(request, [](const Result<HistoryPage>& page) { QVERIFY(page); });
    v.world.settle();
    v.view.setTimeline(&timeline);
    QSignalSpy older(&v.view.prefetch(), &HistoryPrefetch::olderWanted);
    QSignalSpy newer(&v.view.prefetch(), &HistoryPrefetch::newerWanted);
    QVERIFY(v.view.reveal(v.zoe.room().messages[100].id.text()));
    QCOMPARE(newer.size(), 1);
    const qint64 from = newer[0][0].toLongLong();
    QVERIFY(ann.room().messages.has(from));
    QVERIFY(from >= *request.around && from < *request.around + 4);
    request.around.reset();
    request.after = from;
    request.limit = 100;
    const int y = v.view.rows().bubble(*timeline.find(v.zoe.room().messages[100].id.text())).top();
    ann.client.history().fetch(request, [](const Result<HistoryPage>& page) { QVERIFY(page); });
    v.world.settle();
    QCOMPARE(v.view.rows().bubble(*timeline.find(v.zoe.room().messages[100].id.text())).top(), y);
    older.clear();
    newer.clear();
    v.view.position().toEnd();
    v.flow().scrollBy(-10);
    QVERIFY(newer.isEmpty());
    v.view.setTimeline(nullptr);
}

void TimelineViewTest::linksOpenAndTellTheirTarget()
{
    View v;
    v.tom.say(QStringLiteral("see https://example.org/a, javascript:alert(1) and file:///etc/passwd"));
    v.world.settle();
    QSignalSpy opened(&v.view, &TimelineView::linkActivated);
    QTest::mouseClick(v.view.viewport(), Qt::LeftButton, {}, v.inText(0, 8));
    QCOMPARE(opened.size(), 1);
    QCOMPARE(opened[0][0].toString(), QStringLiteral("https://example.org/a"));
    for (const char* other : {"see", "javascript", "file:"})
        QTest::mouseClick(v.view.viewport(), Qt::LeftButton, {},
                          v.inText(0, int(v.timeline.item(0).text.indexOf(QLatin1String(other))) + 1));
    QCOMPARE(opened.size(), 1);
    const auto& first = v.view.rows().visible().front();
    const RowHit hit = v.view.rows().layout(0).hit(v.inText(0, 8) - QPoint(0, first.y));
    QCOMPARE(hit.target, QStringLiteral("https://example.org/a"));
}

void TimelineViewTest::selectionAcrossMessages()
{
    View v;
    v.tom.say(QStringLiteral("first words"));
    v.zoe.say(QStringLiteral("second words"));
    v.tom.say(QStringLiteral("third words"));
    v.world.settle();
    v.drag(v.inText(0, 6), v.inText(2, 5));
    const QStringList lines = v.view.selection().copied().split(u'\n');
    QCOMPARE(lines.size(), 8);
    QVERIFY(lines[0].startsWith(QStringLiteral("tom, ")));
    QCOMPARE(lines[1], QStringLiteral("words"));
    QVERIFY(lines[3].startsWith(QStringLiteral("zoe, ")));
    QCOMPARE(lines[4], QStringLiteral("second words"));
    QCOMPARE(lines[7], QStringLiteral("third"));
    v.tom.say(QStringLiteral("another"));
    v.world.settle();
    QCOMPARE(v.view.selection().copied().split(u'\n').size(), 8); // it stays on its messages
}

void TimelineViewTest::copyOfOneIsPlain()
{
    View v;
    v.tom.say(QStringLiteral("one two three"));
    v.world.settle();
    v.drag(v.inText(0, 4), v.inText(0, 7));
    QTest::keyClick(&v.view, Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("two"));
}

void TimelineViewTest::wordIsSelectedByDoubleClick()
{
    View v;
    v.tom.say(QStringLiteral("one two three"));
    v.world.settle();
    QTest::mouseDClick(v.view.viewport(), Qt::LeftButton, {}, v.inText(0, 5));
    QCOMPARE(v.view.selection().copied(), QStringLiteral("two"));
}

void TimelineViewTest::retryAndDiscard()
{
    View v;
    v.zoe.line.sever();
    v.world.server.reset();
    v.world.settle();
    v.zoe.say(QString(200, u'x'));
    const Nonce nonce = v.zoe.client.outbox().entries().front().nonce;
    v.world.facts.limits.text = 100; // so that it is refused
    v.world.start();
    v.world.pass(60'000);
    QCOMPARE(v.timeline.item(0).fate.kind, Fate::Failed);
    QSignalSpy again(&v.view, &TimelineView::againWanted);
    QSignalSpy discard(&v.view, &TimelineView::discardWanted);
    QTest::mouseClick(v.view.viewport(), Qt::LeftButton, {}, v.labelOf(0, RowLabel::Again));
    QTest::mouseClick(v.view.viewport(), Qt::LeftButton, {}, v.labelOf(0, RowLabel::Discard));
    QCOMPARE(again.size(), 1);
    QCOMPARE(again[0][0].toByteArray(), nonce.text());
    QCOMPARE(discard.size(), 1);
    QVERIFY(v.zoe.client.discard(nonce));
    QCOMPARE(v.timeline.size(), size_t(0));
}

void TimelineViewTest::menuByMouseAndKeyboard()
{
    View v;
    v.tom.say(QStringLiteral("one"));
    v.world.settle();
    QSignalSpy menu(&v.view, &TimelineView::menuWanted);
    QContextMenuEvent click(QContextMenuEvent::Mouse, v.inText(0, 1), v.view.viewport()->mapToGlobal(v.inText(0, 1)));
    QCoreApplication::sendEvent(v.view.viewport(), &click);
    QCOMPARE(menu.size(), 1);
    v.view.selection().setCurrentRow(-1);
    QTest::keyClick(&v.view, Qt::Key_Up);
    QTest::keyClick(&v.view, Qt::Key_Return);
    QCOMPARE(menu.size(), 2);
    QCOMPARE(menu[1][0].value<size_t>(), size_t(0));
}

void TimelineViewTest::keysWalkThroughMessages()
{
    View v;
    v.say(100);
    QTest::keyClick(&v.view, Qt::Key_Up);
    QCOMPARE(v.view.selection().currentRow(), 99);
    for (int i = 0; i < 60; ++i)
        QTest::keyClick(&v.view, Qt::Key_Up);
    QCOMPARE(v.view.selection().currentRow(), 39);
    QVERIFY(!v.view.rows().bubble(39).isEmpty());
    QVERIFY(v.view.rows().bubble(39).top() >= 0);
    QTest::keyClick(&v.view, Qt::Key_End);
    QVERIFY(v.view.position().isAtEnd());
    QTest::keyClick(&v.view, Qt::Key_PageUp);
    QVERIFY(!v.view.position().isAtEnd());
}

void TimelineViewTest::typingGoesToTheComposer()
{
    View v;
    v.say(1);
    QSignalSpy typed(&v.view, &TimelineView::typed);
    QTest::keyClick(&v.view, Qt::Key_H);
    QCOMPARE(typed.size(), 1);
    QCOMPARE(typed[0][0].toString(), QStringLiteral("h"));
}

void TimelineViewTest::rightToLeftIsMirrored()
{
    View v;
    v.say(1);
    v.zoe.say(QStringLiteral("mine"));
    v.world.settle();
    const QRect other = v.view.rows().bubble(0);
    const QRect own = v.view.rows().bubble(1);
    QVERIFY(other.left() < own.left());
    v.view.setLayoutDirection(Qt::RightToLeft);
    QCoreApplication::processEvents();
    QVERIFY(v.view.rows().bubble(0).right() > v.view.rows().bubble(1).right());
    QCOMPARE(v.view.rows().bubble(0).right(), v.view.viewport()->width() - 1 - other.left());
}

void TimelineViewTest::hostileTextIsText()
{
    View v;
    for (const char* text :
         {"<b>bold</b>", "<img src=\"file:///etc/passwd\">", "![x](file:///etc/passwd)", "&lt;script&gt;",
          "<a href='javascript:alert(1)'>click</a>", "\u202Eevil", "\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x92\xBB"})
        v.tom.say(QString::fromUtf8(text));
    v.world.settle();
    for (size_t row = 0; row < v.timeline.size(); ++row) {
        QCOMPARE(v.view.rows().layout(row).text(), v.timeline.item(row).text);
        for (const auto& format : v.view.rows().layout(row).layout().formats())
            QVERIFY(!format.format.isImageFormat() && !format.format.isAnchor());
    }
    v.view.grab();
}

} // namespace parlance::test

PARLANCE_SUITE(timelineview, parlance::test::TimelineViewTest)
#include "timelineview_test.moc"
