#include "core/eventapplier.h"
#include "dialects/dialects.h"
#include "domain/room.h"
#include "support/manualclock.h"
#include "support/random.h"
#include "support/suite.h"
#include "support/toldrooms.h"

#include <QTest>

namespace parlance::client {

namespace {

const RoomId crowded("crowded");

} // namespace

/// The server's presence and the clients' lists of it, around the number of people above which only that number is
/// told. Whenever all has been told, no client claims to have the whole list unless it has, and the number is right.
class CrowdTest : public QObject, public Audiences {
    Q_OBJECT
  private Q_SLOTS:
    void everyListBecomesRight_data();
    void everyListBecomesRight();

  private:
    /// A client that is in the room.
    struct Reader {
        explicit Reader(DeadlineWheel& wheel)
            : applier(state, wheel)
        {}

        const RoomState& here() const { return *state.room(crowded); }
        bool claimsToBeComplete() const { return here().userCount <= std::ssize(here().present); }

        ClientState state;
        EventApplier applier;
        bool isSlow = false;
        bool hasMissed = false;
    };

    qint64 tell(const RoomId&, Session::Kind dialect, const Announcement& what,
                const std::function<QByteArray()>& encode) override;

    void act(test::Random& random, bool isFilling);
    void enter(const UserId& user);
    void exit(const UserId& user);
    void rename(const UserId& user, const QString& name);
    void catchUp(const UserId& user, Reader& reader);
    void check();

    static constexpr int people = 230;

    test::ManualClock m_clock;
    DeadlineWheel m_wheel{m_clock};
    Dialects m_dialects{*this, m_wheel};
    std::optional<parlance::Room> m_room;
    std::map<UserId, QString> m_names;
    std::map<UserId, std::unique_ptr<Reader>> m_readers;
};

qint64 CrowdTest::tell(const RoomId&, Session::Kind dialect, const Announcement& what,
                       const std::function<QByteArray()>& encode)
{
    if (dialect != Session::Kind::Full)
        return 0;
    const FullEvent event = *decodeFullEvent(encode());
    for (auto& [user, reader] : m_readers) {
        if (user == what.except)
            continue;
        if (reader->isSlow && std::holds_alternative<PresenceChanged>(event))
            reader->hasMissed = true;
        else
            reader->applier.apply(event);
    }
    return 0;
}

void CrowdTest::enter(const UserId& user)
{
    m_room->enter(user, m_names[user]);
    auto reader = std::make_unique<Reader>(m_wheel);
    Joined joined;
    joined.room = crowded;
    joined.users = m_room->givePresent(user);
    joined.userCount = m_room->presence().count();
    reader->applier.apply(joined);
    m_readers[user] = std::move(reader);
}

void CrowdTest::exit(const UserId& user)
{
    m_readers.erase(user);
    m_room->exit(user);
}

void CrowdTest::rename(const UserId& user, const QString& name)
{
    m_names[user] = name;
    m_room->rename(user, *UserName::parse(name));
    if (const auto reader = m_readers.find(user); reader != m_readers.end())
        reader->second->applier.apply(UserRenamed{user, *UserName::parse(name), {}});
}

/// As the server does when the connection takes everything again.
void CrowdTest::catchUp(const UserId& user, Reader& reader)
{
    reader.isSlow = false;
    if (std::exchange(reader.hasMissed, false))
        reader.applier.apply(PresenceChanged{crowded, m_room->givePresent(user), {}, m_room->presence().count()});
}

void CrowdTest::act(test::Random& random, bool isFilling)
{
    const UserId user("user " + QByteArray::number(random.below(people)));
    const QString name = QStringLiteral("name %1").arg(random.below(3));
    const bool isPresent = m_room->presence().contains(user);
    if (random.chance(20)) {
        rename(user, name); // perhaps of a member who is away
    } else if (random.chance(20) && !isPresent) {
        m_names[user] = name; // of somebody who is no member: this room is not told
    } else if (random.chance(20) && isPresent) {
        Reader& reader = *m_readers.at(user);
        if (reader.isSlow)
            catchUp(user, reader);
        else
            reader.isSlow = true;
    } else if (isPresent && (!isFilling || random.chance(3))) {
        exit(user);
    } else if (!isPresent && (isFilling || random.chance(3))) {
        enter(user);
    }
}

void CrowdTest::check()
{
    std::map<UserId, QString> all;
    for (const auto& [user, reader] : m_readers)
        all[user] = m_names[user];
    for (const auto& [user, reader] : m_readers) {
        if (reader->hasMissed)
            continue;
        QCOMPARE(reader->here().userCount, m_room->presence().count());
        QCOMPARE(reader->claimsToBeComplete(), m_room->presence().count() <= limits::crowd);
        if (reader->claimsToBeComplete() && reader->here().present != all) {
            for (const auto& [id, name] : reader->here().present) {
                if (!all.contains(id) || all[id] != name)
                    qInfo() << user.text() << "has" << id.text() << name << "of" << all[id];
            }
            QFAIL("a list is wrong");
        }
    }
}

void CrowdTest::everyListBecomesRight_data()
{
    QTest::addColumn<int>("least");
    QTest::addColumn<int>("most");
    QTest::newRow("at the limit") << limits::crowd - 3 << limits::crowd + 3;
    QTest::newRow("far around it") << limits::crowd - 150 << limits::crowd + 20;
    QTest::newRow("few people") << 2 << 6;
}

void CrowdTest::everyListBecomesRight()
{
    QFETCH(const int, least);
    QFETCH(const int, most);
    test::Random random;
    m_room.emplace(test::emptyRoom(crowded), m_dialects, m_wheel);
    m_readers.clear();
    for (int i = 0; i < people; ++i)
        m_names[UserId("user " + QByteArray::number(i))] = QStringLiteral("name");
    bool isFilling = true;
    for (int step = 0; step < 300; ++step) {
        for (int acts = 1 + random.below(random.chance(10) ? 300 : 12); acts > 0; --acts) {
            if (m_room->presence().count() <= least || m_room->presence().count() >= most)
                isFilling = m_room->presence().count() <= least;
            act(random, isFilling);
        }
        test::advance(m_clock, m_wheel, random.chance(3) ? limits::crowdWindow + 100 : random.below(300));
        if (!random.chance(2))
            continue;
        test::advance(m_clock, m_wheel, limits::crowdWindow + 100);
        check();
        if (QTest::currentTestFailed())
            return;
    }
}

} // namespace parlance::client

using parlance::client::CrowdTest;
PARLANCE_SUITE(crowd, CrowdTest)
#include "crowd_test.moc"
