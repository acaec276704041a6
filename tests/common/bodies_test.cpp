#include "support/goldentext.h"
#include "support/suite.h"
#include "text/bodies.h"

#include <QTest>

namespace parlance {

using namespace Qt::StringLiterals;

class BodiesTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void cleaned_data();
    void cleaned();
    void blank_data() { test::addTextCases("bodies.json", "blank"_L1); }
    void blank();
};

void BodiesTest::cleaned_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("kept");
    QTest::newRow("plain") << u"hi"_s << u"hi"_s;
    QTest::newRow("empty") << QString() << QString();
    QTest::newRow("only white space") << u" \n\t\u00a0"_s << QString();
    QTest::newRow("windows line ends") << u"a\r\nb\r\n\r\nc"_s << u"a\nb\n\nc"_s;
    QTest::newRow("old mac line ends") << u"a\rb\r\rc"_s << u"a\nb\n\nc"_s;
    QTest::newRow("return at the end") << u"a\r"_s << u"a"_s;
    QTest::newRow("indented code") << u"  if x:\n\ty"_s << u"  if x:\n\ty"_s;
    QTest::newRow("trailing space of a line stays") << u"a \nb"_s << u"a \nb"_s;
    QTest::newRow("controls") << QString(QChar(0)) + u"a\u001b[31mb\u007f\u0085c"_s << u"a[31mbc"_s;
    QTest::newRow("joined emoji stay") << u"\U0001F468\u200d\U0001F469"_s << u"\U0001F468\u200d\U0001F469"_s;
    QTest::newRow("bidi stays") << u"\u200f\u05d0"_s << u"\u200f\u05d0"_s;
    QTest::newRow("nothing is normalised") << u"e\u0301"_s << u"e\u0301"_s;
}

void BodiesTest::cleaned()
{
    QFETCH(QString, typed);
    QFETCH(QString, kept);
    QCOMPARE(cleanBody(typed), kept);
    QCOMPARE(cleanBody(kept), kept);
}

void BodiesTest::blank()
{
    QFETCH(QJsonObject, golden);
    const QString text = golden["text"_L1].toString();
    QCOMPARE(isBlank(text), golden["blank"_L1].toBool());
    QCOMPARE(cleanBody(text).isEmpty(), golden["blank"_L1].toBool());
}

} // namespace parlance

using parlance::BodiesTest;
PARLANCE_SUITE(bodies, BodiesTest)
#include "bodies_test.moc"
