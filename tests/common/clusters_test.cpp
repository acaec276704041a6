#include "support/goldentext.h"
#include "support/suite.h"
#include "text/clusters.h"
#include "text/folding.h"

#include <QTest>

namespace parlance {

using namespace Qt::StringLiterals;

class ClustersTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void ends_data() { test::addTextCases("clusters.json", "clusters"_L1); }
    void ends();
    void cutToSoManyUnits_data() { test::addTextCases("clusters.json", "cuts"_L1); }
    void cutToSoManyUnits();
    void cutToSoManyCodePoints_data();
    void cutToSoManyCodePoints();
    void foldedForComparing_data() { test::addTextCases("folding.json", "folded"_L1); }
    void foldedForComparing();
};

void ClustersTest::ends()
{
    QFETCH(QJsonObject, golden);
    const QString text = golden["text"_L1].toString();
    QJsonArray found;
    for (qsizetype at = 0; at < text.size(); found << at)
        at = clusterEnd(text, at);
    QCOMPARE(found, golden["ends"_L1].toArray());
    QCOMPARE(firstCluster(text), QStringView(text).first(found.isEmpty() ? 0 : found.first().toInt()));
}

void ClustersTest::cutToSoManyUnits()
{
    QFETCH(QJsonObject, golden);
    QCOMPARE(cutToUnits(golden["text"_L1].toString(), golden["most"_L1].toInt()), golden["cut"_L1].toString());
}

void ClustersTest::cutToSoManyCodePoints_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("points");
    QTest::addColumn<QString>("cut");
    QTest::newRow("shorter") << u"abc"_s << 5 << u"abc"_s;
    QTest::newRow("equal") << u"abc"_s << 3 << u"abc"_s;
    QTest::newRow("longer") << u"abc"_s << 2 << u"ab"_s;
    QTest::newRow("pairs") << u"\U0001F44B\U0001F44Bx"_s << 1 << u"\U0001F44B"_s;
    QTest::newRow("pair at the end") << u"x\U0001F44B"_s << 2 << u"x\U0001F44B"_s;
    QTest::newRow("nothing") << u"abc"_s << 0 << QString();
    QTest::newRow("half a pair at the end") << QString(u'x') + QChar(0xd83d) << 2 << QString(u'x') + QChar(0xd83d);
    QTest::newRow("before a mark") << u"xe\u0301"_s << 2 << u"x"_s;
    QTest::newRow("within a flag") << u"x\U0001F1E9\U0001F1EAy"_s << 2 << u"x"_s;
    QTest::newRow("within joined emoji") << u"x\U0001F469\u200d\U0001F4BB"_s << 3 << u"x"_s;
    QTest::newRow("within the first") << u"\U0001F469\u200d\U0001F4BB"_s << 1 << u"\U0001F469"_s;
}

void ClustersTest::cutToSoManyCodePoints()
{
    QFETCH(QString, text);
    QFETCH(int, points);
    QTEST(cutToCodePoints(text, points), "cut");
}

void ClustersTest::foldedForComparing()
{
    QFETCH(QJsonObject, golden);
    const QString text = golden["text"_L1].toString();
    const QString wanted = golden["folded"_L1].toString();
    QCOMPARE(folded(text), wanted);
    QString byClusters;
    for (qsizetype at = 0; at < text.size();)
        at = foldCluster(text, at, byClusters);
    QCOMPARE(byClusters, wanted);
    QCOMPARE(folded(wanted), wanted);
}

} // namespace parlance

using parlance::ClustersTest;
PARLANCE_SUITE(clusters, ClustersTest)
#include "clusters_test.moc"
