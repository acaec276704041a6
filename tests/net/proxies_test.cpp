#include "net/addresses.h"
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
    void peers_data();
    void peers();
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
    QCOMPARE(client("127.0.0.1", "198.51.100.1:567"), QStringLiteral("198.51.100.1"));
    QCOMPARE(client("127.0.0.1", "[2001:db8::1]:80"), QStringLiteral("2001:db8::1"));
    QCOMPARE(client("127.0.0.1", "198.51.100.1:567, 10.1.2.3:80"), QStringLiteral("198.51.100.1"));
    QCOMPARE(client("fd00::1", "2001:db8::1"), QStringLiteral("2001:db8::1"));
    QCOMPARE(Proxies().client(QHostAddress(QHostAddress::LocalHost), QByteArrayView("198.51.100.1")).toString(),
             QStringLiteral("127.0.0.1"));
}

void ProxiesTest::mistakesAreNamed()
{
    for (const char* bad : {"nonsense", "10.0.0.0/99", "10.0.0", "1", "010.0.0.1", "0x7f.0.0.1", ""})
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

void ProxiesTest::peers_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("address"); // empty: none
    const auto row = [](const char* text, const char* address) {
        QTest::newRow(text) << QString::fromLatin1(text) << QString::fromLatin1(address);
    };
    row("192.0.2.1", "192.0.2.1");
    row("192.0.2.1:567", "192.0.2.1");
    row("2001:db8::1", "2001:db8::1");
    row("[2001:db8::1]", "2001:db8::1");
    row("[2001:db8::1]:80", "2001:db8::1");
    row("::ffff:192.0.2.1", "::ffff:192.0.2.1");
    row("fe80::1%eth0", "fe80::1");
    for (const char* bad : {"",
                            "1",
                            "1.2",
                            "1.2.3",
                            "0x7f.0.0.1",
                            "0177.0.0.1",
                            "1.2.3.256",
                            "1.2.3.4.",
                            "1.2.3.4:",
                            "1.2.3.4:x",
                            "1.2.3.4:65536",
                            "1.2.3.4:-1",
                            "[1.2.3.4]",
                            "[2001:db8::1",
                            "2001:db8::1]",
                            "[2001:db8::1]80",
                            "[2001:db8::1]:",
                            "[]",
                            "unknown",
                            "_hidden",
                            "2001:db8::g"})
        row(bad, "");
}

void ProxiesTest::peers()
{
    QFETCH(const QString, text);
    QFETCH(const QString, address);
    const QHostAddress found = parsePeer(text);
    QCOMPARE(found.isNull(), address.isEmpty());
    if (!address.isEmpty())
        QCOMPARE(found, QHostAddress(address));
}

} // namespace parlance

using parlance::ProxiesTest;
PARLANCE_SUITE(proxies, ProxiesTest)
#include "proxies_test.moc"
