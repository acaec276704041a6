#include "base/networks.h"
#include "net/addresscounts.h"
#include "support/suite.h"

#include <QTest>

namespace parlance {

class AddressCountsTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void addresses();
    void networks();
};

void AddressCountsTest::addresses()
{
    AddressCounts counts;
    const QString one = QStringLiteral("192.0.2.1");
    counts.add(one);
    QVERIFY(!counts.isFull(one, 2));
    counts.add(one);
    QVERIFY(counts.isFull(one, 2));
    QVERIFY(!counts.isFull(one, 0)); // no limit
    QVERIFY(!counts.isFull(QStringLiteral("192.0.2.2"), 2));
    counts.remove(one);
    counts.remove(QStringLiteral("192.0.2.2"));
    QVERIFY(!counts.isFull(one, 2));
}

/// Whoever has a /48 has 65,536 addresses of that kind.
void AddressCountsTest::networks()
{
    AddressCounts counts;
    const auto inNetwork = [](int number) { return QStringLiteral("2001:db8:7:%1::/64").arg(number, 0, 16); };
    for (int i = 0; i < 2 * networkShare; ++i) {
        QVERIFY(!counts.isFull(inNetwork(i), 2));
        counts.add(inNetwork(i));
    }
    QVERIFY(counts.isFull(inNetwork(1'000), 2));
    QVERIFY(!counts.isFull(QStringLiteral("2001:db8:8:1::/64"), 2));
    counts.remove(inNetwork(3));
    QVERIFY(!counts.isFull(inNetwork(1'000), 2));
}

} // namespace parlance

using parlance::AddressCountsTest;
PARLANCE_SUITE(addresscounts, AddressCountsTest)
#include "addresscounts_test.moc"
