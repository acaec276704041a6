#include "support/suite.h"
#include "text/names.h"

#include <QTest>

namespace parlance {

using namespace Qt::StringLiterals;

class NamesTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void accepted_data();
    void accepted();
    void refused_data();
    void refused();
    void lengthCountsCodePointsAfterNormalising();
    void cutNamesAreCutAfterNormalising();
    void aNormalNameStaysAsItIs();
    void peopleAndRoomsHaveTheirOwnLimits();
    void equalInEveryWayOnceParsed();
};

void NamesTest::accepted_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("kept");
    QTest::newRow("plain") << u"ann"_s << u"ann"_s;
    QTest::newRow("trimmed") << u" \t ann lee\u00a0\n"_s << u"ann lee"_s;
    QTest::newRow("composed") << u"Ame\u0301lie"_s << u"Am\u00e9lie"_s;
    QTest::newRow("hangul") << u"\u1112\u1161\u11ab"_s << u"\ud55c"_s;
    QTest::newRow("singleton") << u"\u212bngstr\u00f6m"_s << u"\u00c5ngstr\u00f6m"_s;
    QTest::newRow("emoji") << u"\U0001F44B bob"_s << u"\U0001F44B bob"_s;
    QTest::newRow("emoji style") << u"i \u2764\ufe0f ann"_s << u"i \u2764\ufe0f ann"_s;
    QTest::newRow("right to left") << u"\u05d3\u05e0\u05d9"_s << u"\u05d3\u05e0\u05d9"_s;
    QTest::newRow("devanagari marks") << u"\u0915\u094d\u0937\u093f"_s << u"\u0915\u094d\u0937\u093f"_s;
    QTest::newRow("four marks") << u"z\u0334\u0321\u035b\u0489"_s << u"z\u0334\u0321\u035b\u0489"_s;
    QTest::newRow("markup") << u"<img src=x onerror=1>"_s << u"<img src=x onerror=1>"_s;
}

void NamesTest::accepted()
{
    QFETCH(QString, typed);
    QFETCH(QString, kept);
    const auto name = normalName(typed, maxUserName);
    QVERIFY2(name, name ? "" : qPrintable(name.error().message));
    QCOMPARE(*name, kept);
}

void NamesTest::refused_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("message");
    const auto without = [](const char* code) {
        return QStringLiteral("must not contain the character %1; leave it out").arg(QLatin1String(code));
    };
    QTest::newRow("empty") << QString() << u"must not be empty"_s;
    QTest::newRow("blank") << u" \u3000\t"_s << u"must not be empty"_s;
    QTest::newRow("null") << QString(QChar(0)) + u'a' << without("U+0000");
    QTest::newRow("newline") << u"a\nb"_s << without("U+000A");
    QTest::newRow("delete") << u"a\u007fb"_s << without("U+007F");
    QTest::newRow("c1") << u"a\u0085b"_s << without("U+0085");
    QTest::newRow("right-to-left override") << u"a\u202egnp.exe"_s << without("U+202E");
    QTest::newRow("isolate") << u"a\u2066b"_s << without("U+2066");
    QTest::newRow("left-to-right mark") << u"a\u200eb"_s << without("U+200E");
    QTest::newRow("arabic letter mark") << u"a\u061cb"_s << without("U+061C");
    QTest::newRow("zero-width space") << u"a\u200bb"_s << without("U+200B");
    QTest::newRow("zero-width joiner") << u"a\u200db"_s << without("U+200D");
    QTest::newRow("word joiner") << u"a\u2060b"_s << without("U+2060");
    QTest::newRow("byte order mark") << u"a\ufeffb"_s << without("U+FEFF");
    QTest::newRow("soft hyphen") << u"a\u00adb"_s << without("U+00AD");
    QTest::newRow("line separator") << u"a\u2028b"_s << without("U+2028");
    QTest::newRow("hangul filler") << u"\u3164"_s << without("U+3164");
    QTest::newRow("braille blank") << u"a\u2800b"_s << without("U+2800");
    QTest::newRow("grapheme joiner") << u"a\u034fb"_s << without("U+034F");
    QTest::newRow("tag") << u"a\U000E0041b"_s << without("U+E0041");
    QTest::newRow("private use") << u"a\ue000b"_s << without("U+E000");
    QTest::newRow("noncharacter") << u"a\U0010FFFFb"_s << without("U+10FFFF");
    QTest::newRow("invisible variation") << u"ann\ufe0f"_s << without("U+FE0F");
    QTest::newRow("variation supplement") << u"ann\U000E0100"_s << without("U+E0100");
    QTest::newRow("mongolian variation") << u"\u1820\u180b"_s << without("U+180B");
    QTest::newRow("tower of five marks") << u"z\u0334\u0321\u035b\u0489\u0337"_s << without("U+0337");
}

