#include "faults/server/clusterbugs.h"

#include "cluster/nodemessage.h"
#include "support/passingstore.h"

#include <QTimer>

namespace parlance::faults {

namespace {

/// What the bus has lost is not read from the database.
class SkipsGaps final : public test::PassingStore {
  public:
    using PassingStore::PassingStore;

    void missedEvents(const RoomId&, qint64 since, qint64, Done<EventSlice> done) override
    {
        QTimer::singleShot(0, [since, done = std::move(done)]() mutable {
            EventSlice slice;
            slice.head = since;
            done(std::move(slice));
        });
    }
};

/// Every tenth message gets the nonce of its author's last one.
class ReusesNonces final : public test::PassingStore {
  public:
    using PassingStore::PassingStore;

    void append(NewEvent event, Done<Appended> done) override
    {
        auto& last = m_last[{event.author, event.room}];
        if (std::holds_alternative<NewMessage>(event.what) && !last.isEmpty() && ++m_messages % 10 == 0)
            event.nonce = last;
        last = event.nonce;
        PassingStore::append(std::move(event), std::move(done));
    }

  private:
    std::map<std::pair<UserId, RoomId>, Nonce> m_last;
    int m_messages = 0;
};

/// Hands everything on. Whoever wants something else of a message overrides hear().
class PassingBus : public EventBus, private BusListener {
  public:
    explicit PassingBus(std::unique_ptr<EventBus> bus)
        : m_bus(std::move(bus))
    {}
    void attach(BusListener& listener) override
    {
        m_listener = &listener;
        m_bus->attach(*this);
    }
    void publish(const QByteArray& message) override { m_bus->publish(message); }
    void reconnect() override { m_bus->reconnect(); }

  protected:
    virtual void hear(NodeMessage message) = 0;
    void handOn(const NodeMessage& message) { m_listener->heard(encode(message)); }

  private:
    void heard(const QByteArray& bytes) override
    {
        if (auto message = decodeNodeMessage(bytes))
            hear(*std::move(message));
    }
    void attached() override { m_listener->attached(); }

    const std::unique_ptr<EventBus> m_bus;
    BusListener* m_listener = nullptr;
};

/// Whatever numbers a node gives its messages, each seems to be the next one.
class IgnoresNumbers final : public PassingBus {
  public:
    using PassingBus::PassingBus;

  private:
    void hear(NodeMessage message) override
    {
        qint64& last = m_last[message.node];
        message.number = last += message.hasContent() ? 1 : 0;
        handOn(message);
    }

    std::map<NodeId, qint64> m_last;
};

/// A node that was heard once seems to be heard for ever.
class KeepsDeadNodes final : public PassingBus {
  public:
    using PassingBus::PassingBus;

  private:
    void hear(NodeMessage message) override
    {
        NodeMessage& beat = m_beats[message.node];
        beat.node = message.node;
        beat.number = std::max(beat.number, message.number);
        message.goodbye = false;
        handOn(message);
        for (const auto& [node, last] : m_beats) {
            if (node != message.node)
                handOn(last);
        }
    }

    std::map<NodeId, NodeMessage> m_beats;
};

template <class Bug>
Seams inClusterStore()
{
    Seams seams;
    seams.store = [](std::unique_ptr<Store> store) { return std::make_unique<Bug>(std::move(store)); };
    return seams;
}

template <class Bug>
Seams inBus()
{
    Seams seams;
    seams.bus = [](std::unique_ptr<EventBus> bus) { return std::make_unique<Bug>(std::move(bus)); };
    return seams;
}

} // namespace

const std::map<QByteArray, Seams>& clusterBugs()
{
    static const std::map<QByteArray, Seams> bugs{
        {"skip-the-gap-fill", inClusterStore<SkipsGaps>()},
        {"reuse-a-nonce", inClusterStore<ReusesNonces>()},
        {"ignore-the-senders-numbers", inBus<IgnoresNumbers>()},
        {"keep-dead-presence", inBus<KeepsDeadNodes>()},
    };
    return bugs;
}

} // namespace parlance::faults
