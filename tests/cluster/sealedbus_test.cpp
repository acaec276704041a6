#include "cluster/bus_contract.h"
#include "cluster/sealedbus.h"
#include "support/loopbus.h"
#include "support/suite.h"

#include <QTest>

namespace parlance {

using namespace parlance::test;

class SealedBusTest final : public BusContract {
    Q_OBJECT
  protected:
    std::unique_ptr<EventBus> makeBus() override { return sealed('k'); }
    void waitUntil(const std::function<bool()>& isDone) override
    {
        while (!isDone())
            QVERIFY2(m_network.deliver(), "nothing is on its way");
    }

  private Q_SLOTS:
    void nobodyReadsOrSpeaksWithoutTheKey();
    void whatWasChangedDoesNotOpen();

  private:
    void settle()
    {
        while (m_network.deliver())
            continue;
    }
    std::unique_ptr<SealedBus> sealed(char key)
    {
        return std::make_unique<SealedBus>(std::make_unique<LoopNetwork::Bus>(m_network),
                                           QByteArray(SealedBus::keyLength, key));
    }

    LoopNetwork m_network;
};

void SealedBusTest::nobodyReadsOrSpeaksWithoutTheKey()
{
    const auto member = makeEnd();
    LoopNetwork::Bus open(m_network);
    BusEnd stranger;
    open.attach(stranger);
    const auto elsewhere = sealed('e');
    BusEnd neighbour;
    elsewhere->attach(neighbour);
    member->bus->publish("a secret of theirs");
    member->bus->publish("a secret of theirs");
    waitUntil([&] { return stranger.messages.size() == 2; });
    QVERIFY(!stranger.messages[0].contains("secret") && stranger.messages[0] != stranger.messages[1]);
    QVERIFY(neighbour.messages.empty());
    QCOMPARE(elsewhere->refused(), 2U);
    open.publish("a secret of theirs");
    elsewhere->publish("hello");
    settle();
    QCOMPARE(member->messages.size(), size_t(2));
    QCOMPARE(static_cast<SealedBus&>(*member->bus).refused(), 2U);
}

void SealedBusTest::whatWasChangedDoesNotOpen()
{
    const auto member = makeEnd();
    LoopNetwork::Bus open(m_network);
    BusEnd stranger;
    open.attach(stranger);
    member->bus->publish("hello");
    waitUntil([&] { return !stranger.messages.empty(); });
    const QByteArray sealed = stranger.messages.front();
    const size_t heard = member->messages.size();
    for (qsizetype i = 0; i < sealed.size(); ++i) {
        QByteArray changed = sealed;
        changed[i] = char(changed[i] ^ 1);
        open.publish(changed);
        open.publish(sealed.first(i));
    }
    settle();
    QCOMPARE(member->messages.size(), heard);
    open.publish(sealed); // the relay knows what it has heard already
    settle();
    QCOMPARE(member->messages.size(), heard + 1);
}

} // namespace parlance

using parlance::SealedBusTest;
PARLANCE_SUITE(sealedbus, SealedBusTest)
#include "sealedbus_test.moc"
