#include "desktop/raiserequest.h"
#include "support/suite.h"

#include <QTest>

namespace parlance::client {

/// The few bytes that one program tells another. What reads them takes them from anybody of the account.
class RaiseRequestTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void thereAndBack_data();
    void thereAndBack();
    void leftOut();
    void refused_data();
    void refused();
    void everyPrefixIsRefused();
    void theLargestFits();
};

namespace {

const QByteArray head = "parlance-raise 1\n";

} // namespace

void RaiseRequestTest::thereAndBack_data()
{
    QTest::addColumn<QStringList>("links");
    QTest::addColumn<QString>("token");
    QTest::addColumn<DesktopAction>("action");
    QTest::addColumn<QByteArray>("bytes");
    const auto link = QStringLiteral("parlance://chat.example/general?m=1");
    QTest::newRow("only to the front") << QStringList() << QString() << DesktopAction::None << head + "\n";
    QTest::newRow("token") << QStringList() << QStringLiteral("xdg-1_TIME3") << DesktopAction::None
                           << head + "token xdg-1_TIME3\n\n";
    QTest::newRow("link") << QStringList(link) << QString() << DesktopAction::None
                          << head + "link " + link.toUtf8() + "\n\n";
    QTest::newRow("action") << QStringList() << QString() << DesktopAction::Quit << head + "do quit\n\n";
    QTest::newRow("all") << QStringList{link, QStringLiteral("link ü")} << QStringLiteral("t 1")
                         << DesktopAction::AddServer
                         << head + "token t 1\ndo add-server\nlink " + link.toUtf8() + "\nlink link \xc3\xbc\n\n";
}

void RaiseRequestTest::thereAndBack()
{
    QFETCH(const QStringList, links);
    QFETCH(const QString, token);
    QFETCH(const DesktopAction, action);
    const RaiseRequest request{links, token, action};
    QVERIFY(isValid(request));
    QTEST(toBytes(request), "bytes");
    QVERIFY(toRaiseRequest(toBytes(request)) == request);
}

void RaiseRequestTest::leftOut()
{
    const auto good = QStringLiteral("parlance://a");
    const RaiseRequest request{{QString(), QStringLiteral("a\nlink b"), QString(RaiseRequest::maxLink + 1, u'a'), good},
                               QStringLiteral("a\nb")};
    QVERIFY(!isValid(request));
    QCOMPARE(toBytes(request), head + "link parlance://a\n\n");
    QCOMPARE(toBytes({QStringList(100, good), {}}).count("link"), qsizetype(RaiseRequest::maxLinks));
}

void RaiseRequestTest::refused_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("empty lines") << QByteArray("\n\n");
    QTest::newRow("another version") << QByteArray("parlance-raise 2\n\n");
    QTest::newRow("HTTP") << QByteArray("GET / HTTP/1.1\nHost: x\n\n");
    QTest::newRow("unknown word") << head + "run rm\n\n";
    QTest::newRow("word alone") << head + "link\n\n";
    QTest::newRow("empty link") << head + "link \n\n";
    QTest::newRow("empty token") << head + "token \n\n";
    QTest::newRow("token behind a link") << head + "link a\ntoken b\n\n";
    QTest::newRow("two tokens") << head + "token a\ntoken b\n\n";
    QTest::newRow("unknown action") << head + "do rm\n\n";
    QTest::newRow("no action") << head + "do \n\n";
    QTest::newRow("action behind a link") << head + "link a\ndo quit\n\n";
    QTest::newRow("empty line within") << head + "link a\n\nlink b\n\n";
    QTest::newRow("more behind the end") << head + "\nlink a\n\n";
    QTest::newRow("control character") << head + "link a\tb\n\n";
    QTest::newRow("zero byte") << head + QByteArray("link a\0b\n\n", 10);
    QTest::newRow("not UTF-8") << head + "link \xff\n\n";
    QTest::newRow("cut UTF-8") << head + "link \xc3\n\n";
    QTest::newRow("long link") << head + "link " + QByteArray(RaiseRequest::maxLink + 1, 'a') + "\n\n";
    QTest::newRow("long token") << head + "token " + QByteArray(RaiseRequest::maxToken + 1, 'a') + "\n\n";
    QTest::newRow("too many links") << head + QByteArray("link a\n").repeated(RaiseRequest::maxLinks + 1) + "\n";
    QTest::newRow("too large") << head + "link " + QByteArray(RaiseRequest::maxSize, 'a') + "\n\n";
}

void RaiseRequestTest::refused()
{
    QFETCH(const QByteArray, bytes);
    QVERIFY(!toRaiseRequest(bytes));
}

void RaiseRequestTest::everyPrefixIsRefused()
{
    const QByteArray whole = toBytes({{QStringLiteral("parlance://a"), QStringLiteral("b")}, QStringLiteral("t")});
    for (qsizetype size = 0; size < whole.size(); ++size)
        QVERIFY(!toRaiseRequest(whole.first(size)) && !isWhole(whole.first(size)));
    QVERIFY(toRaiseRequest(whole));
}

void RaiseRequestTest::theLargestFits()
{
    const RaiseRequest request{QStringList(RaiseRequest::maxLinks, QString(RaiseRequest::maxLink, u'…')),
                               QString(RaiseRequest::maxToken, u'…'), DesktopAction::AddServer}; // three bytes each
    QVERIFY(toBytes(request).size() <= RaiseRequest::maxSize);
    QVERIFY(toRaiseRequest(toBytes(request)) == request);
}

} // namespace parlance::client

using parlance::client::RaiseRequestTest;
PARLANCE_SUITE(raiserequest, RaiseRequestTest)
#include "raiserequest_test.moc"
