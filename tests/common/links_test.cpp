#include "support/goldentext.h"
#include "support/suite.h"
#include "text/links.h"

#include <QElapsedTimer>
#include <QTest>

namespace parlance {

using namespace Qt::StringLiterals;

class LinksTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void links_data() { test::addTextCases("links.json", "links"_L1); }
    void links();
    void isQuickWhateverComes_data();
    void isQuickWhateverComes();
    void rowsOfMarksTakeNoTime();
};

void LinksTest::links()
{
    QFETCH(QJsonObject, golden);
    const QString text = golden["text"_L1].toString();
    const QJsonArray wanted = golden["links"_L1].toArray();
    QJsonArray found;
    for (const Link& link : findLinks(text)) {
        QJsonArray one{link.start, text.mid(link.start, link.length)};
        // Where URL parsers write a target differently, the case has none.
        if (wanted.at(found.size()).toArray().size() != one.size())
            one << link.target;
        found << one;
    }
    QCOMPARE(found, wanted);
}

void LinksTest::isQuickWhateverComes_data()
{
    QTest::addColumn<QString>("text");
    for (const QLatin1StringView part :
         {"@"_L1, "@ "_L1, "http://"_L1, "http://a "_L1, "mailto:"_L1, "mailto:@ "_L1, "(www."_L1, "www.a.b "_L1,
          "h"_L1, ")"_L1, "("_L1, "."_L1, "%"_L1, "xn--"_L1, "a."_L1, "a./@"_L1})
        QTest::newRow(part.data()) << u"https://a/"_s + QString(part).repeated(100'000 / part.size()) + u')';
}

void LinksTest::isQuickWhateverComes()
{
    QFETCH(QString, text);
    QElapsedTimer timer;
    timer.start();
    static_cast<void>(findLinks(text));
    const AddressSpans addresses(text);
    for (qsizetype at = text.indexOf(u'@'); at >= 0; at = text.indexOf(u'@', at + 1))
        static_cast<void>(addresses.contain(at));
    // Fifty times the longest message takes a tenth of this with sanitizers; quadratic time would be minutes.
    QVERIFY2(timer.elapsed() < 10'000, qPrintable(QString::number(timer.elapsed())));
}

/// Qt would take more than an hour to put these marks in order. No host is so long.
void LinksTest::rowsOfMarksTakeNoTime()
{
    const QString tower = QString(500'000, u'\u0301') + QString(500'000, u'\u0323');
    QVERIFY(findLinks(u"https://a"_s + tower + u".example/ www.a"_s + tower + u".example"_s).empty());
    QCOMPARE(findLinks(u"https://a.example/"_s + tower).size(), size_t(1));
}

} // namespace parlance

using parlance::LinksTest;
PARLANCE_SUITE(links, LinksTest)
#include "links_test.moc"
