#include "json/value.h"
#include "json/writer.h"
#include "protocol/codec.h"
#include "support/random.h"
#include "support/suite.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

namespace parlance::json {

using namespace Qt::StringLiterals;

class WriterTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void commasAndNesting();
    void escapes_data();
    void escapes();
    void halfAPairBecomesTheReplacementCharacter();
    void agreesWithQtOnRandomTexts();
    void noncesMayHoldQuotes();
};

namespace {

QByteArray written(const QString& text)
{
    Writer writer;
    writer.string(text);
    return writer.take();
}

/// Biased to what needs care: controls, quotes, the ends of the UTF-8 lengths, pairs.
QString randomText(test::Random& random)
{
    static constexpr std::array<char32_t, 14> edges{0,     0x1f,  0x20,   '"',    '\\',   0x7f,    0x80,
                                                    0x7ff, 0x800, 0xd7ff, 0xe000, 0xffff, 0x10000, 0x10ffff};
    QString text;
    for (int length = random.below(40); length > 0; --length) {
        char32_t point =
            random.chance(2) ? edges[size_t(random.below(int(edges.size())))] : char32_t(random.below(0x10ffff));
        if (QChar::isSurrogate(point))
            point = U'x';
        text += QString::fromUcs4(&point, 1);
    }
    return text;
}

} // namespace

void WriterTest::commasAndNesting()
{
    Writer writer;
    writer.beginObject();
    writer.key("a");
    writer.number(-5);
    writer.key("b");
    writer.beginArray();
    writer.boolean(true);
    writer.null();
    writer.beginArray();
    writer.endArray();
    writer.beginObject();
    writer.endObject();
    writer.raw("7");
    writer.endArray();
    writer.key(QStringView(u"ke\"y"));
    writer.ascii("x");
    writer.endObject();
    QCOMPARE(writer.take(), QByteArray(R"({"a":-5,"b":[true,null,[],{},7],"ke\"y":"x"})"));
}

void WriterTest::escapes_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QByteArray>("json");
    QTest::newRow("empty") << QString() << QByteArray(R"("")");
    QTest::newRow("quotes") << u"a\"b\\c"_s << QByteArray(R"("a\"b\\c")");
    QTest::newRow("white space") << u"\n\r\t"_s << QByteArray(R"("\n\r\t")");
    QTest::newRow("controls") << QString(QChar(0)) + QChar(0x1b) + QChar(0x1f) << QByteArray(R"("\u0000\u001b\u001f")");
    QTest::newRow("slash stays") << u"</script>"_s << QByteArray(R"("</script>")");
    QTest::newRow("two bytes") << u"\u00e9"_s << QByteArray("\"\xc3\xa9\"");
    QTest::newRow("three bytes") << u"\u20ac"_s << QByteArray("\"\xe2\x82\xac\"");
    QTest::newRow("four bytes") << u"\U0001F44B"_s << QByteArray("\"\xf0\x9f\x91\x8b\"");
}

void WriterTest::escapes()
{
    QFETCH(QString, text);
    QTEST(written(text), "json");
}

void WriterTest::halfAPairBecomesTheReplacementCharacter()
{
    const QByteArray replaced = "\"\xef\xbf\xbd\"";
    QCOMPARE(written(QString(QChar(0xd83d))), replaced);
    QCOMPARE(written(QString(QChar(0xdc4b))), replaced);
    QCOMPARE(written(QString(QChar(0xd83d)) + u'x'), QByteArray("\"\xef\xbf\xbdx\""));
}

void WriterTest::agreesWithQtOnRandomTexts()
{
    test::Random random;
    for (int i = 0; i < 5'000; ++i) {
        const QString text = randomText(random);
        const QByteArray array = '[' + written(text) + ']';
        const QJsonDocument qt = QJsonDocument::fromJson(array);
        QCOMPARE(qt.array().at(0).toString(), text);
        const auto own = parseObject(R"({"a":)" + written(text) + '}');
        QVERIFY(own);
        QCOMPARE(*own->find("a")->as<QString>(), text);
        const QByteArray byQt = QJsonDocument(QJsonArray{text}).toJson(QJsonDocument::Compact);
        const auto read = parseObject(R"({"a":)" + byQt + '}');
        QVERIFY(read);
        QCOMPARE(*(*read->find("a")->as<Array>())[0].as<QString>(), text);
    }
}

void WriterTest::noncesMayHoldQuotes()
{
    SentBefore sent{RoomId("a"), Nonce(R"(q"\)"), std::nullopt, 1};
    const QByteArray frame = encode(sent);
    const auto again = decodeFullEvent(frame);
    QVERIFY(again);
    QCOMPARE(std::get<SentBefore>(*again).nonce, sent.nonce);
}

} // namespace parlance::json

using parlance::json::WriterTest;
PARLANCE_SUITE(writer, WriterTest)
#include "writer_test.moc"
