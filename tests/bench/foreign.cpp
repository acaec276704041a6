// What an event of another node costs before it is told to anybody: bench_foreign [EVENTS]
//
// The bytes are those that Redis would send. They go through everything that a node does with them until the room has
// taken the event in and its sink is told, and the sink does nothing. Left out are the read() of the socket, which is
// one for all that has come, and the fan-out. Prints one line of JSON; times are CPU time in microseconds.

#include "base/clock.h"
#include "bench/measure.h"
#include "cluster/eventrelay.h"
#include "cluster/sealedbus.h"
#include "redis/redisreply.h"
#include "storage/memorystore.h"
#include "support/roomcalled.h"

#include <QCoreApplication>

#include <cstdio>

using namespace parlance;
using namespace parlance::bench;

namespace {

constexpr int roomCount = 100;

class SilentRoom final : public RoomSink {
  public:
    void came(const Present&) override {}
    void went(const Present&) override {}
    void renamed(const UserId&, const UserName&) override {}
    void listGiven(const UserId&, const PresentList&) override {}
    void typing(const Present&, TypingState) override {}
};

class CountingSink final : public EventSink {
  public:
    void logged(const DurableEvent&) override { ++count; }
    std::unique_ptr<RoomSink> open(const RoomId&, const Presence&) override { return std::make_unique<SilentRoom>(); }

    int count = 0;
};

/// A bus that is bytes: what is published is kept as Redis hands it on, and heard when somebody feeds it.
class RecordedBus final : public EventBus {
  public:
    void attach(BusListener& listener) override { m_listener = &listener; }
    void publish(const QByteArray& message) override
    {
        published.push_back(redisCommand({"message", "parlance", message}));
    }
    void reconnect() override {}

    void feed(const QByteArray& bytes)
    {
        m_replies.feed(bytes);
        while (const auto reply = m_replies.next())
            m_listener->heard(reply->textAt(2));
    }

    std::vector<QByteArray> published;

  private:
    BusListener* m_listener = nullptr;
    RedisReplies m_replies;
};

/// A node with its rooms in memory, and what another one has said to it.
class Node {
  public:
    Node()
    {
        for (int i = 0; i < roomCount; ++i) {
            const RoomId id("room " + QByteArray::number(i));
            m_store.makeRoom(test::roomCalled(id), [](const Result<RoomId>&) {});
            m_rooms.open(id, [this](Result<RoomPin> pin) { m_pins.push_back(*std::move(pin)); });
        }
        m_store.deliver();
        if (m_pins.size() != roomCount)
            qFatal("%zu rooms", m_pins.size());
    }

    /// Microseconds for each event, if so many come in one message.
    double costOf(const NodeId& sender, int events, int inOneMessage)
    {
        std::vector<QByteArray> messages = record(sender, events, inOneMessage);
        m_bus->feed(messages.front()); // the first of a node makes the other compare its rooms with the store
        m_store.deliver();
        const double begun = cpuTime();
        for (size_t i = 1; i < messages.size(); ++i)
            m_bus->feed(messages[i]);
        return (cpuTime() - begun) / (double(messages.size() - 1) * inOneMessage);
    }

    /// The same for what this node has said itself, and hears.
    double costOfOwn(int events)
    {
        for (const QByteArray& message : record(m_stream.node(), events, 1))
            m_own.push_back(message);
        const double begun = cpuTime();
        for (const QByteArray& message : m_own)
            m_bus->feed(message);
        return (cpuTime() - begun) / events;
    }

    int told() const { return m_sink.count; }

  private:
    std::vector<QByteArray> record(const NodeId& sender, int events, int inOneMessage)
    {
        auto recorded = std::make_unique<RecordedBus>();
        RecordedBus& wire = *recorded;
        SealedBus sealed(std::move(recorded), m_key);
        NodeMessage message;
        message.node = sender;
        for (int i = 0; i < events; ++i) {
            message.events.push_back(next(i % roomCount));
            if (int(message.events.size()) < inOneMessage)
                continue;
            ++message.number;
            sealed.publish(encode(message));
            message.events.clear();
        }
        return std::move(wire.published);
    }

    LoggedEvent next(int place)
    {
        const Room& room = *m_pins[size_t(place)];
        const qint64 seq = ++m_heads[room.id()];
        MessagePosted event;
        event.room = room.id();
        event.seq = event.n = seq;
        event.id = MessageId::random();
        event.userId = UserId::random();
        event.username = QStringLiteral("Somebody");
        event.text = QStringLiteral("A message of the usual length, which says that somebody will come later.");
        event.timestamp = 1'700'000'000'000 + seq;
        event.nonce = Nonce::random();
        return {room.log(), event};
    }

    const QByteArray m_key = QByteArray(SealedBus::keyLength, 'k');
    SystemClock m_clock;
    DeadlineWheel m_wheel{m_clock};
    CountingSink m_sink;
    MemoryStore m_store{[] {}};
    Rooms m_rooms{m_store, m_sink, m_wheel};
    RecordedBus* m_bus = new RecordedBus; // the sealed bus'
    SealedBus m_sealed{std::unique_ptr<EventBus>(m_bus), m_key};
    NodeStream m_stream{NodeId::random(), m_sealed, m_wheel};
    EventRelay m_relay{m_stream, m_store, m_rooms, m_wheel};
    std::vector<RoomPin> m_pins;
    std::map<RoomId, qint64> m_heads;
    std::vector<QByteArray> m_own;
};

} // namespace

int main(int argc, char** argv)
{
    const QCoreApplication app(argc, argv);
    const int events = argc > 1 ? QByteArray(argv[1]).toInt() : 40'000;
    Node node;
    node.costOf(NodeId::random(), events, 1); // warms up
    const double alone = node.costOf(NodeId::random(), events, 1);
    const double ofTwenty = node.costOf(NodeId::random(), events, 20);
    if (node.told() != 3 * events)
        qFatal("%d of %d events were told", node.told(), 3 * events);
    const double own = node.costOfOwn(events);
    std::printf(R"({"alone":%.3f,"ofTwenty":%.3f,"own":%.3f})"
                "\n",
                alone, ofTwenty, own);
    return 0;
}
