#include "core/eventapplier.h"
#include "support/manualclock.h"
#include "support/suite.h"

#include <QTest>

#include <random>

namespace parlance::client {

/// I5: whatever order and however often things arrive, the state built from events and pages is the state that one gets
/// who joins now and reads everything.
class ConvergenceTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void randomHistories_data();
    void randomHistories();
};

namespace {

const UserId ann("ann");
const LogId log("log");

RoomName room()
{
    return *RoomName::parse(u"general");
}

/// A room as a server keeps it: its log, and the messages as they are now. Written for this test only, from the
/// protocol's text.
class Room {
  public:
    void post(const UserId& author)
    {
        MessagePosted event;
        place(event);
        event.n = ++m_n;
        event.id = MessageId("m" + QByteArray::number(event.seq));
        event.userId = author;
        event.username = QStringLiteral("x");
        event.text = QStringLiteral("text %1").arg(event.seq);
        if (event.seq % 3 == 0)
            event.mentions = {ann};
        m_messages.push_back({event.seq,
                              event.n,
                              event.id,
                              author,
                              event.username,
                              event.text,
                              event.timestamp,
                              event.nonce,
                              event.style,
                              event.mentions,
                              {},
                              {},
                              event.seq});
        m_log.emplace_back(event);
        m_versions[event.id].push_back(m_messages.back());
    }

    void edit(size_t which)
    {
        MessageState& message = m_messages[which];
        if (message.deleted)
            return;
        MessageEdited event;
        place(event);
        event.id = message.id;
        event.userId = message.userId;
        event.text = QStringLiteral("edit %1").arg(event.seq);
        message.text = event.text;
        message.mentions = event.mentions;
        message.editedAt = event.timestamp;
        message.rev = event.seq;
        m_log.emplace_back(event);
        m_versions[event.id].push_back(message);
    }

    void erase(size_t which)
    {
        MessageState& message = m_messages[which];
        if (message.deleted)
            return;
        MessageDeleted event;
        place(event);
        event.id = message.id;
        event.userId = message.userId;
        message = {
            message.seq, message.n, message.id, message.userId, message.username, {}, message.timestamp, message.nonce,
            {},          {},        {},         true,           event.seq};
        m_log.emplace_back(event);
        m_versions[event.id].push_back(message);
    }

    void setTopic()
    {
        TopicChanged event;
        place(event);
        event.text = m_topic = QStringLiteral("topic %1").arg(event.seq);
        m_log.emplace_back(event);
    }

    void novelty()
    {
        UnknownEvent event;
        event.room = room();
        event.seq = head() + 1;
        event.n = m_n;
        m_log.emplace_back(event);
    }

    qint64 head() const { return qint64(m_log.size()); }
    const DurableEvent& event(qint64 seq) const { return m_log[size_t(seq - 1)]; }
    size_t messageCount() const { return m_messages.size(); }

    /// Whether the message once was so, and no event up to `handled` has changed it since.
    bool isCurrent(const MessageState& message, qint64 handled) const
    {
        bool found = false;
        for (const MessageState& version : m_versions.at(message.id)) {
            found = found || version == message;
            if (version.rev > message.rev && version.rev <= handled)
                return false;
        }
        return found;
    }

    Joined join(std::optional<qint64> since, size_t limit) const
    {
        Joined reply;
        reply.room = room();
        reply.log = log;
        reply.topic = m_topic;
        reply.head = head();
        reply.n = m_n;
        if (!since) {
            const size_t count = std::min(limit, m_messages.size());
            reply.history.emplace(m_messages.end() - qsizetype(count), m_messages.end());
            return reply;
        }
        reply.head = std::min(head(), *since + qint64(limit));
        reply.events.emplace(m_log.begin() + *since, m_log.begin() + reply.head);
        if (reply.head > 0)
            reply.n = countOf(event(reply.head));
        if (reply.head < head())
            reply.more = true;
        return reply;
    }

    /// `count` messages from the `first` on.
    HistoryPage page(size_t first, size_t count) const
    {
        HistoryPage reply;
        reply.room = room();
        reply.asOf = head();
        const size_t end = std::min(first + count, m_messages.size());
        for (size_t i = first; i < end; ++i)
            reply.messages.push_back(m_messages[i]);
        return reply;
    }

  private:
    template <class Event>
    void place(Event& event)
    {
        event.room = room();
        event.seq = head() + 1;
        event.n = m_n;
        event.timestamp = 1'000 * event.seq;
        event.nonce = Nonce("nonce-" + QByteArray::number(event.seq));
    }

    std::vector<DurableEvent> m_log;
    std::vector<MessageState> m_messages;
    std::map<MessageId, std::vector<MessageState>> m_versions;
    QString m_topic;
    qint64 m_n = 0;
};

FullEvent pushed(const DurableEvent& event)
{
    return std::visit([](const auto& e) -> FullEvent { return e; }, event);
}

/// A client on a bad line: events come twice, or not at all, and pages long after they were read.
class Follower {
  public:
    Follower(const Room& served, std::mt19937& random)
        : m_room(served)
        , m_random(random)
    {
        Welcome welcome;
        welcome.userId = ann;
        m_applier.apply(welcome);
        join({});
    }

