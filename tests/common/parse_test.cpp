#include "json/value.h"
#include "support/suite.h"

#include <QElapsedTimer>
#include <QTest>

namespace parlance::json {

using namespace Qt::StringLiterals;

class ParseTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void aLongKeyIsCutInTheMessage();
    void accepted_data();
    void accepted();
    void refused_data();
    void refused();
    void depthIsLimited();
    void valuesHaveTheirKinds();
    void membersKeepTheirOrder();
    void manyMembersAreLookedThroughOnce();
    void numbersOutOfRangeTouchNothingElse();
};

namespace {

QByteArray nested(int arrays, const QByteArray& innermost = {})
{
    return R"({"a":)" + QByteArray(arrays, '[') + innermost + QByteArray(arrays, ']') + '}';
}

} // namespace

void ParseTest::accepted_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("empty object") << QByteArray("{}");
    QTest::newRow("white space around") << QByteArray(" \r\n\t{ } \n");
    QTest::newRow("same key in two objects") << QByteArray(R"({"a":{"x":1},"b":{"x":1}})");
    QTest::newRow("keys that differ in case") << QByteArray(R"({"a":1,"A":2})");
    QTest::newRow("surrogate pair escaped") << QByteArray(R"({"a":"\ud83d\udc4b"})");
    QTest::newRow("null character escaped") << QByteArray(R"({"a":"\u0000"})");
    QTest::newRow("empty key") << QByteArray(R"({"":1})");
    QTest::newRow("numbers") << QByteArray(R"({"a":[0,-0,1.5,1e3,-9223372036854775808,18446744073709551615]})");
    QTest::newRow("integers above 64 bits")
        << QByteArray(R"({"a":[18446744073709551616,-9223372036854775809,100000000000000000000000]})");
    QTest::newRow("a very long integer") << QByteArray(R"({"a":)" + QByteArray(5'000, '7') + "}");
    QTest::newRow("above a double") << QByteArray(R"({"a":[1e999,-1e999,1.5E+400],"b":1e-999})");
    QTest::newRow("above a double, beginning with 0") << QByteArray(R"({"a":[0.1e999,-0.001E400]})");
    QTest::newRow("above a double, whatever its exponent")
        << QByteArray(R"({"a":)" + QByteArray(400, '7') + R"(e-20,"b":)" + QByteArray(400, '7') + "e-380}");
    QTest::newRow("zero with a large exponent") << QByteArray(R"({"a":[0e999,0.0e999,-0E+400]})");
    QTest::newRow("long text") << QByteArray(R"({"a":")" + QByteArray(1'000'000, 'x') + R"("})");
}

void ParseTest::accepted()
{
    QFETCH(QByteArray, text);
    const auto object = parseObject(text);
    QVERIFY2(object, object ? "" : qPrintable(object.error().message));
}

void ParseTest::refused_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<ErrorCode>("code");
    const auto invalid = [](const char* name, const QByteArray& text) {
        QTest::newRow(name) << text << ErrorCode::InvalidJson;
    };
    invalid("empty", "");
    invalid("blank", "  \n");
    invalid("word", "hello");
    invalid("a point behind a number that is too large", R"({"a":1e999.5})");
    invalid("two exponents", R"({"a":1e999e5})");
    invalid("no digit between point and exponent", R"({"a":1.e999})");
    invalid("half an object", R"({"a":1)");
    invalid("trailing bytes", R"({"a":1} x)");
    invalid("two objects", R"({"a":1}{"b":2})");
    invalid("trailing comma", R"({"a":1,})");
    invalid("single quotes", "{'a':1}");
    invalid("comment", R"({"a":1/**/})");
    invalid("byte order mark", "\xef\xbb\xbf{}");
    invalid("null character behind", QByteArray("{}\0", 3));
    invalid("invalid UTF-8", "{\"a\":\"\xff\"}");
    invalid("overlong UTF-8", "{\"a\":\"\xc0\xaf\"}");
    invalid("cut UTF-8", "{\"a\":\"\xe2\x82\"}");
    invalid("surrogate in UTF-8", "{\"a\":\"\xed\xa0\x80\"}");
    invalid("pair in UTF-8", "{\"a\":\"\xed\xa0\xbd\xed\xb1\x8b\"}");
    invalid("lone high surrogate", R"({"a":"\ud83d"})");
    invalid("lone high surrogate before text", R"({"a":"\ud83dx"})");
    invalid("lone high surrogate before an escape", R"({"a":"\ud83d\n"})");
    invalid("two high surrogates", R"({"a":"\ud83d\ud83d"})");
    invalid("lone low surrogate", R"({"a":"\udc4b"})");
    invalid("pair in the wrong order", R"({"a":"\udc4b\ud83d"})");
    invalid("lone surrogate in a key", R"({"\udc4b":1})");
    invalid("bad escape", R"({"a":"\x41"})");
    invalid("control character", "{\"a\":\"\n\"}");
    invalid("leading zero", R"({"a":01})");
    invalid("plus", R"({"a":+1})");
    invalid("bare fraction", R"({"a":.5})");
    invalid("not a number", R"({"a":NaN})");
    invalid("duplicate key", R"({"a":1,"a":1})");
    invalid("duplicate key, escaped", R"({"a":1,"\u0061":2})");
    invalid("duplicate key, deep", R"({"a":[{"b":{"c":1,"d":2,"c":3}}]})");
    const auto bad = [](const char* name, const QByteArray& text) {
        QTest::newRow(name) << text << ErrorCode::BadRequest;
    };
    bad("array", "[]");
    bad("string", R"("a")");
    bad("number", "1");
    bad("null", "null");
    bad("deep", nested(16));
    bad("deeper", nested(1'000));
}

void ParseTest::refused()
{
    QFETCH(QByteArray, text);
    const auto object = parseObject(text);
    QVERIFY(!object);
    QTEST(object.error().code, "code");
    QVERIFY(!object.error().message.isEmpty());
}

void ParseTest::depthIsLimited()
{
    for (const char* innermost : {"", "1", "{}"}) {
        const int levels = maxDepth - 1 - (qstrcmp(innermost, "{}") == 0 ? 1 : 0);
        QVERIFY(parseObject(nested(levels, innermost)));
        const auto tooDeep = parseObject(nested(levels + 1, innermost));
        QVERIFY(!tooDeep);
        QCOMPARE(tooDeep.error().message, u"Nested deeper than 16 levels"_s);
    }
    // A parser that was refused once is as good as new.
    QVERIFY(parseObject(nested(maxDepth - 1)));
}

void ParseTest::valuesHaveTheirKinds()
{
    const auto object = parseObject(R"({"a":null,"b":true,"c":1,"d":1.5,"e":"","f":[],"g":{}})");
    QVERIFY(object);
    QStringList kinds;
    for (const auto& [key, value] : object->members)
        kinds << value.kind();
    const QStringList wanted{u"null"_s,     u"a boolean"_s, u"a number"_s, u"a number"_s,
                             u"a string"_s, u"an array"_s,  u"an object"_s};
    QCOMPARE(kinds, wanted);
    QCOMPARE(*object->find("c")->as<qint64>(), 1);
    QCOMPARE(*object->find("d")->as<double>(), 1.5);
    QVERIFY(!object->find("h"));
    const auto text = parseObject(R"({"a":"\ud83d\udc4b \u0000 é"})");
    QCOMPARE(*text->find("a")->as<QString>(), u"\U0001F44B "_s + QChar(0) + u" \u00e9"_s);
    const auto marks = parseObject("{\"a\":\"\\ufeffx\",\"b\":\"\xef\xbb\xbf\xef\xbb\xbf\"}");
    QCOMPARE(*marks->find("a")->as<QString>(), u"\ufeffx"_s);
    QCOMPARE(*marks->find("b")->as<QString>(), u"\ufeff\ufeff"_s);
}

void ParseTest::membersKeepTheirOrder()
{
    const auto object = parseObject(R"({"z":1,"a":2,"m":3})");
    QByteArray order;
    for (const auto& [key, value] : object->members)
        order += key;
    QCOMPARE(order, QByteArray("zam"));
}

/// A frame of 64 KiB has room for thousands of keys. Comparing each with each took 70 s for these frames under
/// sanitizers; sorting takes two.
void ParseTest::manyMembersAreLookedThroughOnce()
{
    QByteArray text = "{";
    for (int i = 0; text.size() < 64 * 1024 - 20; ++i)
        text += '"' + QByteArray::number(i) + "\":0,";
    const QByteArray distinct = text + R"("x":0})";
    const QByteArray twice = text + R"("17":0})";
    QElapsedTimer timer;
    timer.start();
    for (int i = 0; i < 50; ++i) {
        QVERIFY(parseObject(distinct));
        const auto object = parseObject(twice);
        QVERIFY(!object);
        QCOMPARE(object.error().message, u"Key \"17\" comes twice"_s);
    }
    QVERIFY2(timer.elapsed() < 10'000, qPrintable(QString::number(timer.elapsed())));
}

void ParseTest::aLongKeyIsCutInTheMessage()
{
    const QByteArray key = '"' + QByteArray(20'000, 'k') + R"(":0)";
    const auto object = parseObject('{' + key + ',' + key + '}');
    QVERIFY(!object);
    QVERIFY(object.error().message.size() < 100);
}

/// They are floating-point numbers, so no field for an integer takes them; what is in strings stays as it is.
void ParseTest::numbersOutOfRangeTouchNothingElse()
{
    const auto object =
        parseObject(R"({"a\"18446744073709551616":"99999999999999999999, \\","big":99999999999999999999,"n":7})");
    QVERIFY(object);
    QCOMPARE(object->members.size(), size_t(3));
    QCOMPARE(object->members[0].first, QByteArray(R"(a"18446744073709551616)"));
    QCOMPARE(*object->members[0].second.as<QString>(), QStringLiteral("99999999999999999999, \\"));
    QVERIFY(object->members[1].second.as<double>());
    QCOMPARE(*object->members[2].second.as<qint64>(), 7);
}

} // namespace parlance::json

using parlance::json::ParseTest;
PARLANCE_SUITE(parse, ParseTest)
#include "parse_test.moc"