void NamesTest::refused()
{
    QFETCH(QString, typed);
    QFETCH(QString, message);
    const auto name = normalName(typed, maxUserName);
    QVERIFY(!name);
    QCOMPARE(name.error().code, ErrorCode::BadRequest);
    QCOMPARE(name.error().message, message);
}

void NamesTest::lengthCountsCodePointsAfterNormalising()
{
    const QString wave = u"\U0001F44B"_s;
    const QString accented = u"e\u0301"_s;
    QVERIFY(UserName::parse(wave.repeated(32)));
    QVERIFY(UserName::parse(accented.repeated(32)));
    QVERIFY(UserName::parse(u' ' + QString(32, u'x') + u' '));
    const auto tooLong = UserName::parse(wave.repeated(33));
    QVERIFY(!tooLong);
    QCOMPARE(tooLong.error().code, ErrorCode::TooLong);
    QCOMPARE(tooLong.error().message, u"is longer than 32 characters"_s);
}

void NamesTest::cutNamesAreCutAfterNormalising()
{
    QCOMPARE(UserName::parseCut(QString(40, u'x'))->text(), QString(32, u'x'));
    // Composes to half as many code points: nothing is to be cut.
    QCOMPARE(UserName::parseCut(u"e\u0301"_s.repeated(32))->text(), u"\u00e9"_s.repeated(32));
    // Normal form C takes this letter apart into two.
    const auto apart = UserName::parseCut(u"\u0958"_s.repeated(32));
    QVERIFY(apart);
    QCOMPARE(apart->text(), u"\u0915\u093c"_s.repeated(16));
    // The cut may leave white space at the end.
    QCOMPARE(UserName::parseCut(QString(31, u'x') + u" yyy"_s)->text(), QString(31, u'x'));
    QVERIFY(!UserName::parseCut(u"  "));
}

void NamesTest::aNormalNameStaysAsItIs()
{
    for (const QString& typed : {u"Ame\u0301lie \U0001F44B"_s, u"\u0958\u0959"_s, u"\ufb2c"_s}) {
        const auto once = RoomName::parse(typed);
        QVERIFY(once);
        QCOMPARE(RoomName::parse(once->text())->text(), once->text());
    }
}

void NamesTest::peopleAndRoomsHaveTheirOwnLimits()
{
    QVERIFY(!UserName::parse(QString(33, u'x')));
    QVERIFY(RoomName::parse(QString(64, u'x')));
    QVERIFY(!RoomName::parse(QString(65, u'x')));
}

void NamesTest::equalInEveryWayOnceParsed()
{
    const auto composed = *RoomName::parse(u"caf\u00e9");
    const auto decomposed = *RoomName::parse(u" cafe\u0301 ");
    QVERIFY(composed == decomposed);
    QCOMPARE(std::hash<RoomName>()(composed), std::hash<RoomName>()(decomposed));
    QVERIFY(!(composed < decomposed) && !(decomposed < composed));
    QVERIFY(*RoomName::parse(u"a") < *RoomName::parse(u"b"));
    QVERIFY(RoomName().isEmpty());
}

} // namespace parlance

using parlance::NamesTest;
PARLANCE_SUITE(names, NamesTest)
#include "names_test.moc"
