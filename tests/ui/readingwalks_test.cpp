#include "support/random.h"
#include "support/suite.h"
#include "ui/desk.h"

#include <set>

namespace parlance::test {

namespace {

/// What each device may count as read: the messages whose ends it has shown while it was watched.
struct Walk : Desk {
    Random random;
    std::set<qint64> seen; ///< by anybody, at this device or by the phone's own doing
    qint64 excused = 0;    ///< everything up to here was read by writing below it

    explicit Walk(quint32 seed)
        : random(seed)
    {}

    void note()
    {
        if (workspace->pane().room() == here() && workspace->isActiveWindow()) {
            for (const RowFlow::Placed& placed : view().rows().visible()) {
                if (view().rows().hasEnd(placed.row))
                    seen.insert(timeline().item(placed.row).message->n);
            }
        }
    }

    bool isDeleted(qint64 n) const
    {
        const auto& all = tom.room().messages;
        const auto row = all.rowOfOrdinal(n);
        return row && all[*row].deleted.value_or(false);
    }

    void judge()
    {
        note();
        const RoomState& now = room();
        for (qint64 n = excused + 1; n <= now.read; ++n)
            QVERIFY2(seen.contains(n) || isDeleted(n), qPrintable(QStringLiteral("read, but not seen: %1").arg(n)));
        qint64 badge = 0;
        for (qint64 n = now.read + 1; n <= now.n; ++n)
            badge += !seen.contains(n) && !isDeleted(n);
        QCOMPARE(unread(), badge);
    }

    void step()
    {
        switch (random.below(14)) {
        case 0:
        case 1:
            return talk(1 + random.below(4));
        case 2:
            return flood(random.below(50));
        case 3:
            return openRoom(random.chance(2) ? other : general());
        case 4:
            return openRoom(general());
        case 5:
            return workspace->isActiveWindow() ? goAway() : comeBack();
        case 6:
            return comeBack();
        case 7:
            if (tom.room().n > 0)
                deleteSome();
            return;
        case 8:
            disconnect();
            flood(random.below(40));
            return reconnect();
        case 9:
            return readOnPhone();
        case 10:
            if (random.chance(5) && workspace->pane().room() == here()) {
                write(QStringLiteral("mine"));
                excused = room().n;
            }
            return;
        case 11:
            if (auto* jump = find<QPushButton>("jump"); jump->isVisible() && workspace->isActiveWindow())
                jump->click();
            return settle();
        default:
            if (workspace->isActiveWindow())
                QTest::keyClick(&view(), random.chance(3) ? Qt::Key_PageUp : Qt::Key_PageDown);
            return settle();
        }
    }

    void deleteSome()
    {
        const auto& all = tom.room().messages;
        const MessageState& any = all[all.size() - 1 - size_t(random.below(int(std::min<size_t>(all.size(), 30))))];
        if (any.userId == tom.id() && !any.deleted)
            QVERIFY(tom.client.remove(tom.here(), any.id));
        settle();
    }

    /// The phone's screen holds ten messages.
    void readOnPhone()
    {
        const RoomState& there = phone.room();
        const qint64 first = there.firstUnread();
        if (first == 0)
            return;
        const qint64 last = std::min(there.n, first + random.below(10));
        for (qint64 n = first; n <= last; ++n)
            seen.insert(n);
        phone.client.markSeen(phone.here(), first, last);
        pass(500);
    }
};

} // namespace

class ReadingWalksTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void walks_data();
    void walks();
};

void ReadingWalksTest::walks_data()
{
    QTest::addColumn<quint32>("seed");
    bool given = false;
    const auto chosen = quint32(qEnvironmentVariableIntValue("PARLANCE_SEED", &given));
    constexpr int walks = 20;
    for (int i = 0; i < (given ? 1 : walks); ++i) {
        const quint32 seed = given ? chosen : QRandomGenerator::global()->generate() >> 1;
        QTest::addRow("%u", seed) << seed;
    }
}

void ReadingWalksTest::walks()
{
    QFETCH(const quint32, seed);
    Walk walk(seed);
    for (int i = 0; i < 60; ++i) {
        walk.step();
        walk.judge();
        if (QTest::currentTestFailed())
            return;
    }
    walk.pass(1'000);
    QCOMPARE(walk.phone.room().read, walk.room().read);
}

} // namespace parlance::test

PARLANCE_SUITE(readingwalks, parlance::test::ReadingWalksTest)
#include "readingwalks_test.moc"
