#include "json/read.h"
#include "protocol/codec.h"
#include "support/suite.h"

#include <QTest>

namespace parlance {

using namespace Qt::StringLiterals;

/// What a request or event is refused for, and the words that say where.
class ReadTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void requestErrors_data();
    void requestErrors();
    void eventErrors_data();
    void eventErrors();
    void boundsAreInclusive_data();
    void boundsAreInclusive();
    void wholeNumbersMayLookLikeFractions();
    void nullCountsAsAbsent();
    void unknownFieldsAreIgnored();
};

namespace {

QString errorOf(const QByteArray& frame)
{
    const auto envelope = decodeEnvelope(frame);
    if (!envelope)
        return envelope.error().message;
    const auto request = decodeFullRequest(*envelope);
    return request ? QString() : request.error().message;
}

} // namespace

void ReadTest::requestErrors_data()
{
    QTest::addColumn<QByteArray>("frame");
    QTest::addColumn<QString>("message");
    const auto row = [](const char* name, const char* frame, const char* message) {
        QTest::newRow(name) << QByteArray(frame) << QString::fromUtf8(message);
    };
    row("no type", R"({"room":"a"})", "type: is missing");
    row("type null", R"({"type":null})", "type: is missing");
    row("type a number", R"({"type":1})", "type: expected a string, got a number");
    row("type empty", R"({"type":""})", "type: must not be empty");
    row("type unknown", R"({"type":"dance"})", "Unknown type \"dance\"");
    row("ref an object", R"({"type":"ping","ref":{}})", "ref: expected a string, got an object");
    row("ref empty", R"({"type":"ping","ref":""})", "ref: must not be empty");
    row("nonce empty", R"({"type":"message","nonce":""})", "nonce: must be 1 to 64 printable ASCII characters");
    row("nonce not ASCII", R"({"type":"message","nonce":"\u00e9"})",
        "nonce: must be 1 to 64 printable ASCII characters");
    row("nonce with a control", R"({"type":"message","nonce":"a\n"})",
        "nonce: must be 1 to 64 printable ASCII characters");
    row("missing", R"({"type":"leave"})", "room: is missing");
    row("null", R"({"type":"leave","room":null})", "room: is missing");
    row("a boolean for a name", R"({"type":"join","room":true})", "room: expected a string, got a boolean");
    row("a bad name", R"({"type":"join","name":"a\u200bb"})",
        "name: must not contain the character U+200B; leave it out");
    row("a number for a boolean", R"({"type":"typing","room":"a","isTyping":1})",
        "isTyping: expected true or false, got a number");
    row("a string for a number", R"({"type":"read","room":"a","n":"1"})", "n: expected a whole number, got a string");
    row("a fraction", R"({"type":"read","room":"a","n":1.5})", "n: expected a whole number, got a number");
    row("negative", R"({"type":"read","room":"a","n":-1})", "n: must be from 0 to 9007199254740991, got -1");
    row("beyond 2^53", R"({"type":"read","room":"a","n":9007199254740992})",
        "n: must be from 0 to 9007199254740991, got 9007199254740992");
    row("far beyond", R"({"type":"read","room":"a","n":18446744073709551615})",
        "n: expected a whole number, got a number");
    row("limit", R"({"type":"history","room":"a","limit":101})", "limit: must be from 1 to 100, got 101");
    row("empty text", R"({"type":"message","room":"a","text":"","nonce":"1"})", "text: must not be empty");
    row("in an array", R"({"type":"hello","protocol":2,"client":"x","capabilities":["a",5]})",
        "capabilities[1]: expected a string, got a number");
    row("not an array", R"({"type":"hello","protocol":2,"client":"x","capabilities":{}})",
        "capabilities: expected an array, got an object");
    row("the first error of several", R"({"type":"history","room":5,"limit":0})",
        "room: expected a string, got a number");
}

void ReadTest::requestErrors()
{
    QFETCH(QByteArray, frame);
    QTEST(errorOf(frame), "message");
}

