#include "models/people.h"
#include "support/goldentext.h"
#include "support/suite.h"

#include <QTest>

namespace parlance::client {

using namespace Qt::StringLiterals;

/// People look alike in the page and in the desktop app: tests/web/unit/people.test.mjs has the same cases.
class PeopleTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void wordsOfNames();
    void hues_data() { test::addTextCases("people.json", "hues"_L1); }
    void hues();
    void letters_data() { test::addTextCases("people.json", "initials"_L1); }
    void letters();
    void tags_data() { test::addTextCases("people.json", "tags"_L1); }
    void tags();
};

/// As the server has them: server/domain/namesbyword.cpp.
void PeopleTest::wordsOfNames()
{
    const QString name = QStringLiteral("Anna-Maria d'Österreich van Dam");
    for (const char16_t* typed : {u"", u"an", u"ANNA", u"mar", u"öst", u"van d", u"van dam"})
        QVERIFY2(hasWordBeginning(name, QString::fromUtf16(typed)), qPrintable(QString::fromUtf16(typed)));
    for (const char16_t* typed : {u"nna", u"aria", u"reich", u"dam v"})
        QVERIFY2(!hasWordBeginning(name, QString::fromUtf16(typed)), qPrintable(QString::fromUtf16(typed)));
}

void PeopleTest::hues()
{
    QFETCH(QJsonObject, golden);
    QCOMPARE(hueOf(UserId(golden["id"_L1].toString().toLatin1())), golden["hue"_L1].toInt());
}

void PeopleTest::letters()
{
    QFETCH(QJsonObject, golden);
    QCOMPARE(initials(golden["name"_L1].toString()), golden["initials"_L1].toString());
}

void PeopleTest::tags()
{
    QFETCH(QJsonObject, golden);
    std::map<UserId, QString> present;
    for (const QJsonValue user : golden["users"_L1].toArray())
        present[UserId(user[0].toString().toLatin1())] = user[1].toString();
    const UserId user(golden["id"_L1].toString().toLatin1());
    QCOMPARE(tagOf(user, golden["name"_L1].toString(), present), golden["tag"_L1].toString());
}

} // namespace parlance::client

using parlance::client::PeopleTest;
PARLANCE_SUITE(people, PeopleTest)
#include "people_test.moc"
