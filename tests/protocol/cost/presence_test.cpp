#include "protocol/cost/cases.h"
#include "protocol/cost/undefended.h"
#include "support/servercore.h"
#include "support/suite.h"

#include <QTest>

namespace parlance {

using test::bytesIn;
using test::ServerCore;
using test::TestPeer;

/// One client that joins and leaves a room, again and again, where so many others are present that they are told only a
/// number while it is there. Bytes are counted, and nothing is timed.
class PresenceCostTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void aVisitCostsWhatItChanges_data() { counts(); }
    void aVisitCostsWhatItChanges();
    void wholeListsAreNoticed();

  private:
    static constexpr qint64 mostForAVisit =
        1'024; ///< bytes to each of the others: what one join and one leave may cost
    static constexpr int visits = 5;

    static void counts();
    static qint64 bytesForAVisit(ServerCore& core, int others);
};

void PresenceCostTest::counts()
{
    QTest::addColumn<int>("others");
    for (const int below : {1, 0, -1})
        QTest::addRow("%d present", limits::crowd - below) << limits::crowd - below;
}

/// What each of the others is told, on average.
qint64 PresenceCostTest::bytesForAVisit(ServerCore& core, int others)
{
    std::vector<TestPeer*> audience;
    for (int i = 0; i < others; ++i) {
        audience.push_back(&core.connect(QStringLiteral("192.0.2.%1").arg(i)));
        audience.back()->enter("somebody " + QByteArray::number(i), "hall");
    }
    TestPeer& visitor = core.connect(QStringLiteral("198.51.100.1"));
    visitor.enter("visitor", "lobby");
    core.pass(20'000);
    for (TestPeer* peer : audience)
        peer->take();
    qint64 sent = 0;
    for (int i = 0; i < visits; ++i) {
        for (const QByteArray frame : {R"({"type":"join","name":"hall"})", R"({"type":"leave","room":"#hall"})"}) {
            sent += frame.size();
            visitor.inject(frame);
            core.pass(limits::crowdWindow + 100);
        }
    }
    qint64 told = 0;
    for (TestPeer* peer : audience)
        told += bytesIn(peer->take());
    qInfo("%lld bytes to %d people for %lld bytes", told, others, sent);
    return told / others / visits;
}

void PresenceCostTest::aVisitCostsWhatItChanges()
{
    QFETCH(const int, others);
    ServerCore core;
    const qint64 bytes = bytesForAVisit(core, others);
    QVERIFY2(bytes > 0 && bytes <= mostForAVisit, QByteArray::number(bytes).constData());
}

/// That a list of everybody would be seen, in place of what has changed.
void PresenceCostTest::wholeListsAreNoticed()
{
    ServerCore core({}, {}, {}, [](Audiences& hub) { return std::make_unique<test::WholeLists>(hub); });
    QVERIFY(bytesForAVisit(core, limits::crowd) > 5 * mostForAVisit);
}

} // namespace parlance

using parlance::PresenceCostTest;
PARLANCE_SUITE(presence, PresenceCostTest)
#include "presence_test.moc"
