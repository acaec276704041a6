#include "protocol/codec.h"
#include "support/suite.h"

#include <QTest>

namespace parlance {

using namespace Qt::StringLiterals;

class CodecTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void theEnvelopeIsKnownBeforeTheRequest();
    void plainAndFullSpeakDifferentTypes();
    void errorCodes_data();
    void errorCodes();
    void anEventOfTheFutureMovesThePositionOn();
    void anUnknownTypeWithoutAPositionIsAnError();
    void longUnknownTypesAreCutInTheMessage();
    void namesAreNormalisedOnTheWayIn();
    void namesOfPlainClientsAreNotTouched();
};

namespace {

Result<FullRequest> request(const QByteArray& frame)
{
    const auto envelope = decodeEnvelope(frame);
    if (!envelope)
        return envelope.error();
    return decodeFullRequest(*envelope);
}

} // namespace

void CodecTest::theEnvelopeIsKnownBeforeTheRequest()
{
    const auto envelope = decodeEnvelope(R"({"nonce":"n-1","ref":"7","type":"message","room":5})");
    QVERIFY(envelope);
    QCOMPARE(envelope->type, u"message"_s);
    QCOMPARE(*envelope->ref, u"7"_s);
    QCOMPARE(envelope->nonce->text(), QByteArray("n-1"));
    QVERIFY(!decodeFullRequest(*envelope));
}

void CodecTest::plainAndFullSpeakDifferentTypes()
{
    const auto envelope = decodeEnvelope(R"({"type":"join","username":"ann","room":"general"})");
    const auto plainJoin = decodePlainRequest(*envelope);
    QVERIFY(plainJoin);
    QCOMPARE(std::get<plain::Join>(*plainJoin).username, u"ann"_s);
    const auto fullJoin = decodeFullRequest(*envelope);
    QVERIFY(fullJoin);
    QVERIFY(std::get<JoinRoom>(*fullJoin).room == RoomId("general"));
    QCOMPARE(decodePlainRequest(*decodeEnvelope(R"({"type":"hello"})")).error().code, ErrorCode::UnknownType);
}

void CodecTest::errorCodes_data()
{
    QTest::addColumn<QByteArray>("frame");
    QTest::addColumn<ErrorCode>("code");
    QTest::newRow("not JSON") << QByteArray("hi") << ErrorCode::InvalidJson;
    QTest::newRow("no object") << QByteArray("[1]") << ErrorCode::BadRequest;
    QTest::newRow("no type") << QByteArray("{}") << ErrorCode::BadRequest;
    QTest::newRow("unknown type") << QByteArray(R"({"type":"dance"})") << ErrorCode::UnknownType;
    QTest::newRow("an event") << QByteArray(R"({"type":"welcome"})") << ErrorCode::UnknownType;
    QTest::newRow("missing field") << QByteArray(R"({"type":"leave"})") << ErrorCode::BadRequest;
    QTest::newRow("long name") << QByteArray(R"({"type":"rename","name":")" + QByteArray(33, 'x') + R"("})")
                               << ErrorCode::TooLong;
    QTest::newRow("long ref") << QByteArray(R"({"type":"ping","ref":")" + QByteArray(65, 'x') + R"("})")
                              << ErrorCode::TooLong;
    QTest::newRow("long nonce") << QByteArray(R"({"type":"message","nonce":")" + QByteArray(65, 'x') + R"("})")
                                << ErrorCode::BadRequest;
}

void CodecTest::errorCodes()
{
    QFETCH(QByteArray, frame);
    const auto decoded = request(frame);
    QVERIFY(!decoded);
    QTEST(decoded.error().code, "code");
}

void CodecTest::anEventOfTheFutureMovesThePositionOn()
{
    const auto event = decodeFullEvent(R"({"type":"reacted","room":"general","seq":7,"n":5,"emoji":"x"})");
    QVERIFY(event);
    const auto* unknown = std::get_if<UnknownEvent>(&*event);
    QVERIFY(unknown);
    QCOMPARE(unknown->seq, 7);
    const auto joined = decodeFullEvent(
        R"({"type":"joined","room":"a","log":"l","name":"a","head":2,"n":1,"read":0,"topic":"","users":[],"userCount":0,)"
        R"("events":[{"type":"reacted","room":"a","seq":1,"n":0},)"
        R"({"type":"deleted","room":"a","seq":2,"n":1,"id":"m","userId":"u","timestamp":1,"nonce":"x"}]})");
    QVERIFY2(joined, joined ? "" : qPrintable(joined.error().message));
    const auto& events = *std::get<Joined>(*joined).events;
    QCOMPARE(events.size(), size_t(2));
    QVERIFY(std::holds_alternative<UnknownEvent>(events[0]));
    QVERIFY(std::holds_alternative<MessageDeleted>(events[1]));
    QCOMPARE(seqOf(events[1]), 2);
    QCOMPARE(countOf(events[0]), 0);
    QCOMPARE(roomOf(events[1]).text(), QByteArray("a"));
}

void CodecTest::anUnknownTypeWithoutAPositionIsAnError()
{
    for (const char* frame : {R"({"type":"confetti"})", R"({"type":"confetti","room":"a","seq":0,"n":0})"})
        QCOMPARE(decodeFullEvent(frame).error().code, ErrorCode::UnknownType);
    QCOMPARE(decodePlainEvent(R"({"type":"reacted","room":"a","seq":1,"n":1})").error().code, ErrorCode::UnknownType);
}

void CodecTest::longUnknownTypesAreCutInTheMessage()
{
    const auto decoded = request(R"({"type":")" + QByteArray(10'000, 'x') + R"("})");
    QVERIFY(!decoded);
    QVERIFY(decoded.error().message.size() < 100);
}

void CodecTest::namesAreNormalisedOnTheWayIn()
{
    const auto decoded = request(R"({"type":"join","name":"  cafe\u0301 "})");
    QVERIFY(decoded);
    QCOMPARE(encode(*decoded), QByteArray("{\"type\":\"join\",\"name\":\"caf\xc3\xa9\"}"));
}

void CodecTest::namesOfPlainClientsAreNotTouched()
{
    const QByteArray frame = R"({"type":"join","username":" )" + QByteArray(100, 'x') + R"(","room":""})";
    const auto decoded = decodePlainRequest(*decodeEnvelope(frame));
    QVERIFY(decoded);
    QCOMPARE(encode(*decoded), frame);
}

} // namespace parlance

using parlance::CodecTest;
PARLANCE_SUITE(codec, CodecTest)
#include "codec_test.moc"
