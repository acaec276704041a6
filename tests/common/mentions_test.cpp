#include "support/goldentext.h"
#include "support/suite.h"
#include "text/mentions.h"

#include <QStringList>
#include <QTest>

namespace parlance {

using namespace Qt::StringLiterals;

class MentionsTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void rowsOfMarksTakeNoTime();
    void marked_data() { test::addTextCases("mentions.json", "mentions"_L1); }
    void marked();
    void meant_data() { test::addTextCases("mentions.json", "mentions"_L1); }
    void meant();
    void looksAtOnlySoManyMarks();
    void aNameOfTooManyCallsNobody();
    void callsOnlySoManyPeople();
    void everybodyIsCalledWhoeverHasThatName();
    void worksNoMoreForMorePeople_data();
    void worksNoMoreForMorePeople();
    void namesLeaveTheIndex();
};

namespace {

std::vector<Mentionable> peopleOf(const QJsonObject& golden)
{
    std::vector<Mentionable> people;
    for (const QJsonValue person : golden["names"_L1].toArray())
        people.push_back({UserId(person[0].toString().toLatin1()), person[1].toString()});
    return people;
}

NameIndex indexOf(const std::vector<Mentionable>& people)
{
    NameIndex index;
    for (const Mentionable& person : people) {
        if (person.id != everybody)
            index.add(person.id, person.name);
    }
    return index;
}

NameIndex namesakes(int count, const QString& name)
{
    NameIndex index;
    for (int i = 0; i < count; ++i)
        index.add(UserId(QByteArray::number(i)), name);
    return index;
}

QJsonArray idsIn(QStringView text, const NameIndex& names)
{
    QJsonArray ids;
    for (const UserId& id : findMentions(text, names))
        ids << QString::fromLatin1(id.text());
    return ids;
}

} // namespace

void MentionsTest::marked()
{
    QFETCH(QJsonObject, golden);
    const QString text = golden["text"_L1].toString();
    QJsonArray marks;
    for (const MentionMark& mark : markMentions(text, peopleOf(golden)))
        marks << QJsonArray{mark.start, text.mid(mark.start, mark.length), QString::fromLatin1(mark.id.text())};
    QCOMPARE(marks, golden["marks"_L1].toArray());
}

void MentionsTest::meant()
{
    QFETCH(QJsonObject, golden);
    QCOMPARE(idsIn(golden["text"_L1].toString(), indexOf(peopleOf(golden))), golden["meant"_L1].toArray());
}

void MentionsTest::looksAtOnlySoManyMarks()
{
    const NameIndex names = namesakes(1, u"ann"_s);
    const QString noise = u"@x "_s;
    QCOMPARE(idsIn(noise.repeated(maxMentions - 1) + u"@ann"_s, names), QJsonArray{u"0"_s});
    QCOMPARE(idsIn(noise.repeated(maxMentions) + u"@ann"_s, names), QJsonArray());
    // Those in addresses are none.
    QCOMPARE(idsIn(u"x@x https://x/@x "_s.repeated(maxMentions) + u"@ann"_s, names), QJsonArray{u"0"_s});
}

void MentionsTest::aNameOfTooManyCallsNobody()
{
    QCOMPARE(idsIn(u"@a", namesakes(50, u"a"_s)).size(), 50);
    NameIndex names = namesakes(51, u"a b"_s);
    names.add(UserId("ann"), u"a"_s);
    QCOMPARE(idsIn(u"@a b", names), QJsonArray());
    QCOMPARE(idsIn(u"@a b @a", names), QJsonArray{u"ann"_s});
    names.remove(UserId("0"), u"a b"_s);
    QCOMPARE(idsIn(u"@a b", names).size(), 50);
}

void MentionsTest::callsOnlySoManyPeople()
{
    NameIndex names = namesakes(30, u"a"_s);
    for (int i = 30; i < 60; ++i)
        names.add(UserId(QByteArray::number(i)), u"b"_s);
    names.add(UserId("carol"), u"carol"_s);
    QCOMPARE(idsIn(u"@a @b", names).size(), 30);
    QCOMPARE(idsIn(u"@a @b @carol @all", names).size(), 32);
    QVERIFY(!idsIn(u"@b @a @carol @all", names).contains(u"0"_s));
}

void MentionsTest::everybodyIsCalledWhoeverHasThatName()
{
    QCOMPARE(idsIn(u"@all", namesakes(1, u"All"_s)), QJsonArray{u"all"_s});
    QCOMPARE(idsIn(u"@all", namesakes(51, u"all"_s)), QJsonArray{u"all"_s});
}

void MentionsTest::worksNoMoreForMorePeople_data()
{
    QTest::addColumn<QString>("name"); // %1: a number
    QTest::addColumn<QString>("text");
    QTest::newRow("namesakes") << u"a"_s << u"@a "_s.repeated(1300);
    QTest::newRow("one beginning") << u"a %1"_s << u"@a 17 "_s.repeated(600);
    QTest::newRow("as long as a name may be")
        << u"a"_s.repeated(27) + u"%1"_s << (u'@' + u"a"_s.repeated(33) + u' ').repeated(110);
    QTest::newRow("one word without an end") << u"a"_s.repeated(32) << u'@' + u"a"_s.repeated(4'000);
    QTest::newRow("only signs") << u"@%1"_s << u"@"_s.repeated(4'000);
    QTest::newRow("marks without an end") << u"a"_s << u"@a"_s + u"\u0301"_s.repeated(4'000);
    QTest::newRow("sharp s") << u"\u00df"_s.repeated(32) << (u'@' + u"\u00df"_s.repeated(33)).repeated(110);
}

void MentionsTest::worksNoMoreForMorePeople()
{
    QFETCH(QString, name);
    QFETCH(QString, text);
    NameIndex names;
    for (int i = 0; i < 10'000; ++i)
        names.add(UserId(QByteArray::number(i)), name.contains(u'%') ? name.arg(i) : name);
    static_cast<void>(findMentions(text, names));
    // For each sign: the characters of the longest name, one that ends it, and its people.
    constexpr quint64 bound = quint64(maxMentions) * (32 + 2);
    QVERIFY2(names.lookups() <= bound, qPrintable(QString::number(names.lookups())));
}

void MentionsTest::namesLeaveTheIndex()
{
    NameIndex names = namesakes(2, u"Zo\u00eb"_s);
    names.add(UserId("1"), u"zoe\u0308"_s); // the same again
    QCOMPARE(names.size(), size_t(2));
    names.remove(UserId("1"), u"ZO\u00cb"_s);
    names.remove(UserId("1"), u"ZO\u00cb"_s);
    QCOMPARE(idsIn(u"@zo\u00eb", names), QJsonArray{u"0"_s});
    names.remove(UserId("0"), u"Zo\u00eb"_s);
    QCOMPARE(names.size(), size_t(0));
}

/// Qt would take more than an hour to put these marks in order.
void MentionsTest::rowsOfMarksTakeNoTime()
{
    NameIndex names;
    names.add(UserId("ann"), u"Ann");
    const QString tower = u"@a"_s + QString(500'000, u'\u0301') + QString(500'000, u'\u0323');
    QCOMPARE(findMentions(tower + u" @Ann"_s, names), std::vector{UserId("ann")});
}

} // namespace parlance

using parlance::MentionsTest;
PARLANCE_SUITE(mentions, MentionsTest)
#include "mentions_test.moc"
