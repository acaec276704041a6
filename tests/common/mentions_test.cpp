#include "support/suite.h"
#include "text/mentions.h"

#include <QStringList>
#include <QTest>

namespace parlance {

using namespace Qt::StringLiterals;

class MentionsTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void found_data();
    void found();
    void looksAtOnlySoManyMarks();
};

namespace {

const std::vector<Mentionable> people{
    {UserId("1"), u"ann"_s}, {UserId("2"), u"Ann Lee"_s},  {UserId("3"), u"bob"_s},
    {UserId("4"), u"Bob"_s}, {UserId("5"), u"zo\u00eb"_s}, {UserId("6"), u"\U0001F44B"_s},
};

QString idsIn(QStringView text)
{
    QStringList ids;
    for (const UserId& id : findMentions(text, people))
        ids << QString::fromLatin1(id.text());
    return ids.join(u' ');
}

} // namespace

void MentionsTest::found_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("ids");
    QTest::newRow("none") << u"hello ann"_s << QString();
    QTest::newRow("one") << u"hi @ann!"_s << u"1"_s;
    QTest::newRow("at the beginning and end") << u"@ann"_s << u"1"_s;
    QTest::newRow("letter case") << u"@ANN"_s << u"1"_s;
    QTest::newRow("accent") << u"@ZO\u00cb"_s << u"5"_s;
    QTest::newRow("emoji name") << u"@\U0001F44B hi"_s << u"6"_s;
    QTest::newRow("longest wins") << u"@ann lee"_s << u"2"_s;
    QTest::newRow("longest only as a whole word") << u"@ann leeward"_s << u"1"_s;
    QTest::newRow("not inside a longer word") << u"@anna @ann_ @ann1"_s << QString();
    QTest::newRow("both of one name") << u"@bob"_s << u"3 4"_s;
    QTest::newRow("once each") << u"@ann @bob @ANN"_s << u"1 3 4"_s;
    QTest::newRow("address") << u"mail ann@bob.example"_s << QString();
    QTest::newRow("brackets") << u"(@ann),@bob"_s << u"1 3 4"_s;
    QTest::newRow("everybody") << u"hey @all"_s << u"all"_s;
    QTest::newRow("everybody as a whole word") << u"@allow @al"_s << QString();
    QTest::newRow("bare mark") << u"@ @"_s << QString();
    QTest::newRow("two marks") << u"@@ann"_s << u"1"_s;
    QTest::newRow("unknown") << u"@carol"_s << QString();
}

void MentionsTest::found()
{
    QFETCH(QString, text);
    QTEST(idsIn(text), "ids");
}

void MentionsTest::looksAtOnlySoManyMarks()
{
    const QString noise = u"@x "_s;
    QCOMPARE(idsIn(noise.repeated(maxMentions - 1) + u"@ann"_s), u"1"_s);
    QCOMPARE(idsIn(noise.repeated(maxMentions) + u"@ann"_s), QString());
}

} // namespace parlance

using parlance::MentionsTest;
PARLANCE_SUITE(mentions, MentionsTest)
#include "mentions_test.moc"
