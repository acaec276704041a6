#include "cluster/localpeople.h"
#include "support/random.h"
#include "support/suite.h"

#include <QTest>

#include <map>
#include <optional>
#include <set>

namespace parlance {

/// What a node tells of its own people, whoever listens from the beginning of a list on.
class LocalPeopleTest final : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void init();
    void theFirstConnectionComesAndTheLastGoes();
    void whatIsTrueThenIsTold();
    void changesComeInPieces();
    void aListComesInPieces();
    void nobodyIsAListToo();
    void aNewNameIsToldAgain();
    void changesWhileAListIsTold();

  private:
    static UserId user(int number) { return UserId("user " + QByteArray::number(number)); }
    static UserName name(int number) { return *UserName::parse(QStringLiteral("u%1").arg(number)); }
    PresenceNews changes(size_t most = 100)
    {
        PresenceNews news;
        m_people->takeChanges(news, most);
        return news;
    }
    PresenceNews list(size_t most)
    {
        PresenceNews news;
        m_people->takeList(news, most);
        return news;
    }

    const RoomId m_room{"a room"};
    Identities m_identities;
    std::optional<LocalPeople> m_people;
};

void LocalPeopleTest::init()
{
    m_identities = {};
    m_people.emplace(m_identities);
    for (int i = 0; i < 10; ++i)
        m_identities.arrived(user(i), name(i));
}

void LocalPeopleTest::theFirstConnectionComesAndTheLastGoes()
{
    m_people->entered(m_room, user(1));
    QCOMPARE(changes().came, (std::vector<PresentPerson>{{m_room, user(1), name(1)}}));
    m_people->entered(m_room, user(1));
    m_people->left(m_room, user(1));
    QVERIFY(!m_people->hasChanges());
    m_people->left(m_room, user(1));
    QCOMPARE(changes().went, (std::vector<RoomPerson>{{m_room, user(1)}}));
    m_people->left(m_room, user(1));
    QVERIFY(!m_people->hasChanges());
}

void LocalPeopleTest::whatIsTrueThenIsTold()
{
    m_people->entered(m_room, user(1));
    m_people->left(m_room, user(1));
    m_people->entered(m_room, user(2));
    m_people->left(m_room, user(2));
    m_people->entered(m_room, user(2));
    const PresenceNews news = changes();
    QCOMPARE(news.came, (std::vector<PresentPerson>{{m_room, user(2), name(2)}}));
    QCOMPARE(news.went, (std::vector<RoomPerson>{{m_room, user(1)}}));
}

void LocalPeopleTest::changesComeInPieces()
{
    for (int i = 0; i < 5; ++i)
        m_people->entered(m_room, user(i));
    QCOMPARE(changes(2).came.size(), size_t(2));
    QCOMPARE(changes(2).came.size(), size_t(2));
    QVERIFY(m_people->hasChanges());
    QCOMPARE(changes(2).came.size(), size_t(1));
    QVERIFY(!m_people->hasChanges());
}

void LocalPeopleTest::aListComesInPieces()
{
    for (int i = 0; i < 5; ++i)
        m_people->entered(m_room, user(i));
    m_people->beginList();
    const std::vector<PresenceNews> pieces{list(2), list(2), list(2)};
    QVERIFY(!m_people->isListing());
    QVERIFY(pieces[0].begins && !pieces[0].ends);
    QVERIFY(!pieces[1].begins && !pieces[1].ends);
    QVERIFY(!pieces[2].begins && pieces[2].ends);
    QCOMPARE(pieces[0].came.size() + pieces[1].came.size() + pieces[2].came.size(), size_t(5));
    QCOMPARE(pieces[2].came.front().id, user(4));
}

void LocalPeopleTest::nobodyIsAListToo()
{
    m_people->beginList();
    const PresenceNews news = list(5);
    QVERIFY(news.begins && news.ends && news.came.empty());
    QVERIFY(!m_people->isListing());
}

void LocalPeopleTest::aNewNameIsToldAgain()
{
    m_people->entered(m_room, user(1));
    changes();
    m_identities.renamed(user(1), name(99));
    m_people->renamed(user(1));
    QCOMPARE(changes().came, (std::vector<PresentPerson>{{m_room, user(1), name(99)}}));
    m_people->beginList();
    QCOMPARE(list(5).came, (std::vector<PresentPerson>{{m_room, user(1), name(99)}}));
}

/// Whoever takes in a whole list, and the changes among its pieces, knows in the end who is there.
void LocalPeopleTest::changesWhileAListIsTold()
{
    test::Random random;
    for (int walk = 0; walk < 200; ++walk) {
        std::map<UserId, int> connections;
        const auto change = [&] {
            const UserId who = user(random.below(10));
            if (random.chance(2)) {
                m_people->entered(m_room, who);
                ++connections[who];
            } else if (connections[who] > 0) {
                m_people->left(m_room, who);
                --connections[who];
            }
        };
        for (int i = 0; i < 20; ++i)
            change();
        changes();
        std::set<UserId> fresh;
        m_people->beginList();
        while (m_people->isListing() || m_people->hasChanges()) {
            for (int i = random.below(4); i > 0 && m_people->isListing(); --i)
                change();
            PresenceNews news;
            m_people->takeChanges(news, 2);
            if (m_people->isListing())
                m_people->takeList(news, 2);
            for (const RoomPerson& person : news.went)
                fresh.erase(person.id);
            for (const PresentPerson& person : news.came)
                fresh.insert(person.id);
        }
        for (int i = 0; i < 10; ++i) {
            QCOMPARE(fresh.contains(user(i)), connections[user(i)] > 0);
            for (; connections[user(i)] > 0; --connections[user(i)])
                m_people->left(m_room, user(i));
        }
        changes();
    }
}

} // namespace parlance

using parlance::LocalPeopleTest;
PARLANCE_SUITE(localpeople, LocalPeopleTest)
#include "localpeople_test.moc"
