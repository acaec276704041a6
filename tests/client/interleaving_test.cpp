#include "client/linkworld.h"
#include "support/passingstore.h"
#include "support/suite.h"

#include <QTest>

namespace parlance {

using namespace parlance::client;
using namespace parlance::test;

namespace {

/// Keeps back the answers to what the store has done already.
class HoldingStore final : public test::PassingStore {
  public:
    using PassingStore::PassingStore;

    void append(NewEvent event, Done<Appended> done) override
    {
        PassingStore::append(std::move(event), commits.held(std::move(done)));
    }

    void messages(const UserId& reader, const RoomId& room, const MessageQuery& query, Done<MessageSlice> done) override
    {
        PassingStore::messages(reader, room, query, pages.held(std::move(done)));
    }

    class Gate {
      public:
        template <class T>
        Done<T> held(Done<T> done)
        {
            return [this, done = std::move(done)](Result<T> result) mutable {
                if (!m_isShut)
                    return done(std::move(result));
                m_waiting.emplace_back(
                    [done = std::move(done), result = std::move(result)]() mutable { done(std::move(result)); });
            };
        }
        void shut() { m_isShut = true; }
        void open()
        {
            m_isShut = false;
            for (auto& call : std::exchange(m_waiting, {}))
                call();
        }
        bool isEmpty() const { return m_waiting.empty(); }

      private:
        bool m_isShut = false;
        std::vector<Callback<void()>> m_waiting;
    };

    Gate commits;
    Gate pages;
};

} // namespace

/// A page is read by one thread while an edit is committed by another and goes out to everybody. In whatever order that
/// happens and arrives, nobody ends up with the message as it was before (I5).
class InterleavingTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void pageAndChange_data();
    void pageAndChange();
};

void InterleavingTest::pageAndChange_data()
{
    QTest::addColumn<QString>("order");
    QTest::addColumn<bool>("isDeletion");
    // P: the page is read, p: it arrives; C: the change is committed, c: it goes out.
    for (const char* order : {"PpCc", "PCpc", "PCcp", "CPpc", "CPcp", "CcPp"}) {
        for (const bool isDeletion : {false, true})
            QTest::addRow("%s, %s", order, isDeletion ? "deletion" : "edit")
                << QString::fromLatin1(order) << isDeletion;
    }
}

void InterleavingTest::pageAndChange()
{
    QFETCH(QString, order);
    QFETCH(bool, isDeletion);
    HoldingStore* store = nullptr;
    World world(0, [&store](std::unique_ptr<Store> inner) {
        auto holding = std::make_unique<HoldingStore>(std::move(inner));
        store = holding.get();
        return holding;
    });
    Person ann(world, "ann");
    for (int i = 1; i <= 120; ++i)
        ann.say(QStringLiteral("text %1").arg(i));
    world.settle();
    Person bob(world, "bob"); // who has the newest only
    QVERIFY(bob.room().messages.front().n > 1);
    const MessageId target = ann.room().messages.front().id;

    FetchHistory oldest;
    oldest.room = bob.here();
    oldest.before = bob.room().messages.front().seq;
    oldest.limit = limits::historyPage;
    bool isThere = false;
    for (const QChar step : order) {
        if (step == u'P') {
            store->pages.shut();
            bob.client.history().fetch(oldest, [&isThere](const Result<HistoryPage>& page) { isThere = bool(page); });
        } else if (step == u'p') {
            store->pages.open();
        } else if (step == u'C') {
            store->commits.shut();
            QVERIFY(isDeletion ? ann.client.remove(ann.here(), target)
                               : ann.client.edit(ann.here(), target, QStringLiteral("new")));
        } else {
            store->commits.open();
        }
        world.settle();
        QVERIFY(step != u'P' || !store->pages.isEmpty());
        QVERIFY(step != u'C' || !store->commits.isEmpty());
    }
    QVERIFY(isThere);
    QVERIFY(bob.room().messages.find(target));
    bob.fetchAll();
    QVERIFY(bob.room().messages == ann.room().messages);
    const MessageState& now = bob.room().messages[*bob.room().messages.find(target)];
    QCOMPARE(now.text.value_or(QString()), isDeletion ? QString() : QStringLiteral("new"));
}

} // namespace parlance

using parlance::InterleavingTest;
PARLANCE_SUITE(interleaving, InterleavingTest)
#include "interleaving_test.moc"
