#include "base/networks.h"
#include "base/shares.h"
#include "support/random.h"
#include "support/suite.h"

#include <QTest>

#include <map>

namespace parlance {

/// Who gives way in a full table.
class SharesTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void theAddressThatHoldsTheMost();
    void equalsByAge();
    void theNewestWhereThatIsTheRule();
    void unknownAddressesCountAlone();
    void manyAddressesOfOneNetwork();
    void networks();
    void asAPlainSearchFinds();
};

void SharesTest::theAddressThatHoldsTheMost()
{
    Shares shares;
    QVERIFY(!shares.next());
    shares.add(1, QStringLiteral("good"));
    for (quint64 entry = 2; entry < 6; ++entry)
        shares.add(entry, QStringLiteral("bad"));
    QCOMPARE(shares.count(), 5);
    for (quint64 entry = 2; entry < 5; ++entry) {
        QCOMPARE(shares.next(), std::optional<quint64>(entry));
        shares.remove(entry);
    }
    QCOMPARE(shares.next(), std::optional<quint64>(1)); // one each: the oldest
    shares.remove(7);                                   // never came
    shares.remove(1);
    shares.remove(5);
    QVERIFY(!shares.next());
    QCOMPARE(shares.count(), 0);
}

void SharesTest::equalsByAge()
{
    Shares shares;
    shares.add(1, QStringLiteral("a"));
    shares.add(2, QStringLiteral("b"));
    shares.add(3, QStringLiteral("b"));
    shares.add(4, QStringLiteral("a"));
    QCOMPARE(shares.next(), std::optional<quint64>(1));
    shares.remove(1);
    QCOMPARE(shares.next(), std::optional<quint64>(2));
}

void SharesTest::theNewestWhereThatIsTheRule()
{
    Shares shares(Shares::GivesWay::Newest);
    shares.add(1, QStringLiteral("bad"));
    shares.add(2, QStringLiteral("bad"));
    shares.add(3, QStringLiteral("good"));
    QCOMPARE(shares.next(), std::optional<quint64>(2));
    shares.remove(2);
    QCOMPARE(shares.next(), std::optional<quint64>(3));
}

/// Connections of a trusted proxy, during an attack from elsewhere.
void SharesTest::unknownAddressesCountAlone()
{
    Shares shares;
    for (quint64 entry = 1; entry < 100; ++entry)
        shares.add(entry, {});
    shares.add(100, QStringLiteral("bad"));
    shares.add(101, QStringLiteral("bad"));
    QCOMPARE(shares.next(), std::optional<quint64>(100));
    shares.remove(100);
    QCOMPARE(shares.next(), std::optional<quint64>(1)); // among equals, as without shares
}

void SharesTest::manyAddressesOfOneNetwork()
{
    Shares shares;
    shares.add(1, QStringLiteral("192.0.2.1"));
    for (quint64 entry = 2; entry < 2 + networkShare; ++entry)
        shares.add(entry, QStringLiteral("2001:db8:7:%1::/64").arg(entry, 0, 16));
    QCOMPARE(shares.next(), std::optional<quint64>(1)); // eight addresses hold one each: nobody has too much
    shares.add(20, QStringLiteral("2001:db8:7:20::/64"));
    QCOMPARE(shares.next(), std::optional<quint64>(2));
    shares.add(21, QStringLiteral("192.0.2.1"));
    QCOMPARE(shares.next(), std::optional<quint64>(1));
}

void SharesTest::networks()
{
    QCOMPARE(networkOf(QStringLiteral("2001:db8:1:2::/64")), QStringLiteral("2001:db8:1::/48"));
    QCOMPARE(networkOf(QStringLiteral("2001:0:0:0::/64")), QStringLiteral("2001:0:0::/48"));
    for (const char* own : {"192.0.2.1", "::1", "", "#7"})
        QCOMPARE(networkOf(QString::fromLatin1(own)), QString::fromLatin1(own));
}

void SharesTest::asAPlainSearchFinds()
{
    test::Random random;
    for (const auto which : {Shares::GivesWay::Oldest, Shares::GivesWay::Newest}) {
        Shares shares(which);
        std::map<quint64, QString> entries;
        const auto search = [&] {
            std::map<QString, int> held;
            for (const auto& [entry, address] : entries)
                ++held[address];
            std::optional<quint64> found;
            for (const auto& [entry, address] : entries) {
                const int most = found ? held[entries.at(*found)] : 0;
                if (held[address] > most || (held[address] == most && which == Shares::GivesWay::Newest))
                    found = entry;
            }
            return found;
        };
        for (quint64 step = 1; step < 2'000; ++step) {
            if (random.chance(3) && !entries.empty()) {
                auto gone = std::next(entries.begin(), random.below(int(entries.size())));
                shares.remove(gone->first);
                entries.erase(gone);
            } else {
                const auto address = QString::number(random.below(1 + random.below(20)));
                shares.add(step, address);
                entries.emplace(step, address);
            }
            QCOMPARE(shares.next(), search());
            QCOMPARE(shares.count(), qint64(entries.size()));
        }
    }
}

} // namespace parlance

using parlance::SharesTest;
PARLANCE_SUITE(shares, SharesTest)
#include "shares_test.moc"
