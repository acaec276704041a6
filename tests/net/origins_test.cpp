#include "net/origins.h"
#include "support/suite.h"

#include <QTest>

namespace parlance {

class OriginsTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void table_data();
    void table();
};

void OriginsTest::table_data()
{
    QTest::addColumn<QByteArray>("origin"); // empty: the header is absent
    QTest::addColumn<QByteArray>("host");
    QTest::addColumn<bool>("loopback");
    QTest::addColumn<bool>("proxy");
    QTest::addColumn<bool>("secure");
    QTest::addColumn<bool>("allowed");
    const auto row = [](const char* name, const char* origin, const char* host, bool loopback, bool proxy, bool allowed,
                        bool secure = false) {
        QTest::newRow(name) << QByteArray(origin) << QByteArray(host) << loopback << proxy << secure << allowed;
    };
    row("name pointed at us", "http://evil.example:3001", "evil.example:3001", false, false, false);
    row("name pointed at us, TLS in front", "https://evil.example", "evil.example", false, false, false);
    row("name pointed at us, by TLS", "https://evil.example", "evil.example", false, false, true, true);
    row("name pointed at us, through a proxy", "https://evil.example", "evil.example", false, true, true);
    row("our address", "http://192.0.2.1:3001", "192.0.2.1:3001", false, false, true);
    row("our address, IPv6", "http://[2001:db8::1]:3001", "[2001:db8::1]:3001", false, false, true);
    row("looks like an address", "http://192.0.2.1.evil.example", "192.0.2.1.evil.example", false, false, false);
    row("localhost to the network", "http://localhost:3001", "localhost:3001", false, false, true);
    row("own, with the final dot", "http://chat.example.:3001", "chat.example.:3001", false, false, true);
    row("below an own name", "http://x.chat.example", "x.chat.example", false, false, false);
    row("loopback's address by TLS", "https://evil.example:3001", "evil.example:3001", true, false, false, true);
    row("no browser", "", "chat.example", false, false, true);
    row("null", "null", "chat.example", false, false, false);
    row("own", "http://chat.example:3001", "chat.example:3001", false, false, true);
    row("own, default port", "http://chat.example", "chat.example:80", false, false, true);
    row("own, behind TLS", "https://chat.example", "chat.example", false, false, true);
    row("own, letter case", "http://CHAT.example", "chat.EXAMPLE", false, false, true);
    row("own, beyond ASCII", "http://plaudern.xn--ber-goa.example", "plaudern.xn--ber-goa.example", false, false, true);
    row("own, beyond ASCII, as Unicode", "http://plaudern.xn--mller-kva.de", "plaudern.xn--mller-kva.de", false, false,
        true);
    row("own, beyond ASCII, known by its ASCII form", "http://plaudern.xn--mller-kva.example",
        "plaudern.xn--mller-kva.example", false, false, true);
    row("another port", "http://chat.example:3002", "chat.example:3001", false, false, false);
    row("suffix", "http://chat.example.evil", "chat.example", false, false, false);
    row("prefix", "http://evil-chat.example", "chat.example", false, false, false);
    row("user info", "http://chat.example@evil", "chat.example", false, false, false);
    row("path", "http://chat.example/x", "chat.example", false, false, false);
    row("another scheme", "ftp://chat.example", "chat.example", false, false, false);
    row("garbage", "chat.example", "chat.example", false, false, false);
    row("configured", "https://portal.example", "chat.example", false, false, true);
    row("configured, another scheme", "http://portal.example", "chat.example", false, false, false);
    row("loopback to loopback", "http://127.0.0.1:8080", "127.0.0.1:3001", true, false, true);
    row("localhost to loopback", "http://localhost:8080", "127.0.0.1:3001", true, false, true);
    row("IPv6 to loopback", "http://[::1]:8080", "[::1]:3001", true, false, true);
    row("loopback to the network", "http://127.0.0.1:8080", "chat.example", false, false, false);
    row("stranger to loopback", "http://evil.example", "127.0.0.1:3001", true, false, false);
    row("name pointed at loopback", "http://evil.example:3001", "evil.example:3001", true, false, false);
    row("looks like loopback", "http://127.0.0.1.evil.example", "127.0.0.1:3001", true, false, false);
    row("through a proxy", "https://chat.example", "chat.example", true, true, true);
    row("stranger through a proxy", "https://evil.example", "chat.example", true, true, false);
}

void OriginsTest::table()
{
    QFETCH(QByteArray, origin);
    QFETCH(QByteArray, host);
    QFETCH(bool, loopback);
    QFETCH(bool, proxy);
    QFETCH(bool, secure);
    QFETCH(bool, allowed);
    const Origins origins({QStringLiteral("https://portal.example")},
                          {QStringLiteral("chat.example"), QStringLiteral("plaudern.über.example"),
                           QStringLiteral("plaudern.xn--mller-kva.example"),
                           QStringLiteral("plaudern.xn--mller-kva.de")});
    const auto header = origin.isEmpty() ? std::nullopt : std::optional<QByteArrayView>(origin);
    QCOMPARE(origins.allows({header, QByteArrayView(host), loopback, proxy, secure}), allowed);
}

} // namespace parlance

using parlance::OriginsTest;
PARLANCE_SUITE(origins, OriginsTest)
#include "origins_test.moc"
