#include "models/serveraddress.h"
#include "support/suite.h"

#include <QTest>

namespace parlance::client {

using namespace Qt::StringLiterals;

class ServerAddressTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void read_data();
    void read();
    void leads_data();
    void leads();
    void rowsOfMarksTakeNoTime();
    void refused_data();
    void refused();
};

namespace {

void there(const char* typed, const QString& url)
{
    QTest::newRow(typed) << url << false;
}

void here(const char* typed, const QString& url)
{
    QTest::newRow(typed) << url << true;
}

void addBare()
{
    there("example.org", u"wss://example.org/ws"_s);
    there("  Example.ORG\n", u"wss://example.org/ws"_s);
    there("example.org.", u"wss://example.org./ws"_s);
    there("chat", u"wss://chat/ws"_s);
    there("my_host-1.lan", u"wss://my_host-1.lan/ws"_s);
    there("example.org:8443", u"wss://example.org:8443/ws"_s);
    there("example.org:443", u"wss://example.org/ws"_s);
    there("example.org:80", u"wss://example.org:80/ws"_s);
    there("example.org/", u"wss://example.org/ws"_s);
    there("example.org/chat", u"wss://example.org/chat/ws"_s);
    there("192.168.1.20:3001", u"wss://192.168.1.20:3001/ws"_s);
    there("[2001:db8::1]", u"wss://[2001:db8::1]/ws"_s);
    there("[2001:db8::1]:8443", u"wss://[2001:db8::1]:8443/ws"_s);
    there("bücher.example", u"wss://xn--bcher-kva.example/ws"_s);
    there("xn--bcher-kva.example", u"wss://xn--bcher-kva.example/ws"_s);
    there("例え.jp:8443", u"wss://xn--r8jz45g.jp:8443/ws"_s);
    there("localhost.example", u"wss://localhost.example/ws"_s);
    there("127.example", u"wss://127.example/ws"_s);

    here("localhost", u"ws://localhost:3001/ws"_s);
    here("LOCALHOST", u"ws://localhost:3001/ws"_s);
    here("localhost:4000", u"ws://localhost:4000/ws"_s);
    here("localhost:80", u"ws://localhost/ws"_s);
    here("localhost:443", u"ws://localhost:443/ws"_s);
    here("127.0.0.1", u"ws://127.0.0.1:3001/ws"_s);
    here("127.8.8.8:5", u"ws://127.8.8.8:5/ws"_s);
    here("[::1]", u"ws://[::1]:3001/ws"_s);
    here("[::1]:4000", u"ws://[::1]:4000/ws"_s);
}

void addWithScheme()
{
    there("https://example.org", u"wss://example.org/ws"_s);
    there("HTTPS://example.org/", u"wss://example.org/ws"_s);
    there("https://example.org:443/", u"wss://example.org/ws"_s);
    there("https://example.org:8443/", u"wss://example.org:8443/ws"_s);
    there("http://example.org", u"ws://example.org/ws"_s);
    there("http://example.org:80", u"ws://example.org/ws"_s);
    there("http://example.org:443", u"ws://example.org:443/ws"_s);
    there("wss://example.org/ws", u"wss://example.org/ws"_s);
    there("ws://example.org", u"ws://example.org/ws"_s);
    there("parlance://example.org", u"wss://example.org/ws"_s);
    there("parlance://example.org:8443/", u"wss://example.org:8443/ws"_s);
    here("http://localhost", u"ws://localhost/ws"_s);
    here("http://127.0.0.1:3001/", u"ws://127.0.0.1:3001/ws"_s);
    here("https://localhost:8443", u"wss://localhost:8443/ws"_s);
    here("wss://[::1]/ws", u"wss://[::1]/ws"_s);
    here("parlance://localhost/general", u"ws://localhost:3001/ws"_s);
}

void addWithPath()
{
    there("https://example.org/chat", u"wss://example.org/chat/ws"_s);
    there("https://example.org/chat/", u"wss://example.org/chat/ws"_s);
    there("https://example.org/a/b//", u"wss://example.org/a/b/ws"_s);
    there("https://example.org/chat/index.html?x=/y#z", u"wss://example.org/chat/ws"_s);
    there("https://example.org/chat/ws", u"wss://example.org/chat/ws"_s);
    there("https://example.org/news", u"wss://example.org/news/ws"_s);
    there("https://example.org/a/../b", u"wss://example.org/b/ws"_s);
    there("https://example.org/caf%C3%A9/", u"wss://example.org/caf%C3%A9/ws"_s);
    there("https://example.org/café/", u"wss://example.org/caf%C3%A9/ws"_s);
    there("https://example.org?x=1", u"wss://example.org/ws"_s);
}

void refused(const QString& typed, const QString& message)
{
    QTest::addRow("%s", qPrintable(typed.left(60))) << typed << message;
}

QString noPort(const char* what)
{
    return u"%1 is no port; a number from 1 to 65535 stands behind the colon."_s.arg(QString::fromUtf8(what));
}

QString noHost(const char* what)
{
    return u"%1 is no host; enter one such as chat.example.org."_s.arg(QString::fromUtf8(what));
}

void addRefusedTexts()
{
    refused({}, u"Enter the address of a server, such as chat.example.org."_s);
    refused(u" \t\n"_s, u"Enter the address of a server, such as chat.example.org."_s);
    refused(u"exam ple.org"_s, u"An address has no spaces; leave them out."_s);
    refused(u"example.org/a b/"_s, u"An address has no spaces; leave them out."_s);
    refused(u"exam\u200bple.org"_s, u"The address contains a character that cannot be seen; type it by hand."_s);
    refused(u"exam\u202eple.org"_s, u"The address contains a character that cannot be seen; type it by hand."_s);
    refused(u"ftp://example.org"_s, u"“ftp” leads to no chat; enter https:// or nothing before the host."_s);
    refused(u"file:///etc/passwd"_s, u"“file” leads to no chat; enter https:// or nothing before the host."_s);
    refused(u"javascript://example.org"_s,
            u"“javascript” leads to no chat; enter https:// or nothing before the host."_s);
    refused(u"user:secret@example.org"_s,
            u"An address has no user name and no password; leave out everything up to the @."_s);
    refused(u"https://a@b@example.org:1/x"_s,
            u"An address has no user name and no password; leave out everything up to the @."_s);
    refused(u"example.org\\@evil"_s,
            u"An address has no user name and no password; leave out everything up to the @."_s);
    refused(u"https://example.org/{a}"_s, u"The path “/{a}” is none; enter the host without it."_s);
    refused(u"https://example.org/100%"_s, u"The path “/100%” is none; enter the host without it."_s);
    refused(u"example.org#/"_s + u"x"_s.repeated(65),
            u"The room's name in the address is longer than 64 characters."_s);
    refused(u"parlance://example.org/a%E2%80%8Bb"_s,
            u"The room's name in the address must not contain the character U+200B; leave it out."_s);
}

void addRefusedPorts()
{
    refused(u"::1"_s, u"An IPv6 address stands in brackets, such as [::1] or [2001:db8::1]:8443."_s);
    refused(u"2001:db8::1"_s, u"An IPv6 address stands in brackets, such as [::1] or [2001:db8::1]:8443."_s);
    refused(u"example.org:"_s, noPort("Nothing"));
    refused(u"example.org:0"_s, noPort("“0”"));
    refused(u"example.org:65536"_s, noPort("“65536”"));
    refused(u"example.org:http"_s, noPort("“http”"));
    refused(u"example.org:+80"_s, noPort("“+80”"));
    refused(u"[::1]:x"_s, noPort("“x”"));
    refused(u"mailto:ann"_s, noPort("“ann”"));
}

void addRefusedHosts()
{
    refused(u"https://"_s, noHost("Nothing"));
    refused(u"https:///general"_s, noHost("Nothing"));
    refused(u"://example.org"_s, noPort("Nothing"));
    refused(u":3001"_s, noHost("Nothing"));
    refused(u"#/general"_s, noHost("Nothing"));
    refused(u"/chat"_s, noHost("Nothing"));
    refused(u"exa*mple.org"_s, noHost("“exa*mple.org”"));
    refused(u"example..org"_s, noHost("“example..org”"));
    refused(u"exam%70le.org"_s, noHost("“exam%70le.org”"));
    refused(u"[::1"_s, noHost("“[::1”"));
    refused(u"[::1:"_s, noHost("“[::1:”"));
    refused(u"[hello]"_s, noHost("“[hello]”"));
    refused(u"[::1]x"_s, noHost("“[::1]x”"));
    refused(u"x"_s.repeated(300), noHost("“xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…”"));
}

} // namespace

