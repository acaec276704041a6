#include "auth/passwordworker.h"
#include "base/networks.h"
#include "support/suite.h"

#include <QStringList>
#include <QTest>

#include <chrono>
#include <memory>

namespace parlance {

using namespace Qt::StringLiterals;

/// Runs under ThreadSanitizer, too. Nothing is done but when a case lets the worker deliver, so what waits is known.
class PasswordWorkerTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void hashesAndVerifies();
    void callbacksMayAskForMore();
    void oneAddressCannotFillTheQueue();
    void oneNetworkCannotFillTheQueue();
    void aFullLaneIsBusy();
    void knownDevicesGetInWhileStrangersWait();
    void strangersGetInWhileKnownDevicesWait();
    void oneAccountCannotFillTheLaneOfKnownDevices();
    void stoppingAbandonsWhatWaits();
};

namespace {

/// A worker, and who was answered.
struct Desk {
    HandOver<int> bell; // stands for the event loop
    QStringList answered;
    PasswordWorker worker{PasswordCost::forTests(), [this] { bell.push(0); }};

    /// False if nothing comes for half a minute.
    bool deliverOne()
    {
        if (bell.takeWait(std::chrono::seconds(30)).empty())
            return false;
        worker.deliver();
        return true;
    }

    bool deliverAll(qsizetype count)
    {
        while (answered.size() < count) {
            if (!deliverOne())
                return false;
        }
        return true;
    }

    std::optional<Error> ask(const PasswordAsker& asker, const QString& name)
    {
        return worker.verify(asker, u"a password"_s, {}, [this, name](Verified) { answered.push_back(name); });
    }

    std::optional<Error> stranger(const QString& address) { return ask({address, {}}, address); }

    std::optional<Error> known(const QByteArray& account)
    {
        return ask({u"192.0.2.1"_s, UserId(account)}, QString::fromLatin1(account));
    }

    /// One under way and a full lane, each from an address of its own.
    bool fillWithStrangers()
    {
        for (size_t at = 0; at <= PasswordWorker::laneSize; ++at) {
            if (stranger(u"10.0.0."_s + QString::number(at)))
                return false;
        }
        return worker.waiting() == PasswordWorker::laneSize;
    }
};

} // namespace

void PasswordWorkerTest::hashesAndVerifies()
{
    Desk desk;
    const PasswordAsker asker{u"192.0.2.1"_s, {}};
    QByteArray hash;
    const auto keep = [&](Result<QByteArray> made) { hash = *made; };
    QVERIFY(!desk.worker.hash(asker, u"correct horse"_s, keep));
    QVERIFY(hash.isEmpty()); // never within the call
    QVERIFY(desk.deliverOne());
    QVERIFY(hash.startsWith("$argon2id$"));
    std::vector<Verified> verified;
    const auto note = [&](Verified answer) { verified.push_back(answer); };
    QVERIFY(!desk.worker.verify(asker, u"correct horse"_s, hash, note));
    QVERIFY(desk.deliverOne());
    QVERIFY(!desk.worker.verify(asker, u"wrong horse"_s, hash, note));
    QVERIFY(desk.deliverOne());
    QVERIFY(!desk.worker.verify(asker, u"correct horse"_s, {}, note));
    QVERIFY(desk.deliverOne());
    QVERIFY(verified == (std::vector{Verified::Yes, Verified::No, Verified::No}));
}

void PasswordWorkerTest::callbacksMayAskForMore()
{
    Desk desk;
    const PasswordAsker asker{u"192.0.2.1"_s, {}};
    QVERIFY(!desk.worker.hash(asker, u"correct horse"_s, [&](Result<QByteArray> hash) {
        const auto refused = desk.worker.verify(asker, u"correct horse"_s, *hash, [&](Verified verified) {
            desk.answered.push_back(verified == Verified::Yes ? u"yes"_s : u"no"_s);
        });
        QVERIFY(!refused);
    }));
    QVERIFY(desk.deliverAll(1));
    QCOMPARE(desk.answered, QStringList{u"yes"_s});
}

