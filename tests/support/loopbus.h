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
    class Bus;

    /// What becomes of a message on its way to a node.
    enum class Fate {
        Arrives,
        IsLost,
        Doubles,
        Waits, ///< others overtake it
    };

  private:
    struct Message {
        Bus* to;
        QByteArray bytes;
    };

  public:
    /// One node's end.
    class Bus final : public EventBus {
      public:
        explicit Bus(LoopNetwork& network)
            : m_network(network)
        {
            network.m_buses.push_back(this);
        }
        ~Bus() override
        {
            std::erase(m_network.m_buses, this);
            std::erase(m_network.m_attaching, this);
            std::erase_if(m_network.m_onTheWay, [this](const Message& message) { return message.to == this; });
        }
        void attach(BusListener& listener) override
        {
            m_listener = &listener;
            m_network.m_attaching.push_back(this);
        }
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
        const auto attaching = std::exchange(m_attaching, {});
        for (Bus* bus : attaching)
            bus->m_listener->attached();
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
        return !all.empty() || !attaching.empty();
    }

  private:
    std::vector<Bus*> m_buses;
    std::vector<Bus*> m_attaching; // are to be told that they are
    std::deque<Message> m_onTheWay;
};

} // namespace parlance::test