void ServerAddressTest::read_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<bool>("loopback");
    addBare();
    addWithScheme();
    addWithPath();
}

void ServerAddressTest::read()
{
    QFETCH(QString, url);
    QFETCH(bool, loopback);
    const auto address = parseServerAddress(QString::fromUtf8(QTest::currentDataTag()));
    QVERIFY2(address, address ? "" : qPrintable(address.error().message));
    QCOMPARE(QString::fromLatin1(address->url.toEncoded()), url);
    QCOMPARE(address->isEncrypted, url.startsWith(u"wss:"));
    QCOMPARE(address->isLoopback, loopback);
}

/// Qt would take more than an hour to put these marks in order. Other programs may hand over such a link.
void ServerAddressTest::rowsOfMarksTakeNoTime()
{
    const QString tower = QString(500'000, u'\u0301') + QString(500'000, u'\u0323');
    QVERIFY(!parseServerAddress(u"parlance://a"_s + tower + u".example/general"_s));
    QVERIFY(!parseServerAddress(u"parlance://example.org/a"_s + tower));
}

void ServerAddressTest::leads_data()
{
    QTest::addColumn<QString>("room");
    QTest::addColumn<QString>("key");
    const QString none;
    const auto leads = [](const char* typed, const QString& room, const QString& key) {
        QTest::newRow(typed) << room << key;
    };
    leads("example.org", none, none);
    leads("https://example.org/#", none, none);
    leads("https://example.org/#general", none, none);
    leads("https://example.org/#/general", u"general"_s, none);
    leads("https://example.org/#/general/42", u"general"_s, none);
    leads("https://example.org/chat/#/a%20b", u"a b"_s, none);
    leads("https://example.org/#/a b", u"a b"_s, none);
    leads("https://example.org/#/%C3%BCber?key=a%26b", u"über"_s, u"a&b"_s);
    leads("https://example.org/#/?key=x", none, u"x"_s);
    leads("https://example.org/?key=x", none, none);
    leads("wss://example.org/ws#/general", u"general"_s, none);
    leads("localhost:3001/#/general", u"general"_s, none);
    leads("example.org#/general", u"general"_s, none);
    leads("parlance://example.org", none, none);
    leads("parlance://example.org/general", u"general"_s, none);
    leads("parlance://example.org/general/", u"general"_s, none);
    leads("parlance://example.org/general/42", u"general"_s, none);
    leads("PARLANCE://example.org:8443/a%2Fb?key=x", u"a/b"_s, u"x"_s);
    leads("parlance://example.org/?key=x", none, u"x"_s);
    leads("parlance://example.org/#/general", u"general"_s, none);
    leads("parlance://example.org/a%3Ab@c", u"a:b@c"_s, none);
    leads("parlance://example.org/r/2d6c9f1e-8a47", u"by id: 2d6c9f1e-8a47"_s, none);
    leads("parlance://example.org/r/2d6c9f1e-8a47/42", u"by id: 2d6c9f1e-8a47"_s, none);
    leads("https://example.org/chat/#/r/2d6c9f1e-8a47?key=x", u"by id: 2d6c9f1e-8a47"_s, u"x"_s);
    leads("parlance://example.org/r", u"r"_s, none);
    leads("parlance://example.org/r/42", u"r"_s, none);
}

