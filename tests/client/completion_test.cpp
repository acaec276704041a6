#include "models/completion.h"
#include "support/goldentext.h"
#include "support/suite.h"

#include <QTest>

namespace parlance::client {

using namespace Qt::StringLiterals;

/// As the page's tests/web/unit/completion.test.mjs, with the same cases.
class CompletionTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void at_data() { test::addTextCases("completion.json", "at"_L1); }
    void at();
    void people_data() { test::addTextCases("completion.json", "people"_L1); }
    void people();
    void completes_data() { test::addTextCases("completion.json", "complete"_L1); }
    void completes();
    void scores_data() { test::addTextCases("completion.json", "score"_L1); }
    void scores();
    void ranks_data() { test::addTextCases("completion.json", "rank"_L1); }
    void ranks();
};

namespace {

QString textOf(const QJsonObject& golden, QLatin1StringView key)
{
    return golden[key].toString();
}

} // namespace

void CompletionTest::at()
{
    QFETCH(QJsonObject, golden);
    const auto found = completionAt(textOf(golden, "text"_L1), golden["caret"_L1].toInt());
    const QJsonValue wanted = golden["found"_L1];
    QCOMPARE(found.has_value(), !wanted.isNull());
    if (found)
        QCOMPARE((QJsonArray{QString(found->sign), found->query, found->from}), wanted.toArray());
}

void CompletionTest::people()
{
    QFETCH(QJsonObject, golden);
    std::vector<Mentionable> people;
    for (const QJsonValue person : golden["people"_L1].toArray())
        people.push_back({UserId(person[0].toString().toLatin1()), person[1].toString()});
    QJsonArray found;
    for (const Mentionable& person : completePeople(textOf(golden, "query"_L1), people))
        found << QString::fromLatin1(person.id.text());
    QCOMPARE(found, golden["found"_L1].toArray());
}

void CompletionTest::completes()
{
    QFETCH(QJsonObject, golden);
    const Completion at{u'@', {}, golden["from"_L1].toInt()};
    const Completed completed =
        complete(textOf(golden, "text"_L1), golden["caret"_L1].toInt(), at, textOf(golden, "choice"_L1));
    QCOMPARE((QJsonArray{completed.text, completed.caret}), golden["result"_L1].toArray());
}

void CompletionTest::scores()
{
    QFETCH(QJsonObject, golden);
    const double points = score(textOf(golden, "name"_L1), textOf(golden, "query"_L1));
    QVERIFY2(qAbs(points - golden["points"_L1].toDouble()) < 1e-9, qPrintable(QString::number(points)));
}

void CompletionTest::ranks()
{
    QFETCH(QJsonObject, golden);
    std::vector<QString> names;
    for (const QJsonValue name : golden["names"_L1].toArray())
        names.push_back(name.toString());
    QJsonArray ranked;
    for (const QString& name : rank(names, textOf(golden, "query"_L1), [](const QString& same) { return same; }))
        ranked << name;
    QCOMPARE(ranked, golden["ranked"_L1].toArray());
}

} // namespace parlance::client

using parlance::client::CompletionTest;
PARLANCE_SUITE(completion, CompletionTest)
#include "completion_test.moc"
