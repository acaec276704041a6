#include "core/eventapplier.h"
#include "domain/presence.h"
#include "support/manualclock.h"
#include "support/random.h"
#include "support/suite.h"

#include <QTest>

namespace parlance::client {

namespace {

const RoomId crowded("crowded");

} // namespace

/// The server's presence and the clients' lists of it, around the number of people above which only that number is
/// told. Whenever all has been told, no client claims to have the whole list unless it has, and the number is right.
class CrowdTest : public QObject, public EventSink {
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

    void logged(const DurableEvent&) override {}
    void toFull(const RoomId&, const FullEvent& event, const UserId& except) override;
    qint64 toPlain(const RoomId&, const PlainEvent&, const UserId&) override { return 0; }

    void act(test::Random& random, bool isFilling);
    void enter(const UserId& user);
    void exit(const UserId& user);
    void rename(const UserId& user, const QString& name);
    void catchUp(const UserId& user, Reader& reader);
    void check();

    static constexpr int people = 230;

    test::ManualClock m_clock;
    DeadlineWheel m_wheel{m_clock};
    std::optional<Presence> m_presence;
    std::map<UserId, QString> m_names;
    std::map<UserId, std::unique_ptr<Reader>> m_readers;
};

void CrowdTest::toFull(const RoomId&, const FullEvent& event, const UserId& except)
{
    for (auto& [user, reader] : m_readers) {
        if (user == except)
            continue;
        if (reader->isSlow && std::holds_alternative<PresenceChanged>(event))
            reader->hasMissed = true;
        else
            reader->applier.apply(event);
    }
}

void CrowdTest::enter(const UserId& user)
{
    m_presence->enter(user, m_names[user]);
    auto reader = std::make_unique<Reader>(m_wheel);
    Joined joined;
    joined.room = crowded;
    joined.users = m_presence->give(user);
    joined.userCount = m_presence->count();
    reader->applier.apply(joined);
    m_readers[user] = std::move(reader);
}

void CrowdTest::exit(const UserId& user)
{
    m_readers.erase(user);
    m_presence->exit(user);
}

void CrowdTest::rename(const UserId& user, const QString& name)
{
    m_names[user] = name;
    m_presence->rename(user, *UserName::parse(name));
    if (const auto reader = m_readers.find(user); reader != m_readers.end())
        reader->second->applier.apply(UserRenamed{user, *UserName::parse(name), {}});
}

/// As the server does when the connection takes everything again.
void CrowdTest::catchUp(const UserId& user, Reader& reader)
{
    reader.isSlow = false;
    if (std::exchange(reader.hasMissed, false))
        reader.applier.apply(PresenceChanged{crowded, m_presence->give(user), {}, m_presence->count()});
}

void CrowdTest::act(test::Random& random, bool isFilling)
{
    const UserId user("user " + QByteArray::number(random.below(people)));
    const QString name = QStringLiteral("name %1").arg(random.below(3));
    const bool isPresent = m_presence->contains(user);
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
        QCOMPARE(reader->here().userCount, m_presence->count());
        QCOMPARE(reader->claimsToBeComplete(), m_presence->count() <= limits::crowd);
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
    m_presence.emplace(crowded, *this, m_wheel);
    m_readers.clear();
    for (int i = 0; i < people; ++i)
        m_names[UserId("user " + QByteArray::number(i))] = QStringLiteral("name");
    bool isFilling = true;
    for (int step = 0; step < 300; ++step) {
        for (int acts = 1 + random.below(random.chance(10) ? 300 : 12); acts > 0; --acts) {
            if (m_presence->count() <= least || m_presence->count() >= most)
                isFilling = m_presence->count() <= least;
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