void ServerAddressTest::leads()
{
    QFETCH(QString, room);
    QFETCH(QString, key);
    const auto address = parseServerAddress(QString::fromUtf8(QTest::currentDataTag()));
    QVERIFY2(address, address ? "" : qPrintable(address.error().message));
    const auto* name = address->room ? std::get_if<RoomName>(&*address->room) : nullptr;
    const auto* id = address->room ? std::get_if<RoomId>(&*address->room) : nullptr;
    QCOMPARE(name ? name->text() : id ? u"by id: "_s + QString::fromLatin1(id->text()) : QString(), room);
    QCOMPARE(address->key.value_or(QString()), key);
    QCOMPARE(address->url.fragment() + address->url.query(), QString());
    const bool isOfMessage = QByteArray(QTest::currentDataTag()).endsWith("/42");
    QCOMPARE(address->seq, isOfMessage ? 42 : 0);
}

void ServerAddressTest::refused_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("message");
    addRefusedTexts();
    addRefusedPorts();
    addRefusedHosts();
}

void ServerAddressTest::refused()
{
    QFETCH(QString, typed);
    QFETCH(QString, message);
    const auto address = parseServerAddress(typed);
    QVERIFY2(!address, address ? qPrintable(address->url.toString()) : "");
    QCOMPARE(address.error().message, message);
}

} // namespace parlance::client

using parlance::client::ServerAddressTest;
PARLANCE_SUITE(serveraddress, ServerAddressTest)
#include "serveraddress_test.moc"
