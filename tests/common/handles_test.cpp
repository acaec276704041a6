#include "support/suite.h"
#include "text/handles.h"

#include <QTest>

namespace parlance {

using namespace Qt::StringLiterals;

class HandlesTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void accepted_data();
    void accepted();
    void refused_data();
    void refused();
    void lengthCountsCodePoints();
    void oneHandleInEverySpelling_data();
    void oneHandleInEverySpelling();
    void whatCallsEverybodyIsNobodys();
    void rowsOfMarksAreRefused();
};

void HandlesTest::accepted_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("kept");
    QTest::newRow("plain") << u"ann"_s << u"ann"_s;
    QTest::newRow("spelling is kept") << u"AnnLee"_s << u"AnnLee"_s;
    QTest::newRow("all kinds of characters") << u"a.n_n-2"_s << u"a.n_n-2"_s;
    QTest::newRow("digits alone") << u"42"_s << u"42"_s;
    QTest::newRow("separators in a row") << u"a--b__c..d"_s << u"a--b__c..d"_s;
    QTest::newRow("trimmed") << u" ann\u00a0"_s << u"ann"_s;
    QTest::newRow("composed") << u"Ame\u0301lie"_s << u"Am\u00e9lie"_s;
    QTest::newRow("greek") << u"\u03c3\u03bf\u03c6\u03af\u03b1"_s << u"\u03c3\u03bf\u03c6\u03af\u03b1"_s;
    QTest::newRow("han") << u"\u5c71\u7530"_s << u"\u5c71\u7530"_s;
    QTest::newRow("katakana with a long sound") << u"\u30ea\u30fc"_s << u"\u30ea\u30fc"_s;
    QTest::newRow("ends with a mark") << u"\u0e1b\u0e35"_s << u"\u0e1b\u0e35"_s;
    QTest::newRow("thai sara am") << u"\u0e19\u0e49\u0e33"_s << u"\u0e19\u0e49\u0e33"_s;
    QTest::newRow("persian non-joiner") << u"\u0639\u0644\u06cc\u200c\u0631\u0636\u0627"_s
                                        << u"\u0639\u0644\u06cc\u200c\u0631\u0636\u0627"_s;
    QTest::newRow("devanagari digits") << u"\u0905\u0967\u0968"_s << u"\u0905\u0967\u0968"_s;
    QTest::newRow("outside of the first plane") << u"\U00010400\U00010401"_s << u"\U00010400\U00010401"_s;
    for (const auto& free : {u"everyone"_s, u"channel"_s, u"admin"_s, u"allison"_s, u"here.now"_s})
        QTest::addRow("%s", qPrintable(free)) << free << free;
}

void HandlesTest::accepted()
{
    QFETCH(QString, typed);
    QFETCH(QString, kept);
    const auto handle = Handle::parse(typed);
    QVERIFY2(handle, handle ? "" : qPrintable(handle.error().message));
    QCOMPARE(handle->text(), kept);
    QCOMPARE(Handle::parse(kept)->text(), kept);
}

void HandlesTest::refused_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("said"); // a part of the sentence
    QTest::newRow("empty") << QString() << u"empty"_s;
    QTest::newRow("blank") << u" \u3000"_s << u"empty"_s;
    QTest::newRow("one character") << u"a"_s << u"at least 2"_s;
    QTest::newRow("one letter with a mark") << u"e\u0301"_s << u"at least 2"_s;
    QTest::newRow("sign in front") << u"@ann"_s << u"character @;"_s;
    QTest::newRow("blank within") << u"ann lee"_s << u"blanks"_s;
    QTest::newRow("wide blank within") << u"ann\u3000lee"_s << u"blanks"_s;
    for (const QChar end : u"._-"_s) {
        QTest::addRow("begins with %c", end.toLatin1()) << end + u"ann"_s << u"begin and end"_s;
        QTest::addRow("ends with %c", end.toLatin1()) << u"ann"_s + end << u"begin and end"_s;
    }
    QTest::newRow("slash") << u"ann/lee"_s << u"character /;"_s;
    QTest::newRow("colon") << u"ann:lee"_s << u"character :;"_s;
    QTest::newRow("markup") << u"<b>ann"_s << u"character <;"_s;
    QTest::newRow("emoji") << u"ann\U0001F44B"_s << u"U+1F44B"_s;
    QTest::newRow("other hyphen") << u"ann\u2010lee"_s << u"U+2010"_s;
    QTest::newRow("other dot") << u"ann\uff0elee"_s << u"U+FF0E"_s;
    QTest::newRow("keycap") << u"a1\u20e3"_s << u"U+20E3"_s;
    QTest::newRow("mark on a digit") << u"a1\u0301"_s << u"U+0301"_s;
    QTest::newRow("mark on a separator") << u"a.\u0301b"_s << u"U+0301"_s;
    QTest::newRow("mark in front") << u"\u0301ann"_s << u"U+0301"_s;
    QTest::newRow("full width") << u"\uff41nn"_s << u"U+FF41"_s;
    QTest::newRow("mathematics") << u"\U0001D41Ann"_s << u"U+1D41A"_s;
    QTest::newRow("superscript") << u"ann\u00b2"_s << u"U+00B2"_s;
    QTest::newRow("circled") << u"ann\u2460"_s << u"U+2460"_s;
    QTest::newRow("roman number") << u"ann\u2163"_s << u"U+2163"_s;
    QTest::newRow("invisible") << u"an\u200bn"_s << u"U+200B"_s;
    QTest::newRow("joiner that joins nothing") << u"an\u200dn"_s << u"U+200D"_s;
    QTest::newRow("right to left") << u"\u202eann"_s << u"U+202E"_s;
    QTest::newRow("hangul filler") << u"an\u3164"_s << u"U+3164"_s;
    QTest::newRow("null") << QString(u"an"_s + QChar(0) + u'n') << u"U+0000"_s;
    QTest::newRow("lone surrogate") << QString(u"an"_s + QChar(0xd83d)) << u"U+FFFD"_s;
}