void PasswordWorkerTest::oneAddressCannotFillTheQueue()
{
    Desk desk;
    for (int at = 0; at < PasswordWorker::perAsker; ++at)
        QVERIFY(!desk.stranger(u"192.0.2.1"_s));
    for (int at = 0; at < 100; ++at) {
        const auto refused = desk.stranger(u"192.0.2.1"_s);
        QVERIFY(bool(refused));
        QCOMPARE(refused->code, ErrorCode::Busy);
        QVERIFY(refused->retryAfter.value_or(0) > 0);
    }
    QVERIFY(!desk.stranger(u"192.0.2.2"_s));
    QVERIFY(desk.deliverOne());
    QVERIFY(!desk.stranger(u"192.0.2.1"_s)); // one was answered
    QVERIFY(bool(desk.stranger(u"192.0.2.1"_s)));
    QVERIFY(desk.deliverAll(4));
    QCOMPARE(desk.worker.waiting(), size_t(0));
}

void PasswordWorkerTest::oneNetworkCannotFillTheQueue()
{
    Desk desk;
    const auto address = [](int at) { return u"2001:db8:1:%1::/64"_s.arg(at); };
    for (int at = 0; at < networkShare * PasswordWorker::perAsker; ++at)
        QVERIFY(!desk.stranger(address(at)));
    QVERIFY(bool(desk.stranger(address(99))));
    QVERIFY(!desk.stranger(u"2001:db8:2:0::/64"_s));
}

void PasswordWorkerTest::aFullLaneIsBusy()
{
    Desk desk;
    QVERIFY(desk.fillWithStrangers());
    const auto refused = desk.stranger(u"192.0.2.1"_s);
    QVERIFY(bool(refused));
    QCOMPARE(refused->code, ErrorCode::Busy);
    QVERIFY(refused->retryAfter.value_or(0) >= qint64(PasswordWorker::laneSize) * 100);
    QVERIFY(desk.deliverOne());
    QVERIFY(!desk.stranger(u"192.0.2.1"_s));
    QVERIFY(desk.deliverAll(qsizetype(PasswordWorker::laneSize) + 2));
    QCOMPARE(desk.answered.front(), u"10.0.0.0"_s); // in the order in which they came
    QCOMPARE(desk.answered.back(), u"192.0.2.1"_s);
}

void PasswordWorkerTest::knownDevicesGetInWhileStrangersWait()
{
    Desk desk;
    QVERIFY(desk.fillWithStrangers());
    QVERIFY(!desk.known("ann"));
    QVERIFY(!desk.known("bob"));
    QVERIFY(desk.deliverAll(4));
    QCOMPARE(desk.answered, (QStringList{u"10.0.0.0"_s, u"ann"_s, u"10.0.0.1"_s, u"bob"_s}));
}

void PasswordWorkerTest::strangersGetInWhileKnownDevicesWait()
{
    Desk desk;
    for (size_t at = 0; at <= PasswordWorker::laneSize; ++at)
        QVERIFY(!desk.known("user" + QByteArray::number(int(at))));
    const auto refused = desk.known("ann");
    QVERIFY(bool(refused));
    QCOMPARE(refused->code, ErrorCode::Busy);
    QVERIFY(!desk.stranger(u"192.0.2.1"_s));
    QVERIFY(desk.deliverAll(2));
    QCOMPARE(desk.answered, (QStringList{u"user0"_s, u"192.0.2.1"_s}));
}

void PasswordWorkerTest::oneAccountCannotFillTheLaneOfKnownDevices()
{
    Desk desk;
    for (int at = 0; at < PasswordWorker::perAsker; ++at)
        QVERIFY(!desk.known("ann"));
    QVERIFY(bool(desk.known("ann")));
    QVERIFY(!desk.known("bob")); // from the same address
}

void PasswordWorkerTest::stoppingAbandonsWhatWaits()
{
    const auto owned = std::make_shared<int>(0);
    int called = 0;
    {
        Desk desk;
        for (int at = 0; at < 10; ++at) {
            QVERIFY(!desk.worker.verify({u"10.0.0."_s + QString::number(at), {}}, u"a password"_s, {},
                                        [owned, &called](Verified) { ++called; }));
        }
        QVERIFY(desk.deliverOne());
    }
    QCOMPARE(called, 1);
    QCOMPARE(owned.use_count(), 1L);
}

} // namespace parlance

using parlance::PasswordWorkerTest;
PARLANCE_SUITE(passwordworker, PasswordWorkerTest)
#include "passwordworker_test.moc"
