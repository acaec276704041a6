#include "cluster/bus_contract.h"
#include "support/loopbus.h"
#include "support/suite.h"

#include <QTest>

namespace parlance {

class LoopBusTest final : public test::BusContract {
    Q_OBJECT
  protected:
    std::unique_ptr<EventBus> makeBus() override { return std::make_unique<test::LoopNetwork::Bus>(m_network); }
    void waitUntil(const std::function<bool()>& isDone) override
    {
        while (!isDone())
            QVERIFY2(m_network.deliver(), "nothing is on its way");
    }

  private:
    test::LoopNetwork m_network;
};

} // namespace parlance

using parlance::LoopBusTest;
PARLANCE_SUITE(loopbus, LoopBusTest)
#include "loopbus_test.moc"
