#include "base/networks.h"
#include "session/ratelimiter.h"
#include "support/manualclock.h"
#include "support/suite.h"

#include <QRandomGenerator>
#include <QTest>

#include <deque>

namespace parlance {

class RateLimiterTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void neverMoreThanTheRateInAnyWindow();
    void saysHowLongToWait();
    void addressesShareTenTimes();
    void networksShareEightTimesThat();
    void forgetsWhatIsOver();
    void zeroIsNoLimit();
};

void RateLimiterTest::neverMoreThanTheRateInAnyWindow()
{
    const quint32 seed = QRandomGenerator::global()->generate();
    qInfo() << "seed" << seed;
    QRandomGenerator random(seed);
    test::ManualClock clock;
    RateLimiter limiter(clock);
    std::deque<qint64> allowed;
    for (int i = 0; i < 20'000; ++i) {
        clock.advance(random.bounded(300));
        if (!limiter.take(RateClass::Message, {20, 10'000}, UserId("ann"), QStringLiteral("a")))
            allowed.push_back(clock.steady());
        while (!allowed.empty() && allowed.front() <= clock.steady() - 10'000)
            allowed.pop_front();
        QVERIFY(allowed.size() <= 20);
    }
}

void RateLimiterTest::saysHowLongToWait()
{
    test::ManualClock clock;
    RateLimiter limiter(clock);
    const auto take = [&] { return limiter.take(RateClass::Rename, {2, 1'000}, UserId("ann"), QStringLiteral("a")); };
    QVERIFY(!take());
    clock.advance(300);
    QVERIFY(!take());
    QCOMPARE(take(), 700);
    clock.advance(699);
    QCOMPARE(take(), 1);
    clock.advance(1);
    QVERIFY(!take());
    QCOMPARE(take(), 300);
}

void RateLimiterTest::addressesShareTenTimes()
{
    test::ManualClock clock;
    RateLimiter limiter(clock);
    int allowed = 0;
    for (int i = 0; i < 100; ++i)
        allowed += limiter.take(RateClass::Message, {2, 1'000}, UserId::random(), QStringLiteral("a")) ? 0 : 1;
    QCOMPARE(allowed, 20);
    QVERIFY(!limiter.take(RateClass::Message, {2, 1'000}, UserId::random(), QStringLiteral("b")));
    QVERIFY(!limiter.take(RateClass::Typing, {2, 1'000}, UserId::random(), QStringLiteral("a")));
    allowed = 0;
    for (int i = 0; i < 100; ++i)
        allowed += limiter.takeByAddress(RateClass::NewRoom, {2, 1'000}, QStringLiteral("a")) ? 0 : 1;
    QCOMPARE(allowed, 2);
}

/// Whoever has an IPv6 /48 can come from 65,536 addresses.
void RateLimiterTest::networksShareEightTimesThat()
{
    test::ManualClock clock;
    RateLimiter limiter(clock);
    const auto address = [](int number) { return QStringLiteral("2001:db8:7:%1::/64").arg(number, 0, 16); };
    int joins = 0;
    int rooms = 0;
    for (int i = 0; i < 2'000; ++i) {
        joins += limiter.take(RateClass::Join, {2, 10'000}, {}, address(i)) ? 0 : 1;
        rooms += limiter.takeByAddress(RateClass::NewRoom, {2, 10'000}, address(i)) ? 0 : 1;
    }
    QCOMPARE(joins, 2 * RateLimiter::addressShare * networkShare);
    QCOMPARE(rooms, 2 * networkShare);
    QVERIFY(!limiter.take(RateClass::Join, {2, 10'000}, {}, QStringLiteral("2001:db8:8:1::/64")));
}

void RateLimiterTest::forgetsWhatIsOver()
{
    test::ManualClock clock;
    RateLimiter limiter(clock);
    for (int i = 0; i < 50'000; ++i) {
        clock.advance(10);
        (void)limiter.take(RateClass::Message, {20, 1'000}, UserId::random(), QString::number(i));
    }
    QVERIFY2(limiter.size() <= 4'200, QByteArray::number(limiter.size()).constData());
}

void RateLimiterTest::zeroIsNoLimit()
{
    test::ManualClock clock;
    RateLimiter limiter(clock);
    for (int i = 0; i < 1'000; ++i)
        QVERIFY(!limiter.take(RateClass::Message, {0, 1'000}, UserId("ann"), QStringLiteral("a")));
    QCOMPARE(limiter.size(), size_t(0));
}

} // namespace parlance

using parlance::RateLimiterTest;
PARLANCE_SUITE(ratelimiter, RateLimiterTest)
#include "ratelimiter_test.moc"
