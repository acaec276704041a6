#include "client/linkworld.h"
#include "models/timeline.h"
#include "store/sqlitecache.h"
#include "support/random.h"
#include "support/suite.h"

#include <QTemporaryDir>

namespace parlance::test {

namespace {

/// What somebody shows who listens, as against what there is.
struct Mirror final : TimelineObserver {
    Timeline& timeline;
    QStringList shown;

    explicit Mirror(Timeline& of)
        : timeline(of)
    {
        itemsReset();
        timeline.observers().add(*this);
    }
    ~Mirror() override { timeline.observers().remove(*this); }

    QString line(size_t index) const
    {
        const TimelineItem item = timeline.item(index);
        QStringList parts{item.message->username, item.isDeleted() ? QStringLiteral("(deleted)") : item.text};
        for (const auto& [is, mark] :
             {std::pair(item.startsDay, "day"), std::pair(item.startsNew, "new"), std::pair(item.startsGroup, "starts"),
              std::pair(item.endsGroup, "ends"), std::pair(item.hasTime, "time"),
              std::pair(item.fate.kind == Fate::Pending, "pending"),
              std::pair(item.fate.kind == Fate::Failed, "failed"), std::pair(item.isOwn, "own"),
              std::pair(item.callsMe, "call")}) {
            if (is)
                parts << QLatin1String(mark);
        }
        for (const Notice& notice : item.below)
            parts << QStringLiteral("notice%1").arg(notice.kind);
        return parts.join(u' ');
    }

    QStringList wanted() const
    {
        QStringList all;
        for (size_t i = 0; i < timeline.size(); ++i)
            all << line(i);
        return all;
    }

    void itemsInserted(size_t first, size_t count) override
    {
        for (size_t i = 0; i < count; ++i)
            shown.insert(qsizetype(first + i), line(first + i));
    }
    void itemsRemoved(size_t first, size_t count) override { shown.remove(qsizetype(first), qsizetype(count)); }
    void itemsChanged(size_t first, size_t count) override
    {
        for (size_t i = first; i < first + count; ++i)
            shown[qsizetype(i)] = line(i);
    }
    void itemsReset() override { shown = wanted(); }
    void namesChanged() override {}
};

/// Both are there; what is said of their coming has been said.
struct Together {
    World world;
    Person zoe{world, "zoe"};
    Person tom{world, "tom"};

