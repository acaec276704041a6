#include "net/httphead.h"
#include "support/suite.h"

#include <QTest>

namespace parlance {

class HttpHeadTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void parses();
    void refuses_data();
    void refuses();
    void everyPrefixIsIncomplete();
    void limits();
    void listsMayComeInSeveralLines();
};

namespace {

int statusFor(const QByteArray& bytes)
{
    const auto parsed = parseHttpHead(bytes);
    if (const auto* refusal = std::get_if<HttpRefusal>(&parsed))
        return refusal->status;
    return std::holds_alternative<HttpHead>(parsed) ? 200 : 100;
}

} // namespace

void HttpHeadTest::parses()
{
    const QByteArray bytes = "GET /ws?x=1 HTTP/1.1\r\nHost: chat\r\nConnection: keep-alive, Upgrade\r\n"
                             "X-A:  b c \r\nX-Empty:\r\n\r\nrest";
    const auto parsed = parseHttpHead(bytes);
    const auto& head = std::get<HttpHead>(parsed);
    QCOMPARE(head.method.toByteArray(), "GET");
    QCOMPARE(head.path.toByteArray(), "/ws");
    QVERIFY(head.isHttp11);
    QCOMPARE(head.length, bytes.size() - 4);
    QCOMPARE(head.header("x-a")->toByteArray(), "b c");
    QCOMPARE(head.header("x-empty")->toByteArray(), "");
    QVERIFY(!head.header("x-b"));
    QVERIFY(head.hasToken("connection", "upgrade"));
    QVERIFY(!head.hasToken("connection", "close"));
    const QByteArray absolute = "GET http://Chat:80/ws?x HTTP/1.1\r\nHost: chat:80\r\n\r\n";
    const auto parsedAbsolute = parseHttpHead(absolute);
    QCOMPARE(std::get<HttpHead>(parsedAbsolute).path.toByteArray(), "/ws");
}

void HttpHeadTest::refuses_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("status");
    const auto row = [](const QByteArray& name, const QByteArray& bytes, int status) {
        QTest::newRow(name.constData()) << bytes << status;
    };
    const QByteArray host = "Host: a\r\n";
    const QByteArray get = "GET / HTTP/1.1\r\n" + host;
    row("fine", get + "\r\n", 200);
    row("fine, 1.0 without host", "GET / HTTP/1.0\r\n\r\n", 200);
    row("no host", "GET / HTTP/1.1\r\n\r\n", 400);
    row("two hosts", get + host + "\r\n", 400);
    row("garbage", "hello\r\n\r\n", 400);
    row("no version", "GET /\r\n\r\n", 400);
    row("version 2", "GET / HTTP/2.0\r\n" + host + "\r\n", 400);
    row("absolute form of another host", "GET http://b/ HTTP/1.1\r\n" + host + "\r\n", 400);
    row("absolute form without a path", "GET http://a HTTP/1.1\r\n" + host + "\r\n", 400);
    row("asterisk", "OPTIONS * HTTP/1.1\r\n" + host + "\r\n", 400);
    row("two spaces", "GET  / HTTP/1.1\r\n" + host + "\r\n", 400);
    row("control in the path", QByteArray("GET /\x01 HTTP/1.1\r\n") + host + "\r\n", 400);
    row("space before the colon", get + "X-A : b\r\n\r\n", 400);
    row("folded line", get + "X-A: b\r\n c\r\n\r\n", 400);
    row("bare line feed", get + "X-A: b\nX-C: d\r\n\r\n", 400);
    row("NUL in a value", get + QByteArray("X-A: b\0c\r\n\r\n", 12), 400);
    for (const auto& [name, character] : {std::pair{"CR", '\r'}, {"VT", '\v'}, {"FF", '\f'}, {"DEL", '\x7f'}}) {
        const QByteArray stray(1, character);
        row(QByteArray(name) + " before a value", get + "X-A:" + stray + " b\r\n\r\n", 400);
        row(QByteArray(name) + " in a value", get + "X-A: b" + stray + "c\r\n\r\n", 400);
        row(QByteArray(name) + " behind a value", get + "X-A: b " + stray + "\r\n\r\n", 400);
        row(QByteArray(name) + " as a value", get + "X-A:" + stray + "\r\n\r\n", 400);
    }
    row("tabs around a value", get + "X-A:\t b\t \r\n\r\n", 200);
    row("no colon", get + "X-A\r\n\r\n", 400);
    row("no name", get + ": b\r\n\r\n", 400);
    row("a body", get + "Content-Length: 5\r\n\r\n", 413);
    row("an empty body", get + "Content-Length: 0\r\n\r\n", 200);
    row("two lengths", get + "Content-Length: 0\r\nContent-Length: 0\r\n\r\n", 400);
    row("negative length", get + "Content-Length: -1\r\n\r\n", 400);
    row("length with a plus", get + "Content-Length: +1\r\n\r\n", 400);
    row("chunks", get + "Transfer-Encoding: chunked\r\n\r\n", 413);
    row("length and chunks", get + "Content-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\n", 400);
    row("two origins", get + "Origin: http://a\r\nOrigin: http://b\r\n\r\n", 400);
    row("two keys", get + "Sec-WebSocket-Key: a\r\nSec-WebSocket-Key: b\r\n\r\n", 400);
}

void HttpHeadTest::refuses()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, status);
    QCOMPARE(statusFor(bytes), status);
}

void HttpHeadTest::everyPrefixIsIncomplete()
{
    const QByteArray bytes = "GET / HTTP/1.1\r\nHost: a\r\nX-A: b\r\n\r\n";
    for (qsizetype length = 0; length < bytes.size(); ++length)
        QCOMPARE(statusFor(bytes.first(length)), 100);
}

void HttpHeadTest::limits()
{
    const QByteArray get = "GET / HTTP/1.1\r\nHost: a\r\n";
    QByteArray lines;
    for (int i = 0; i < 98; ++i)
        lines += "X: y\r\n";
    QCOMPARE(statusFor(get + lines + "\r\n"), 200);
    QCOMPARE(statusFor(get + lines + "X: y\r\n\r\n"), 431);
    const QByteArray filler = "X: " + QByteArray(maxHeadBytes - get.size() - 7, 'y');
    QCOMPARE(statusFor(get + filler + "\r\n\r\n"), 200);
    QCOMPARE(statusFor(get + filler + "y\r\n\r\n"), 431);
    QCOMPARE(statusFor(QByteArray(maxHeadBytes, 'x')), 431); // and it need not even end
}

void HttpHeadTest::listsMayComeInSeveralLines()
{
    const QByteArray bytes = "GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 1, 2\r\nx-forwarded-for:3\r\n\r\n";
    const auto head = std::get<HttpHead>(parseHttpHead(bytes));
    QCOMPARE(head.list("x-forwarded-for"), std::optional<QByteArray>("1, 2,3"));
    QVERIFY(!head.header("x-forwarded-for"));
    QCOMPARE(head.list("host"), std::optional<QByteArray>("a"));
    QVERIFY(!head.list("x"));
}

} // namespace parlance

using parlance::HttpHeadTest;
PARLANCE_SUITE(httphead, HttpHeadTest)
#include "httphead_test.moc"
