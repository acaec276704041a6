#pragma once

#include "cluster/eventrelay.h"
#include "cluster/noticereader.h"
#include "cluster/peoplerelay.h"
#include "cluster/raterelay.h"
#include "handlers/noticed.h"
#include "support/loopbus.h"
#include "support/noticingstore.h"
#include "support/servercore.h"

#include <set>

namespace parlance::test {

/// Several servers on one store, joined by a bus in memory, in one thread and without a socket.
class Nodes {
  public:
    /// `messages`: that an identity may write in 10 s; 0: no limit.
    explicit Nodes(int count, qint64 messages = 0)
        : m_messages(messages)
    {
        m_nodes.resize(size_t(count));
        for (int i = 0; i < count; ++i)
            start(i);
    }
    ~Nodes() { settle(); } // what the store has not answered holds rooms

    ServerCore& operator[](int node) { return m_nodes[size_t(node)]->core; }
    NoticingStore& board(int node) { return *m_nodes[size_t(node)]->board; }
    NodeStream& stream(int node) { return m_nodes[size_t(node)]->stream; }
    EventRelay& events(int node) { return m_nodes[size_t(node)]->events; }
    PeopleRelay& people(int node) { return m_nodes[size_t(node)]->people; }
    LoopNetwork::Bus& bus(int node) { return m_nodes[size_t(node)]->bus; }
    int count() const { return int(m_nodes.size()); }

    /// Whether it runs.
    bool isUp(int node) const { return m_nodes[size_t(node)] != nullptr; }

    /// The node is gone from one moment to the next, and its clients with it.
    void kill(int node)
    {
        while (std::exchange(m_storeAnswers, false))
            m_store.deliver(); // what waits for it holds rooms of the node
        m_nodes[size_t(node)].reset();
    }

    /// A new one in its place.
    void start(int node) { m_nodes[size_t(node)] = std::make_unique<Node>(*this); }

    /// Nodes that others take for alive even though nothing is heard of them.
    std::set<NodeId> registered;
    /// Nodes that the store knows to be gone.
    std::set<NodeId> ended;

    /// Counts the clients' addresses.
    int lastAddress = 0;

    /// Lets everything happen that needs no time.
    void settle()
    {
        bool isBusy = true;
        while (isBusy) {
            isBusy = std::exchange(m_storeAnswers, false);
            m_store.deliver();
            forEach([](Node& node) {
                node.core.settle();
                node.stream.flush();
            });
            isBusy |= network.deliver();
        }
    }

    /// Lets time pass on all nodes.
    void pass(qint64 milliseconds)
    {
        settle();
        for (qint64 left = milliseconds; left > 0; left -= DeadlineWheel::slotLength) {
            forEach([left](Node& node) {
                advance(node.core.clock, node.core.wheel, std::min(left, DeadlineWheel::slotLength));
            });
            settle();
        }
    }

    LoopNetwork network;

  private:
    ServerFacts facts() const
    {
        ServerFacts facts;
        facts.limits.messages = m_messages;
        return facts;
    }

    struct Node final : NoticeListener {
        explicit Node(Nodes& nodes)
            : core(nodes.facts(), {},
                   [this, &nodes](auto) {
                       auto made = std::make_unique<NoticingStore>(nodes.m_store, nodes.m_notices, id);
                       board = made.get();
                       return made;
                   })
            , bus(nodes.network)
            , stream(id, bus, core.wheel)
            , events(stream, *core.store, core.rooms, core.wheel)
            , people(stream, core.rooms, core.identities, core.wheel,
                     [&nodes](const NodeId& node) -> std::optional<bool> {
                         if (nodes.registered.contains(node))
                             return true;
                         return nodes.ended.contains(node) ? std::optional(false) : std::nullopt;
                     })
            , notices(stream, *board, core.wheel, *this)
            , rates(stream, core.rates, core.wheel)
        {
            core.memory = nullptr; // not used
            core.attendance.setFollower(&people);
        }
        ~Node() override { core.attendance.setFollower(nullptr); }
        Node(const Node&) = delete;
        Node& operator=(const Node&) = delete;

        void noticed(const Notice& notice, std::function<void()> unsettled) override
        {
            handlers::noticed(core.services, notice, std::move(unsettled));
        }
        void outdated() override { handlers::outdated(core.services); }

        const NodeId id = NodeId::random();
        NoticingStore* board = nullptr;
        ServerCore core;
        LoopNetwork::Bus bus;
        NodeStream stream;
        EventRelay events;
        PeopleRelay people;
        NoticeReader notices;
        RateRelay rates;
    };

    template <class Act>
    void forEach(Act act)
    {
        for (const auto& node : m_nodes) {
            if (node)
                act(*node);
        }
    }

    const qint64 m_messages;
    bool m_storeAnswers = false;
    MemoryStore m_store{[this] { m_storeAnswers = true; }};
    Notices m_notices;
    std::vector<std::unique_ptr<Node>> m_nodes;
};

} // namespace parlance::test