    Together() { world.pass(1'000); }
};

struct Room : Together {
    Notices notices{zoe.client, world.clock};
    Timeline timeline{zoe.client, notices, world.clock, zoe.here()};
    Mirror mirror{timeline};
};

} // namespace

class TimelineTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void groupedByAuthorAndMinute();
    void daySeparators();
    void newMessagesLine();
    void pendingAndFailed();
    void editedAndDeleted();
    void mentionsCall();
    void systemLines();
    void sameRowsAsAPlainList();
    void thousandsMayWait();
};

void TimelineTest::groupedByAuthorAndMinute()
{
    Room room;
    room.tom.say(QStringLiteral("one"));
    room.tom.say(QStringLiteral("two"));
    room.world.settle();
    room.world.pass(70'000);
    room.tom.say(QStringLiteral("three"));
    room.world.settle();
    room.world.pass(Timeline::groupWithin);
    room.tom.say(QStringLiteral("four"));
    room.zoe.say(QStringLiteral("five"));
    room.world.settle();
    QCOMPARE(room.mirror.shown, list({"tom one day starts", "tom two time", "tom three ends time",
                                      "tom four starts ends time", "zoe five starts ends time own"}));
}

void TimelineTest::daySeparators()
{
    Room room;
    room.tom.say(QStringLiteral("one"));
    room.world.settle();
    constexpr qint64 day = 24 * 60 * 60'000;
    room.world.clock.advance(day);
    room.world.server->clock.advance(day);
    room.tom.say(QStringLiteral("two"));
    room.world.settle();
    room.world.pass(60'000);
    QCOMPARE(room.mirror.shown.size(), 2);
    QVERIFY(room.mirror.shown[1].contains(QStringLiteral("day")));
}

void TimelineTest::newMessagesLine()
{
    Room room;
    for (const char* text : {"one", "two", "three"})
        room.tom.say(QString::fromLatin1(text));
    room.world.settle();
    room.timeline.setFirstNew(2);
    QCOMPARE(room.mirror.shown, room.mirror.wanted());
    QVERIFY(room.mirror.shown[1].contains(QStringLiteral("new starts")));
    room.tom.say(QStringLiteral("four"));
    room.world.settle();
    QVERIFY(room.mirror.shown[1].contains(QStringLiteral("new")));
    room.timeline.setFirstNew(0);
    QCOMPARE(room.mirror.shown, room.mirror.wanted());
    QVERIFY(!room.mirror.shown.join(u' ').contains(QStringLiteral("new")));
}

void TimelineTest::pendingAndFailed()
{
    Room room;
    room.zoe.line.stall(true);
    room.zoe.say(QStringLiteral("hello"));
    room.world.settle();
    QCOMPARE(room.mirror.shown, list({"zoe hello day starts ends time pending own"}));
    room.zoe.line.stall(false);
    room.world.settle();
    QCOMPARE(room.mirror.shown, list({"zoe hello day starts ends time own"}));
    room.zoe.line.sever();
    room.world.settle();
    room.zoe.say(QStringLiteral("lost"));
    room.zoe.client.leave(room.zoe.here(), [](const Result<Ok>&) {});
    QVERIFY(room.mirror.shown.back().contains(QStringLiteral("pending")));
}

void TimelineTest::editedAndDeleted()
{
    Room room;
    room.zoe.say(QStringLiteral("helo"));
    room.tom.say(QStringLiteral("hm"));
    room.world.settle();
    const MessageId own = room.zoe.room().messages[0].id;
    room.zoe.line.stall(true);
    QVERIFY(room.zoe.client.edit(room.zoe.here(), own, QStringLiteral("hello")));
    room.world.settle();
    QVERIFY(room.mirror.shown[0].startsWith(QStringLiteral("zoe hello")));
    QVERIFY(room.mirror.shown[0].contains(QStringLiteral("pending")));
    room.zoe.line.stall(false);
    room.world.settle();
    QVERIFY(!room.mirror.shown[0].contains(QStringLiteral("pending")));
    QVERIFY(room.timeline.item(0).message->editedAt);
    QVERIFY(room.zoe.client.remove(room.zoe.here(), own));
    room.world.settle();
    QVERIFY(room.mirror.shown[0].startsWith(QStringLiteral("zoe (deleted)")));
    QCOMPARE(room.timeline.lastOwn(), std::optional<size_t>());
}

void TimelineTest::mentionsCall()
{
    Room room;
    room.tom.say(QStringLiteral("@zoe look"));
    room.tom.say(QStringLiteral("@all look"));
    room.tom.say(QStringLiteral("nobody"));
    room.world.settle();
    QVERIFY(room.timeline.item(0).callsMe);
    QVERIFY(room.timeline.item(1).callsMe);
    QVERIFY(!room.timeline.item(2).callsMe);
    QCOMPARE(room.timeline.nameOf(room.zoe.id()), QStringLiteral("zoe"));
}

void TimelineTest::systemLines()
{
    Room room;
    room.tom.say(QStringLiteral("one"));
    room.world.settle();
    room.tom.client.setTopic(room.tom.here(), QStringLiteral("boxes"), [](const Result<Ok>& set) { QVERIFY(set); });
    room.world.settle();
    QCOMPARE(room.timeline.item(0).below.size(), size_t(1));
    QCOMPARE(room.timeline.item(0).below[0].text, QStringLiteral("boxes"));
    QCOMPARE(room.mirror.shown, room.mirror.wanted());
    {
        const Person ann(room.world, "ann");
        room.world.pass(1'000);
        QCOMPARE(room.timeline.item(0).below.size(), size_t(2));
        QCOMPARE(room.timeline.item(0).below[1].came.size(), size_t(1));
    }
    room.world.pass(1'000);
    QVERIFY(room.timeline.item(0).below[1].came.empty()); // came and went: nothing to tell
    QVERIFY(room.timeline.item(0).below[1].left.empty());
    room.tom.say(QStringLiteral("two"));
    room.world.settle();
    QVERIFY(room.timeline.item(1).startsGroup);
}

void TimelineTest::sameRowsAsAPlainList()
{
    Room room;
    Random random;
    for (int i = 0; i < 400; ++i) {
        Person& who = random.chance(2) ? room.zoe : room.tom;
        const auto& messages = room.zoe.room().messages;
        switch (random.below(9)) {
        case 0:
            room.world.pass(random.below(400'000));
            break;
        case 1:
            if (!messages.isEmpty()) {
                const MessageState& any = messages[size_t(random.below(int(messages.size())))];
                if (any.userId == who.id())
                    QVERIFY(who.client.edit(who.here(), any.id, QStringLiteral("edit %1").arg(i)));
            }
            break;
        case 2:
            if (!messages.isEmpty()) {
                const MessageState& any = messages[size_t(random.below(int(messages.size())))];
                if (any.userId == who.id() && !any.deleted)
                    QVERIFY(who.client.remove(who.here(), any.id));
            }
            break;
        case 3:
            room.timeline.setFirstNew(random.below(int(messages.size()) + 1));
            break;
        case 4:
            room.zoe.line.stall(random.chance(2));
            break;
        case 5:
            room.zoe.line.stall(false);
            room.zoe.line.sever();
            room.world.pass(40'000);
            break;
        default:
            who.say(QStringLiteral("text %1").arg(i));
            break;
        }
        if (!random.chance(3))
            room.world.settle();
        QCOMPARE(room.mirror.shown, room.mirror.wanted());
    }
}

/// Some of very many are acknowledged, discarded, or fail, in no order.
void TimelineTest::thousandsMayWait()
{
    constexpr int count = 2'000; // more than the outbox takes now: an earlier run may have left them
    QTemporaryDir folder;
    auto cache = SqliteCache::open(folder.filePath(QStringLiteral("cache")));
    QVERIFY(cache);
    const auto nonce = [](int i) { return Nonce(QByteArray("nonce-") + QByteArray::number(i)); };
    for (int i = 0; i < count; ++i) {
        Written written;
        written.nonce = nonce(i);
        written.room = RoomId("general");
        written.text = QString::number(i);
        (*cache)->saveWritten(written);
    }
    (*cache)->commit();
    World world;
    PairTransport line(world.wire, nullptr);
    Client::Options options;
    options.cache = cache->get();
    Client client(line, world.wheel, options);
    Notices notices(client, world.clock);
    Timeline timeline(client, notices, world.clock, RoomId("general"));
    QStringList left;
    for (int i = 0; i < count; ++i) {
        if (i % 20 == 7)
            QVERIFY(client.discard(nonce(i)));
        else
            left << QString::number(i);
    }
    QStringList shown;
    for (size_t i = 0; i < timeline.size(); ++i)
        shown << timeline.item(i).text;
    QCOMPARE(shown, left);
}

} // namespace parlance::test

PARLANCE_SUITE(timeline, parlance::test::TimelineTest)
#include "timeline_test.moc"