void ReadTest::eventErrors_data()
{
    QTest::addColumn<QByteArray>("frame");
    QTest::addColumn<QString>("message");
    QTest::newRow("in an object in an array")
        << QByteArray(R"({"type":"presence","room":"a","joined":[{"id":"1","username":"x"},{"id":"2"}],"left":[],)"
                      R"("userCount":1})")
        << u"joined[1].username: is missing"_s;
    QTest::newRow("in an object") << QByteArray(R"({"type":"room_joined","membership":{"room":"a","log":""}})")
                                  << u"membership.log: must be 1 to 64 printable ASCII characters"_s;
    QTest::newRow("in a map") << QByteArray(R"({"type":"heartbeat","heads":{"general":-1}})")
                              << u"heads.general: must be from 0 to 9007199254740991, got -1"_s;
    QTest::newRow("key of a map") << QByteArray(R"({"type":"heartbeat","heads":{"a\nb":1}})")
                                  << u"heads.a\nb: must be 1 to 64 printable ASCII characters"_s;
    const QByteArray joined =
        R"({"type":"joined","room":"a","log":"l","name":"a","topic":"","head":1,"n":1,"read":0,"users":[],)"
        R"("userCount":0,"events":[)";
    QTest::newRow("event without a type")
        << QByteArray(joined + R"({"room":"a","seq":1,"n":1}]})") << u"events[0]: has no type"_s;
    QTest::newRow("event of a known type") << QByteArray(joined + R"({"type":"deleted","room":"a","seq":0}]})")
                                           << u"events[0].seq: must be from 1 to 9007199254740991, got 0"_s;
    QTest::newRow("event of an unknown type")
        << QByteArray(joined + R"({"type":"moved","room":"a","seq":1}]})") << u"events[0].n: is missing"_s;
}

void ReadTest::eventErrors()
{
    QFETCH(QByteArray, frame);
    const auto event = decodeFullEvent(frame);
    QVERIFY(!event);
    QCOMPARE(event.error().code, ErrorCode::BadRequest);
    QTEST(event.error().message, "message");
}

void ReadTest::boundsAreInclusive_data()
{
    QTest::addColumn<QByteArray>("frame");
    QTest::addColumn<QString>("message");
    const auto hello = [](int length) {
        return QByteArray(R"({"type":"hello","protocol":2,"client":")" + QByteArray(length, 'x') + R"("})");
    };
    const auto topic = [](int length) {
        return QByteArray(R"({"type":"topic","room":"a","nonce":"1","text":")" + QByteArray(length, 'x') + R"("})");
    };
    const auto ref = [](int length) {
        return QByteArray(R"({"type":"ping","ref":")" + QByteArray(length, 'x') + R"("})");
    };
    QTest::newRow("client 100") << hello(100) << QString();
    QTest::newRow("client 101") << hello(101) << u"client: is longer than 100 characters"_s;
    QTest::newRow("client 0") << hello(0) << u"client: must not be empty"_s;
    QTest::newRow("topic 0") << topic(0) << QString();
    QTest::newRow("topic 300") << topic(300) << QString();
    QTest::newRow("topic 301") << topic(301) << u"text: is longer than 300 characters"_s;
    QTest::newRow("ref 64") << ref(64) << QString();
    QTest::newRow("ref 65") << ref(65) << u"ref: is longer than 64 characters"_s;
    QTest::newRow("limit 1") << QByteArray(R"({"type":"rooms","limit":1})") << QString();
    QTest::newRow("limit 100") << QByteArray(R"({"type":"rooms","limit":100})") << QString();
    QTest::newRow("limit 0") << QByteArray(R"({"type":"rooms","limit":0})") << u"limit: must be from 1 to 100, got 0"_s;
    QTest::newRow("largest number") << QByteArray(R"({"type":"read","room":"a","n":9007199254740991})") << QString();
}

void ReadTest::boundsAreInclusive()
{
    QFETCH(QByteArray, frame);
    QTEST(errorOf(frame), "message");
}

void ReadTest::wholeNumbersMayLookLikeFractions()
{
    const auto envelope = decodeEnvelope(R"({"type":"read","room":"a","n":1.2e1})");
    const auto request = decodeFullRequest(*envelope);
    QVERIFY(request);
    QCOMPARE(std::get<MarkRead>(*request).n, 12);
}

void ReadTest::nullCountsAsAbsent()
{
    const auto envelope = decodeEnvelope(R"({"type":"rooms","prefix":null,"limit":null,"ref":null})");
    QVERIFY(envelope);
    QVERIFY(!envelope->ref);
    const auto request = decodeFullRequest(*envelope);
    QVERIFY(request);
    QVERIFY(!std::get<ListRooms>(*request).contains);
    QVERIFY(!std::get<ListRooms>(*request).limit);
}

void ReadTest::unknownFieldsAreIgnored()
{
    QCOMPARE(errorOf(R"({"x":[1,{"y":null}],"type":"ping","nonsense":true})"), QString());
}

} // namespace parlance

using parlance::ReadTest;
PARLANCE_SUITE(read, ReadTest)
#include "read_test.moc"
