#include "support/goldentext.h"
#include "support/suite.h"
#include "text/marks.h"

#include <QElapsedTimer>
#include <QTest>

namespace parlance {

using namespace Qt::StringLiterals;

class MarksTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void links_data() { test::addTextCases("marks.json", "links"_L1); }
    void links();
    void mentions_data() { test::addTextCases("marks.json", "mentions"_L1); }
    void mentions();
    void isQuickWhateverComes_data();
    void isQuickWhateverComes();
};

namespace {

/// [[start, shown, target]...]; without the target where the case has none, because URL parsers write it differently.
QJsonArray found(const QString& text, const QJsonArray& wanted)
{
    QJsonArray result;
    for (const Link& link : findLinks(text)) {
        QJsonArray one{link.start, text.mid(link.start, link.length)};
        if (wanted.at(result.size()).toArray().size() != one.size())
            one << link.target;
        result << one;
    }
    return result;
}

} // namespace

void MarksTest::links()
{
    QFETCH(QJsonObject, golden);
    const QJsonArray wanted = golden["links"_L1].toArray();
    QCOMPARE(found(golden["text"_L1].toString(), wanted), wanted);
}

void MarksTest::mentions()
{
    QFETCH(QJsonObject, golden);
    std::vector<Mentionable> names;
    for (const QJsonValue person : golden["names"_L1].toArray())
        names.push_back({UserId(person[0].toString().toLatin1()), person[1].toString()});
    const QString text = golden["text"_L1].toString();
    QJsonArray marks;
    for (const MentionMark& mark : markMentions(text, names))
        marks << QJsonArray{mark.start, text.mid(mark.start, mark.length), QString::fromLatin1(mark.id.text())};
    QCOMPARE(marks, golden["marks"_L1].toArray());
}

void MarksTest::isQuickWhateverComes_data()
{
    QTest::addColumn<QString>("text");
    for (const QLatin1StringView part : {"@"_L1, "@ "_L1, "http://"_L1, "http://a "_L1, "mailto:"_L1, "mailto:@ "_L1,
                                         "h"_L1, ")"_L1, "("_L1, "."_L1, "%"_L1, "xn--"_L1, "a."_L1})
        QTest::newRow(part.data()) << u"https://a/"_s + QString(part).repeated(100'000 / part.size()) + u')';
}

void MarksTest::isQuickWhateverComes()
{
    QFETCH(QString, text);
    std::vector<Mentionable> names;
    names.reserve(maxMentions);
    for (int i = 0; i < maxMentions; ++i)
        names.push_back({UserId(QByteArray::number(i)), u"@"_s.repeated(31) + QString::number(i)});
    QElapsedTimer timer;
    timer.start();
    static_cast<void>(findLinks(text));
    static_cast<void>(markMentions(text, names));
    // Fifty times the longest message takes a tenth of this with sanitizers; quadratic time would be minutes.
    QVERIFY2(timer.elapsed() < 10'000, qPrintable(QString::number(timer.elapsed())));
}

} // namespace parlance

using parlance::MarksTest;
PARLANCE_SUITE(marks, MarksTest)
#include "marks_test.moc"
