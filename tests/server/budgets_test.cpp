#include "protocol/limits.h"
#include "session/budgets.h"
#include "support/manualclock.h"
#include "support/suite.h"

#include <QRandomGenerator>
#include <QTest>

namespace parlance {

/// What identities and addresses may spend.
class BudgetsTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void neverMoreThanTheAllowance_data();
    void neverMoreThanTheAllowance();
    void waitsAreLongEnough();
    void addressesShareTenTimes();
    void networksShareEightTimesThat();
    void whatIsSpentElsewhereCounts();
    void forgetsWhatIsPaidBack();
    void nobodyWaitsForEver();

  private:
    static constexpr Expense reply = Expense::Reply;
};

void BudgetsTest::neverMoreThanTheAllowance_data()
{
    QTest::addColumn<int>("expense");
    QTest::newRow("replies") << int(Expense::Reply);
    QTest::newRow("loads") << int(Expense::Load);
}

void BudgetsTest::neverMoreThanTheAllowance()
{
    QFETCH(const int, expense);
    const auto what = Expense(expense);
    const Allowance allowance = allowanceOf(what);
    const quint32 seed = QRandomGenerator::global()->generate();
    qInfo() << "seed" << seed;
    QRandomGenerator random(seed);
    test::ManualClock clock;
    Budgets budgets(clock);
    const auto most = int(allowance.atOnce / 10);
    qint64 spent = 0;
    for (int i = 0; i < 20'000; ++i) {
        clock.advance(random.bounded(1'000));
        if (budgets.waitFor(what, UserId("ann"), QStringLiteral("a")))
            continue;
        const qint64 amount = random.bounded(most);
        spent += amount;
        budgets.spend(what, amount, UserId("ann"), QStringLiteral("a"));
        QVERIFY(spent <= allowance.atOnce + allowance.perSecond * clock.steady() / 1'000 + most);
    }
    QVERIFY(spent > allowance.perSecond * clock.steady() / 1'000); // and no less
}

void BudgetsTest::waitsAreLongEnough()
{
    test::ManualClock clock;
    Budgets budgets(clock);
    const auto wait = [&] { return budgets.waitFor(reply, UserId("ann"), QStringLiteral("a")); };
    budgets.spend(reply, limits::replyBytes + 2 * limits::replyBytesPerSecond, UserId("ann"), QStringLiteral("a"));
    QCOMPARE(wait(), 4'001); // two seconds more, so that it is worth while
    clock.advance(2'000);
    QVERIFY(wait());
    clock.advance(1);
    QVERIFY(!wait());
    QVERIFY(!budgets.waitFor(Expense::Load, UserId("ann"), QStringLiteral("a")));
}

void BudgetsTest::addressesShareTenTimes()
{
    test::ManualClock clock;
    Budgets budgets(clock);
    for (int i = 0; i < 10; ++i) {
        const UserId user(QByteArray::number(i));
        QVERIFY(!budgets.waitFor(reply, user, QStringLiteral("a")));
        budgets.spend(reply, limits::replyBytes, user, QStringLiteral("a"));
    }
    QVERIFY(budgets.waitFor(reply, UserId("another"), QStringLiteral("a")));
    QVERIFY(budgets.waitFor(reply, {}, QStringLiteral("a"))); // who has not said yet who they are
    QVERIFY(budgets.waitFor(reply, UserId("1"), QStringLiteral("b")));
    QVERIFY(!budgets.waitFor(reply, UserId("another"), QStringLiteral("b")));
}

void BudgetsTest::networksShareEightTimesThat()
{
    test::ManualClock clock;
    Budgets budgets(clock);
    for (int i = 0; i < 80; ++i) {
        const UserId user(QByteArray::number(i));
        const QString address = QStringLiteral("2001:db8:1:%1::/64").arg(i);
        QVERIFY(!budgets.waitFor(reply, user, address));
        budgets.spend(reply, limits::replyBytes, user, address);
    }
    QVERIFY(budgets.waitFor(reply, UserId("another"), QStringLiteral("2001:db8:1:99::/64")));
    QVERIFY(!budgets.waitFor(reply, UserId("another"), QStringLiteral("2001:db8:2:99::/64")));
}

void BudgetsTest::whatIsSpentElsewhereCounts()
{
    struct Told final : DeedFollower {
        std::vector<std::pair<Deed, qint64>> deeds;
        void done(const Deed& deed, qint64 times) override { deeds.emplace_back(deed, times); }
    };
    test::ManualClock clock;
    Told told;
    Budgets here(clock);
    Budgets there(clock);
    here.setFollower(&told);
    here.spend(reply, limits::replyBytes + 1, UserId("ann"), QStringLiteral("a"));
    for (const auto& [deed, times] : told.deeds)
        there.spentElsewhere(Expense(deed.what - Budgets::firstDeed), deed.whom, times);
    QVERIFY(there.waitFor(reply, UserId("ann"), QStringLiteral("b")));
    QVERIFY(!there.waitFor(reply, UserId("bob"), QStringLiteral("a")));
}

void BudgetsTest::forgetsWhatIsPaidBack()
{
    test::ManualClock clock;
    Budgets budgets(clock);
    for (int i = 0; i < 100'000; ++i) {
        clock.advance(10);
        budgets.spend(reply, 1'000, UserId(QByteArray::number(i)), QStringLiteral("a"));
    }
    QVERIFY(budgets.size() < 5'000);
}

/// A connection that gets round the budget, as a hello does before it is known whose it is, keeps the person's other
/// devices from reading for so long only.
void BudgetsTest::nobodyWaitsForEver()
{
    test::ManualClock clock;
    Budgets budgets(clock);
    for (int i = 0; i < 1'000; ++i)
        budgets.spend(reply, limits::replyBytes, UserId("ann"), QStringLiteral("a"));
    const auto wait = budgets.waitFor(reply, UserId("ann"), QStringLiteral("b"));
    QVERIFY(wait);
    QVERIFY(*wait <= Budgets::longestDebt + 5'000);
    clock.advance(*wait);
    QVERIFY(!budgets.waitFor(reply, UserId("ann"), QStringLiteral("b")));
}

} // namespace parlance

using parlance::BudgetsTest;
PARLANCE_SUITE(budgets, BudgetsTest)
#include "budgets_test.moc"
