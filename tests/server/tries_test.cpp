#include "base/networks.h"
#include "session/tries.h"
#include "support/manualclock.h"
#include "support/suite.h"

#include <QTest>

namespace parlance {

using namespace Qt::StringLiterals;

class TriesTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void strangersWaitLongerAndLonger();
    void strangersShareOneCounter();
    void anotherAccountIsNotConcerned();
    void everyLetterCaseIsOneAccount();
    void manyAtOnceAreNoWayAround();
    void successBeginsAnew();
    void anAccountOfOnesOwnUndoesNothing();
    void withdrawnTriesDoNotCount();
    void aKnownDeviceGetsInWhileStrangersGuess();
    void aKnownDeviceMayNotGuessEither();
    void anAddressHasItsShare();
    void aNetworkHasItsShare();
    void countersAreForgotten();
    void strangersCannotFillTheMemory();
};

namespace {

/// By a stranger.
Try tryOf(const QString& account, const QString& address = u"192.0.2.1"_s)
{
    return {*Handle::parse(account), address, {}};
}

/// A try that turns out wrong, each from an address of its own; false if it must wait.
bool guess(Tries& tries, const QString& account)
{
    static int addresses = 0;
    ++addresses;
    const Try next = tryOf(account, u"10.%1.%2.1"_s.arg(addresses / 256 % 256).arg(addresses % 256));
    if (tries.waitFor(next))
        return false;
    tries.began(next);
    return true;
}

void guessAllFree(Tries& tries, const QString& account)
{
    for (int at = 0; at < Tries::freeTries; ++at)
        QVERIFY(guess(tries, account));
    QVERIFY(!guess(tries, account));
}

} // namespace