void HandlesTest::refused()
{
    QFETCH(QString, typed);
    QFETCH(QString, said);
    const auto handle = Handle::parse(typed);
    QVERIFY(!handle);
    QCOMPARE(handle.error().code, ErrorCode::BadRequest);
    QVERIFY2(handle.error().message.contains(said), qPrintable(handle.error().message));
}

void HandlesTest::lengthCountsCodePoints()
{
    const QString deseret = u"\U00010400"_s; // two units
    QVERIFY(bool(Handle::parse(deseret.repeated(maxHandle))));
    QCOMPARE(Handle::parse(deseret.repeated(maxHandle + 1)).error().code, ErrorCode::TooLong);
    QVERIFY(bool(Handle::parse(u"e\u0301"_s.repeated(maxHandle)))); // becomes half as long
    QCOMPARE(Handle::parse(QString(1'000'000, u'a')).error().code, ErrorCode::TooLong);
}

void HandlesTest::oneHandleInEverySpelling_data()
{
    QTest::addColumn<QString>("one");
    QTest::addColumn<QString>("other");
    QTest::newRow("case") << u"AnnLee"_s << u"annlee"_s;
    QTest::newRow("sharp s") << u"stra\u00dfe"_s << u"STRASSE"_s;
    QTest::newRow("sigma") << u"\u03bd\u03af\u03ba\u03bf\u03c2"_s << u"\u039d\u03af\u03ba\u03bf\u03a3"_s;
    QTest::newRow("turkish i") << u"\u0130nan"_s << u"\u0131nan"_s;
    QTest::newRow("joiner") << u"\u0639\u0644\u06cc\u200c\u0631\u0636\u0627"_s
                            << u"\u0639\u0644\u06cc\u0631\u0636\u0627"_s;
    QTest::newRow("ligature") << u"\ufb01nn"_s << u"finn"_s;
}

void HandlesTest::oneHandleInEverySpelling()
{
    QFETCH(QString, one);
    QFETCH(QString, other);
    QVERIFY(*Handle::parse(one) != *Handle::parse(other));
    QCOMPARE(Handle::parse(one)->folded(), Handle::parse(other)->folded());
}

void HandlesTest::whatCallsEverybodyIsNobodys()
{
    for (const auto& word : {u"all"_s, u"All"_s, u"HERE"_s, u" here "_s}) {
        const auto handle = Handle::parse(word);
        QVERIFY2(!handle, qPrintable(word));
        QVERIFY(handle.error().message.contains(u"calls everybody"_s));
    }
}

/// Qt takes quadratic time to put marks in order.
void HandlesTest::rowsOfMarksAreRefused()
{
    QVERIFY(!Handle::parse(u"an"_s + QString(500'000, u'\u0301') + QString(500'000, u'\u0323')));
    QVERIFY(!Handle::parse(u"an"_s + QString(5, u'\u0334')));
}

} // namespace parlance

using parlance::HandlesTest;
PARLANCE_SUITE(handles, HandlesTest)
#include "handles_test.moc"
