#include "support/goldentext.h"
#include "support/suite.h"
#include "text/folding.h"
#include "text/names.h"

#include <QTest>

namespace parlance {

using namespace Qt::StringLiterals;

class NamesTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void accepted_data();
    void accepted();
    void normalForms_data() { test::addTextCases("people.json", "normal"_L1); }
    void normalForms();
    void refused_data();
    void refused();
    void lengthCountsCodePointsAfterNormalising();
    void cutNamesAreCutAfterNormalising();
    void rowsOfMarksTakeNoTime();
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
    QTest::newRow("wide blank") << u"\u5c71\u7530\u3000\u592a\u90ce"_s << u"\u5c71\u7530 \u592a\u90ce"_s;
    QTest::newRow("blanks of all kinds") << u"a \u00a0\u200a\u2003\u202f\u205f\u1680b"_s << u"a b"_s;
    QTest::newRow("persian non-joiner") << u"\u0639\u0644\u06cc\u200c\u0631\u0636\u0627"_s
                                        << u"\u0639\u0644\u06cc\u200c\u0631\u0636\u0627"_s;
    QTest::newRow("non-joiner behind a vowel mark")
        << u"\u0645\u064a\u064e\u200c\u0645"_s << u"\u0645\u064a\u064e\u200c\u0645"_s;
    QTest::newRow("malayalam chillu of an older keyboard")
        << u"\u0d39\u0d30\u0d3f\u0d28\u0d4d\u200d"_s << u"\u0d39\u0d30\u0d3f\u0d7b"_s;
    QTest::newRow("khanda ta of an older keyboard") << u"\u09b8\u09a4\u09cd\u200d"_s << u"\u09b8\u09ce"_s;
    QTest::newRow("devanagari half letter") << u"\u0915\u094d\u200d\u0937"_s << u"\u0915\u094d\u200d\u0937"_s;
    QTest::newRow("devanagari without conjunct") << u"\u0915\u094d\u200c\u0937"_s << u"\u0915\u094d\u200c\u0937"_s;
    QTest::newRow("bengali ya-phalaa") << u"\u09b0\u200d\u09cd\u09af"_s << u"\u09b0\u200d\u09cd\u09af"_s;
    QTest::newRow("sinhala touching letters") << u"\u0d9a\u200d\u0dca\u0dbb"_s << u"\u0d9a\u200d\u0dca\u0dbb"_s;
    QTest::newRow("non-joiner behind a mark of a conjunct")
        << u"\u0915\u093c\u094d\u0951\u200c\u0937"_s << u"\u0915\u093c\u094d\u0951\u200c\u0937"_s;
    QTest::newRow("sinhala") << u"\u0dc1\u0dca\u200d\u0dbb\u0dd3"_s << u"\u0dc1\u0dca\u200d\u0dbb\u0dd3"_s;
    QTest::newRow("profession") << u"\U0001F469\u200d\U0001F4BB Ann"_s << u"\U0001F469\u200d\U0001F4BB Ann"_s;
    QTest::newRow("skin tone") << u"\U0001F44B\U0001F3FD"_s << u"\U0001F44B\U0001F3FD"_s;
    QTest::newRow("skin tone and profession")
        << u"\U0001F468\U0001F3FD\u200d\u2695\ufe0f"_s << u"\U0001F468\U0001F3FD\u200d\u2695\ufe0f"_s;
    QTest::newRow("joined behind emoji style")
        << u"\U0001F3F3\ufe0f\u200d\U0001F308"_s << u"\U0001F3F3\ufe0f\u200d\U0001F308"_s;
    QTest::newRow("flag") << u"\U0001F1E9\U0001F1EA Ann"_s << u"\U0001F1E9\U0001F1EA Ann"_s;
    QTest::newRow("regional flag") << u"\U0001F3F4\U000E0067\U000E0062\U000E0073\U000E0063\U000E0074\U000E007F"_s
                                   << u"\U0001F3F4\U000E0067\U000E0062\U000E0073\U000E0063\U000E0074\U000E007F"_s;
    QTest::newRow("keycap") << u"1\ufe0f\u20e3 #\ufe0f\u20e3"_s << u"1\ufe0f\u20e3 #\ufe0f\u20e3"_s;
    QTest::newRow("emoji style of punctuation") << u"\u203c\ufe0f"_s << u"\u203c\ufe0f"_s;
    QTest::newRow("newer emoji than qt") << u"\U0001FAE9"_s << u"\U0001FAE9"_s;
    QTest::newRow("notes") << u"\U0001D11E\u266b"_s << u"\U0001D11E\u266b"_s;
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

void NamesTest::normalForms()
{
    QFETCH(QJsonObject, golden);
    const QString normal = golden["normal"_L1].toString();
    QCOMPARE(normalForm(golden["text"_L1].toString()), normal);
    QCOMPARE(normalForm(normal), normal);
}

/// Characters that may not stand where they do.
struct Misplaced {
    const char* what;
    QString typed;
    const char* code;
};

std::vector<Misplaced> misplacedJoiners()
{
    return {
        {"joiner between letters", u"\u0639\u200d\u0644"_s, "U+200D"},
        {"non-joiner in latin", u"a\u200cb"_s, "U+200C"},
        {"non-joiner at the end", u"\u0639\u200c"_s, "U+200C"},
        {"non-joiner behind a letter that does not join", u"\u0627\u200c\u0628"_s, "U+200C"},
        {"two joiners", u"\u0d28\u0d4d\u200d\u200d"_s, "U+200D"},
        {"joiner behind a virama at the end", u"\u0915\u094d\u200d"_s, "U+200D"},
        {"non-joiner behind a virama at the end", u"\u0915\u094d\u200c"_s, "U+200C"},
        {"joiner of sinhala at the end", u"\u0dc1\u0dca\u200d"_s, "U+200D"},
        {"joiner behind a virama before a blank", u"\u0915\u094d\u200d \u0937"_s, "U+200D"},
        {"non-joiner behind a virama before a blank", u"\u0915\u094d\u200c \u0937"_s, "U+200C"},
        {"joiner behind a virama before a digit", u"\u0915\u094d\u200d1"_s, "U+200D"},
        {"joiner behind a virama before a vowel sign", u"\u0915\u094d\u200d\u093f"_s, "U+200D"},
        {"joiner behind a virama before another", u"\u0915\u094d\u200d\u094d\u0937"_s, "U+200D"},
        {"non-joiner behind a virama before latin", u"\u0915\u094d\u200ca"_s, "U+200C"},
        {"joiner behind a virama before another script", u"\u0915\u094d\u200d\u0995"_s, "U+200D"},
        {"joiner behind a virama of no letter", u"1\u094d\u200d\u0915"_s, "U+200D"},
        {"joiner before a virama at the end", u"\u09b0\u200d\u09cd"_s, "U+200D"},
        {"joiner before a virama of another script", u"\u09b0\u200d\u09cd\u0937"_s, "U+200D"},
        {"non-joiner between arabic and syriac", u"\u0628\u200c\u0712"_s, "U+200C"},
        {"joiner behind an emoji", u"\U0001F469\u200d"_s, "U+200D"},
        {"joiner before an emoji", u"a\u200d\U0001F4BB"_s, "U+200D"},
        {"joiner before a virama of its own", u"a\u200d\u094d"_s, "U+200D"},
        {"joiner first", u"\u200d\U0001F4BB"_s, "U+200D"},
        {"non-joiner between emoji", u"\U0001F469\u200c\U0001F4BB"_s, "U+200C"},
    };
}

std::vector<Misplaced> misplaced()
{
    return {
        {"null", QString(QChar(0)) + u'a', "U+0000"},
        {"newline", u"a\nb"_s, "U+000A"},
        {"delete", u"a\u007fb"_s, "U+007F"},
        {"c1", u"a\u0085b"_s, "U+0085"},
        {"right-to-left override", u"a\u202egnp.exe"_s, "U+202E"},
        {"isolate", u"a\u2066b"_s, "U+2066"},
        {"left-to-right mark", u"a\u200eb"_s, "U+200E"},
        {"arabic letter mark", u"a\u061cb"_s, "U+061C"},
        {"zero-width space", u"a\u200bb"_s, "U+200B"},
        {"zero-width joiner", u"a\u200db"_s, "U+200D"},
        {"word joiner", u"a\u2060b"_s, "U+2060"},
        {"byte order mark", u"a\ufeffb"_s, "U+FEFF"},
        {"soft hyphen", u"a\u00adb"_s, "U+00AD"},
        {"line separator", u"a\u2028b"_s, "U+2028"},
        {"hangul filler", u"\u3164"_s, "U+3164"},
        {"braille blank", u"a\u2800b"_s, "U+2800"},
        {"grapheme joiner", u"a\u034fb"_s, "U+034F"},
        {"tag", u"a\U000E0041b"_s, "U+E0041"},
        {"private use", u"a\ue000b"_s, "U+E000"},
        {"noncharacter", u"a\U0010FFFFb"_s, "U+10FFFF"},
        {"invisible variation", u"ann\ufe0f"_s, "U+FE0F"},
        {"variation supplement", u"ann\U000E0100"_s, "U+E0100"},
        {"mongolian variation", u"\u1820\u180b"_s, "U+180B"},
        {"text style", u"\u2764\ufe0e"_s, "U+FE0E"},
        {"emoji style twice", u"\u2764\ufe0f\ufe0f"_s, "U+FE0F"},
        {"emoji style of a digit", u"1\ufe0f"_s, "U+FE0F"},
        {"tags of no region", u"\U0001F3F4\U000E0061\U000E007F"_s, "U+E0061"},
        {"tags behind another emoji", u"\U0001F600\U000E0067\U000E0062\U000E0073\U000E0063\U000E0074\U000E007F"_s,
         "U+E0067"},
        {"half a region", u"\U0001F3F4\U000E0067\U000E0062\U000E0073"_s, "U+E0067"},
        {"beam", u"a\U0001D173b"_s, "U+1D173"},
        {"null notehead", u"a\U0001D159b"_s, "U+1D159"},
        {"object", u"a\ufffcb"_s, "U+FFFC"},
        {"hieroglyph joiner", u"a\U00013430b"_s, "U+13430"},
        {"tower of five marks", u"z\u0334\u0321\u035b\u0489\u0337"_s, "U+0337"},
    };
}

void NamesTest::refused_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("message");
    QTest::newRow("empty") << QString() << u"must not be empty"_s;
    QTest::newRow("blank") << u" \u3000\t"_s << u"must not be empty"_s;
    QTest::newRow("mark first") << u"\u0301ann"_s << u"must not begin with the character U+0301; leave it out"_s;
    const QString message = QStringLiteral("must not contain the character %1; leave it out");
    for (const auto& rows : {misplaced(), misplacedJoiners()}) {
        for (const Misplaced& each : rows)
            QTest::newRow(each.what) << each.typed << message.arg(QLatin1String(each.code));
    }
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
    // A cluster is kept or cut as a whole.
    QCOMPARE(UserName::parseCut(QString(30, u'x') + u"\U0001F469\u200d\U0001F4BB"_s)->text(), QString(30, u'x'));
    QCOMPARE(UserName::parseCut(QString(31, u'x') + u"\U0001F1E9\U0001F1EA"_s)->text(), QString(31, u'x'));
    // A joiner has nothing to join where the name was cut behind it.
    QCOMPARE(UserName::parseCut(u"\u0628"_s.repeated(31) + u"\u200c\u0628"_s)->text(), u"\u0628"_s.repeated(31));
    QCOMPARE(UserName::parseCut(QString(29, u'x') + u"\u0915\u094d\u200c\u0937"_s)->text(),
             QString(29, u'x') + u"\u0915\u094d"_s);
    // The cut may leave white space at the end.
    QCOMPARE(UserName::parseCut(QString(31, u'x') + u" yyy"_s)->text(), QString(31, u'x'));
    QVERIFY(!UserName::parseCut(u"  "));
}

/// Qt would take more than an hour to put these marks in order.
void NamesTest::rowsOfMarksTakeNoTime()
{
    const QString tower = u'a' + QString(500'000, u'\u0301') + QString(500'000, u'\u0323');
    QCOMPARE(RoomName::parse(tower).error().code, ErrorCode::TooLong);
    QVERIFY(!RoomName::parseCut(tower));
    QCOMPARE(UserName::parseCut(QString(32, u'x') + tower)->text(), QString(32, u'x'));
    QCOMPARE(normalForm(tower), tower);
    QCOMPARE(folded(tower), tower);
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