void TriesTest::strangersWaitLongerAndLonger()
{
    test::ManualClock clock;
    Tries tries(clock);
    guessAllFree(tries, u"ann"_s);
    for (const qint64 wait : {1'000, 2'000, 4'000, 8'000, 16'000, 32'000, 60'000, 60'000, 60'000}) {
        QCOMPARE(tries.waitFor(tryOf(u"ann"_s)), std::optional(wait));
        clock.advance(wait - 1);
        QCOMPARE(tries.waitFor(tryOf(u"ann"_s)), std::optional<qint64>(1));
        clock.advance(1);
        QVERIFY(guess(tries, u"ann"_s));
    }
}

void TriesTest::strangersShareOneCounter()
{
    test::ManualClock clock;
    Tries tries(clock);
    guessAllFree(tries, u"ann"_s); // from many addresses
    QVERIFY(bool(tries.waitFor(tryOf(u"ann"_s, u"198.51.100.1"_s))));
}

void TriesTest::anotherAccountIsNotConcerned()
{
    test::ManualClock clock;
    Tries tries(clock);
    guessAllFree(tries, u"ann"_s);
    QVERIFY(!tries.waitFor(tryOf(u"bob"_s)));
}

void TriesTest::everyLetterCaseIsOneAccount()
{
    test::ManualClock clock;
    Tries tries(clock);
    guessAllFree(tries, u"ann"_s);
    QVERIFY(bool(tries.waitFor(tryOf(u"ANN"_s))));
}

/// They are counted when they begin, not when they turn out wrong.
void TriesTest::manyAtOnceAreNoWayAround()
{
    test::ManualClock clock;
    Tries tries(clock);
    int begun = 0;
    for (int at = 0; at < 100; ++at)
        begun += guess(tries, u"ann"_s) ? 1 : 0;
    QCOMPARE(begun, Tries::freeTries);
}

void TriesTest::successBeginsAnew()
{
    test::ManualClock clock;
    Tries tries(clock);
    guessAllFree(tries, u"ann"_s);
    clock.advance(Tries::firstWait);
    tries.began(tryOf(u"ann"_s));
    tries.succeeded(tryOf(u"ann"_s));
    QVERIFY(!tries.waitFor(tryOf(u"ann"_s)));
    guessAllFree(tries, u"ann"_s);
}

/// Somebody signs in with an account of their own between tries for others.
void TriesTest::anAccountOfOnesOwnUndoesNothing()
{
    test::ManualClock clock;
    Tries tries(clock);
    int begun = 0;
    for (int at = 0; at < 100; ++at) {
        const Try wrong = tryOf(u"victim%1"_s.arg(at));
        if (!tries.waitFor(wrong)) {
            tries.began(wrong);
            ++begun;
        }
        if (const Try own = tryOf(u"mallory"_s); !tries.waitFor(own)) {
            tries.began(own);
            tries.succeeded(own);
        }
    }
    QCOMPARE(begun, Tries::addressBurst);
}

void TriesTest::withdrawnTriesDoNotCount()
{
    test::ManualClock clock;
    Tries tries(clock);
    for (int at = 0; at < 100; ++at) {
        QVERIFY(!tries.waitFor(tryOf(u"ann"_s)));
        tries.began(tryOf(u"ann"_s));
        tries.withdrawn(tryOf(u"ann"_s));
    }
    guessAllFree(tries, u"ann"_s);
    tries.withdrawn(tryOf(u"nobody"_s)); // which is not counted
    QVERIFY(!tries.waitFor(tryOf(u"nobody"_s)));
}

void TriesTest::aKnownDeviceGetsInWhileStrangersGuess()
{
    test::ManualClock clock;
    Tries tries(clock);
    const Try owner{*Handle::parse(u"ann"_s), u"192.0.2.1"_s, "device"};
    for (int second = 0; second < 600; ++second) {
        while (guess(tries, u"ann"_s)) {
        }
        for (const Try other = tryOf(u"bob"_s); !tries.waitFor(other);) // a guesser in the same office
            tries.began(other);
        QVERIFY(!tries.waitFor(owner));
        clock.advance(1'000);
    }
    tries.began(owner);
    tries.succeeded(owner);
    QVERIFY(!guess(tries, u"ann"_s)); // which helps strangers nothing
}

void TriesTest::aKnownDeviceMayNotGuessEither()
{
    test::ManualClock clock;
    Tries tries(clock);
    const Try stolen{*Handle::parse(u"ann"_s), u"192.0.2.1"_s, "stolen"};
    for (int at = 0; at < Tries::freeTries; ++at) {
        QVERIFY(!tries.waitFor(stolen));
        tries.began(stolen);
    }
    QCOMPARE(tries.waitFor(stolen), std::optional(Tries::firstWait));
    QVERIFY(!tries.waitFor({*Handle::parse(u"ann"_s), u"192.0.2.1"_s, "another"}));
    QVERIFY(!tries.waitFor(tryOf(u"ann"_s)));
}

void TriesTest::anAddressHasItsShare()
{
    test::ManualClock clock;
    Tries tries(clock);
    for (int at = 0; at < Tries::addressBurst; ++at) {
        const Try next = tryOf(u"user%1"_s.arg(at));
        QVERIFY(!tries.waitFor(next));
        tries.began(next);
    }
    QCOMPARE(tries.waitFor(tryOf(u"ann"_s)), std::optional(Tries::addressInterval));
    QVERIFY(!tries.waitFor(tryOf(u"ann"_s, u"192.0.2.2"_s)));
    clock.advance(Tries::addressInterval);
    QVERIFY(!tries.waitFor(tryOf(u"ann"_s)));
    tries.began(tryOf(u"ann"_s));
    QVERIFY(bool(tries.waitFor(tryOf(u"bob"_s))));
    clock.advance(60'000);
    for (int at = 0; at < Tries::addressBurst; ++at) {
        QVERIFY(!tries.waitFor(tryOf(u"other%1"_s.arg(at))));
        tries.began(tryOf(u"other%1"_s.arg(at)));
    }
    QVERIFY(bool(tries.waitFor(tryOf(u"bob"_s))));
}

void TriesTest::aNetworkHasItsShare()
{
    test::ManualClock clock;
    Tries tries(clock);
    int begun = 0;
    for (int at = 0; at < 1'000; ++at) {
        const Try next = tryOf(u"user%1"_s.arg(at), u"2001:db8:1:%1::/64"_s.arg(at, 0, 16));
        if (tries.waitFor(next))
            continue;
        tries.began(next);
        ++begun;
    }
    QCOMPARE(begun, networkShare * Tries::addressBurst);
    QVERIFY(!tries.waitFor(tryOf(u"ann"_s, u"2001:db8:2:0::/64"_s)));
}

void TriesTest::countersAreForgotten()
{
    test::ManualClock clock;
    Tries tries(clock);
    guessAllFree(tries, u"ann"_s);
    clock.advance(Tries::forgetAfter);
    guessAllFree(tries, u"ann"_s);
    clock.advance(Tries::forgetAfter);
    tries.began(tryOf(u"bob"_s));
    QCOMPARE(tries.size(), size_t(2)); // bob, and the address
}

void TriesTest::strangersCannotFillTheMemory()
{
    test::ManualClock clock;
    Tries tries(clock);
    for (int at = 0; at < 30'000; ++at)
        tries.began(tryOf(u"user%1"_s.arg(at), u"2001:db8:%1:1::/64"_s.arg(at, 0, 16)));
    QCOMPARE(tries.size(), Tries::mostAccounts + Tries::mostAddresses);
    for (int at = 0; at < 30'000; ++at)
        tries.began({*Handle::parse(u"ann"_s), u"192.0.2.1"_s, QByteArray::number(at)});
    QCOMPARE(tries.size(), Tries::mostAccounts + Tries::mostAddresses + Tries::mostDevices);
}

} // namespace parlance

using parlance::TriesTest;
PARLANCE_SUITE(tries, TriesTest)
#include "tries_test.moc"
