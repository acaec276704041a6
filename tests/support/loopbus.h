#pragma once

#include "ports/eventbus.h"

#include <deque>
#include <functional>
#include <vector>

namespace parlance::test {

/// A bus in memory for several nodes in one test. Messages wait until deliver(), so that a test decides what becomes of
/// them.
class LoopNetwork {
  public:
    /// What becomes of a message on its way to a node.
    enum class Fate {
        Arrives,
        IsLost,
        Doubles,
        Waits, ///< others overtake it
    };

    /// One node's end.
    class Bus final : public EventBus {
      public:
        explicit Bus(LoopNetwork& network)
            : m_network(network)
        {
            network.m_buses.push_back(this);
        }
        void attach(BusListener& listener) override { m_listener = &listener; }
        void publish(const QByteArray& message) override
        {
            if (!isCut)
                m_network.publish(message);
        }
        void reconnect() override { ++reconnects; }

        bool isCut = false; ///< hears nothing and is heard by nobody
        int reconnects = 0;

      private:
        friend class LoopNetwork;
        LoopNetwork& m_network;
        BusListener* m_listener = nullptr;
    };

    /// Asked for each message and node.
    std::function<Fate(const Bus& to, const QByteArray& message)> fate = [](const Bus&, const QByteArray&) {
        return Fate::Arrives;
    };

    /// As if somebody else had sent it.
    void publish(const QByteArray& message)
    {
        for (Bus* bus : m_buses)
            m_onTheWay.push_back({bus, message});
    }

    /// Everything that is on its way arrives, or does not. False if nothing was.
    bool deliver()
    {
        const auto all = std::exchange(m_onTheWay, {});
        for (const auto& [bus, message] : all) {
            if (bus->isCut || !bus->m_listener)
                continue;
            const Fate becomes = fate(*bus, message);
            if (becomes == Fate::Waits)
                m_onTheWay.push_back({bus, message});
            if (becomes == Fate::Arrives || becomes == Fate::Doubles)
                bus->m_listener->heard(message);
            if (becomes == Fate::Doubles)
                bus->m_listener->heard(message);
        }
        return !all.empty();
    }

  private:
    struct Message {
        Bus* to;
        QByteArray bytes;
    };

    std::vector<Bus*> m_buses;
    std::deque<Message> m_onTheWay;
};

} // namespace parlance::test
