#include "net/proxies.h"
#include "support/suite.h"

#include <QTest>

namespace parlance {

class ProxiesTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void onlyTheTrustedAreBelieved();
    void mistakesAreNamed();
    void addressKeys();
};

void ProxiesTest::onlyTheTrustedAreBelieved()
{
    const auto proxies =
        Proxies::parse({QStringLiteral("127.0.0.1"), QStringLiteral("10.0.0.0/8"), QStringLiteral("fd00::/8")});
    const auto client = [&](const char* peer, const char* header) {
        return proxies
            ->client(QHostAddress(QString::fromLatin1(peer)),
                     header ? std::optional<QByteArrayView>(header) : std::nullopt)
            .toString();
    };
    QCOMPARE(client("203.0.113.9", nullptr), QStringLiteral("203.0.113.9"));
    QCOMPARE(client("203.0.113.9", "198.51.100.1"), QStringLiteral("203.0.113.9"));
    QCOMPARE(client("127.0.0.1", "198.51.100.1"), QStringLiteral("198.51.100.1"));
    QCOMPARE(client("::ffff:127.0.0.1", "198.51.100.1"), QStringLiteral("198.51.100.1"));
    // What the client wrote itself stands to the left.
    QCOMPARE(client("127.0.0.1", "1.2.3.4, 198.51.100.1"), QStringLiteral("198.51.100.1"));
    QCOMPARE(client("127.0.0.1", "198.51.100.1, 10.1.2.3"), QStringLiteral("198.51.100.1"));
    QCOMPARE(client("127.0.0.1", "junk"), QStringLiteral("127.0.0.1"));
    QCOMPARE(client("127.0.0.1", "198.51.100.1, junk"), QStringLiteral("127.0.0.1"));
    QCOMPARE(client("fd00::1", "2001:db8::1"), QStringLiteral("2001:db8::1"));
    QCOMPARE(Proxies().client(QHostAddress(QHostAddress::LocalHost), QByteArrayView("198.51.100.1")).toString(),
             QStringLiteral("127.0.0.1"));
}

void ProxiesTest::mistakesAreNamed()
{
    for (const char* bad : {"nonsense", "10.0.0.0/99", "10.0.0", ""})
        QVERIFY2(!Proxies::parse({QString::fromLatin1(bad)}), bad);
    QVERIFY(Proxies::parse({QStringLiteral("x")}).error().message.contains(QStringLiteral("\"x\"")));
}

void ProxiesTest::addressKeys()
{
    QCOMPARE(addressKey(QHostAddress(QStringLiteral("203.0.113.9"))), QStringLiteral("203.0.113.9"));
    QCOMPARE(addressKey(QHostAddress(QStringLiteral("2001:db8:1:2:3:4:5:6"))), QStringLiteral("2001:db8:1:2::/64"));
    QCOMPARE(addressKey(QHostAddress(QStringLiteral("2001:db8::3:4:5:6"))), QStringLiteral("2001:db8:0:0::/64"));
    QCOMPARE(addressKey(QHostAddress(QStringLiteral("2001:db8:0a0b::6"))), QStringLiteral("2001:db8:a0b:0::/64"));
    QCOMPARE(addressKey(QHostAddress(QStringLiteral("::ffff:203.0.113.9"))), QStringLiteral("203.0.113.9"));
    QCOMPARE(addressKey(QHostAddress(QStringLiteral("::1"))), QStringLiteral("::1"));
}

} // namespace parlance

using parlance::ProxiesTest;
PARLANCE_SUITE(proxies, ProxiesTest)
#include "proxies_test.moc"