    /// One of the things that happen.
    void step()
    {
        switch (below(9)) {
        case 0: // an old one again
            if (m_delivered > 0)
                deliver(1 + qint64(below(size_t(m_delivered))));
            return;
        case 1: // one is lost on the way
            m_delivered = std::min(m_room.head(), m_delivered + 1);
            return;
        case 2:
            if (m_room.messageCount() > 0)
                m_pages.push_back(m_room.page(below(m_room.messageCount()), 1 + below(6)));
            return;
        case 8: // the log was too far ahead: from nothing, while pages are under way
            if (below(4) == 0)
                join({});
            return;
        case 3: // a page arrives, not always in the order asked
            if (!m_pages.empty())
                receivePage(below(m_pages.size()));
            return;
        default:
            if (m_delivered < m_room.head())
                deliver(++m_delivered);
        }
    }

    /// All that is under way arrives, the heartbeat tells what was lost, and everything is paged in.
    void settle()
    {
        while (!m_pages.empty())
            receivePage(0);
        if (state().head < m_room.head())
            join(state().head);
        m_applier.apply(m_room.page(0, m_room.messageCount()));
    }

    const RoomState& state() const { return m_state.rooms.begin()->second; }

  private:
    size_t below(size_t bound) { return std::uniform_int_distribution<size_t>(0, bound - 1)(m_random); }

    void deliver(qint64 seq)
    {
        if (m_applier.apply(pushed(m_room.event(seq))) == Outcome::Hole)
            join(state().head);
    }

    void join(std::optional<qint64> since)
    {
        for (bool more = true; more; since = state().head) {
            const Joined reply = m_room.join(since, 1 + below(5));
            more = reply.more.value_or(false);
            m_applier.apply(reply);
        }
        m_delivered = m_room.head();
    }

    void receivePage(size_t which)
    {
        const HistoryPage page = m_pages[which];
        m_pages.erase(m_pages.begin() + qsizetype(which));
        m_applier.apply(page);
    }

    const Room& m_room;
    std::mt19937& m_random;
    test::ManualClock m_clock;
    DeadlineWheel m_wheel{m_clock};
    ClientState m_state;
    EventApplier m_applier{m_state, m_wheel};
    qint64 m_delivered = 0; // up to here the server has written to us
    std::vector<HistoryPage> m_pages;
};

void happen(Room& served, std::mt19937& random)
{
    const auto below = [&random](size_t bound) { return std::uniform_int_distribution<size_t>(0, bound - 1)(random); };
    const size_t what = below(10);
    if (served.messageCount() == 0 || what < 5)
        served.post(below(3) == 0 ? ann : UserId("bob"));
    else if (what < 7)
        served.edit(below(served.messageCount()));
    else if (what == 7)
        served.erase(below(served.messageCount()));
    else if (what == 8)
        served.setTopic();
    else
        served.novelty();
}

} // namespace

void ConvergenceTest::randomHistories_data()
{
    QTest::addColumn<unsigned>("seed");
    const unsigned base = qEnvironmentVariableIsSet("PARLANCE_SEED") ? qEnvironmentVariableIntValue("PARLANCE_SEED")
                                                                     : std::random_device{}();
    for (unsigned i = 0; i < 300; ++i)
        QTest::addRow("PARLANCE_SEED=%u", base + i) << base + i;
}

void ConvergenceTest::randomHistories()
{
    QFETCH(unsigned, seed);
    std::mt19937 random(seed);
    Room served;
    for (unsigned i = 0; i < seed % 20; ++i)
        happen(served, random);
    Follower follower(served, random);
    std::map<MessageId, qint64> newest; // rev of each message when it was seen last
    qint64 head = 0;
    for (int i = 0; i < 200; ++i) {
        if (random() % 2 == 0)
            happen(served, random);
        follower.step();
        const RoomState& now = follower.state();
        QVERIFY(std::ranges::is_sorted(now.messages, {}, &MessageState::seq));
        QVERIFY(now.head >= std::exchange(head, now.head));
        for (const MessageState& message : now.messages) {
            QVERIFY2(served.isCurrent(message, now.head), message.id.text().constData());
            QVERIFY(message.rev >= std::exchange(newest[message.id], message.rev));
        }
    }
    follower.settle();

    const HistoryPage all = served.page(0, served.messageCount());
    const RoomState& state = follower.state();
    QCOMPARE(state.head, served.head());
    QCOMPARE(state.n, qint64(all.messages.size()));
    QCOMPARE(state.topic, served.join({}, 0).topic);
    QVERIFY(std::ranges::equal(state.messages, all.messages));
    Follower fresh(served, random);
    fresh.settle();
    QVERIFY(fresh.state().messages == state.messages);
}

} // namespace parlance::client

using parlance::client::ConvergenceTest;
PARLANCE_SUITE(convergence, ConvergenceTest)
#include "convergence_test.moc"
