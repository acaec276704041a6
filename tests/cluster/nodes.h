#pragma once

#include "cluster/eventrelay.h"
#include "cluster/noticereader.h"
#include "handlers/noticed.h"
#include "support/loopbus.h"
#include "support/noticingstore.h"
#include "support/servercore.h"

namespace parlance::test {

/// Several servers on one store, joined by a bus in memory, in one thread and without a socket.
class Nodes {
  public:
    explicit Nodes(int count)
    {
        for (int i = 0; i < count; ++i)
            m_nodes.push_back(std::make_unique<Node>(*this));
    }
    ~Nodes() { settle(); } // what the store has not answered holds rooms

    ServerCore& operator[](int node) { return m_nodes[size_t(node)]->core; }
    EventRelay& relay(int node) { return m_nodes[size_t(node)]->relay; }
    NoticeReader& notices(int node) { return m_nodes[size_t(node)]->notices; }
    LoopNetwork::Bus& bus(int node) { return m_nodes[size_t(node)]->bus; }
    int count() const { return int(m_nodes.size()); }

    /// Lets everything happen that needs no time.
    void settle()
    {
        bool isBusy = true;
        while (isBusy) {
            isBusy = std::exchange(m_storeAnswers, false);
            m_store.deliver();
            for (const auto& node : m_nodes) {
                node->core.settle();
                node->relay.flush();
            }
            if (std::exchange(m_isPosted, false)) {
                for (const auto& node : m_nodes)
                    node->notices.look();
            }
            isBusy |= network.deliver();
        }
    }

    /// Lets time pass on all nodes.
    void pass(qint64 milliseconds)
    {
        settle();
        for (qint64 left = milliseconds; left > 0; left -= DeadlineWheel::slotLength) {
            for (const auto& node : m_nodes)
                advance(node->core.clock, node->core.wheel, std::min(left, DeadlineWheel::slotLength));
            settle();
        }
    }

    LoopNetwork network;

  private:
    static ServerFacts unlimited()
    {
        ServerFacts facts;
        facts.limits.messages = 0;
        return facts;
    }

    struct Node final : NoticeListener {
        explicit Node(Nodes& nodes)
            : core(unlimited(), {},
                   [this, &nodes](auto) {
                       auto made = std::make_unique<NoticingStore>(nodes.m_store, nodes.m_notices, id);
                       board = made.get();
                       return made;
                   })
            , bus(nodes.network)
            , relay(bus, *core.store, core.rooms, core.wheel)
            , notices(*board, core.wheel, id, *this)
        {
            core.memory = nullptr; // not used
            board->onPosted([&nodes] { nodes.m_isPosted = true; });
        }
        void noticed(const Notice& notice) override { handlers::noticed(core.services, notice); }
        void outdated() override { handlers::outdated(core.services); }

        const NodeId id = NodeId::random();
        NoticingStore* board = nullptr;
        ServerCore core;
        LoopNetwork::Bus bus;
        EventRelay relay;
        NoticeReader notices;
    };

    bool m_storeAnswers = false;
    bool m_isPosted = false;
    MemoryStore m_store{[this] { m_storeAnswers = true; }};
    Notices m_notices;
    std::vector<std::unique_ptr<Node>> m_nodes;
};

} // namespace parlance::test
