#include "app/rereading.h"
#include "support/suite.h"

#include <QTest>

namespace parlance {

class RereadingTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void nothingHasChanged();
    void whatIsLookedUpTakesEffect();
    void whatNeedsARestartStaysAsItWas();
    void tlsIsNeitherBegunNorEnded();
};

void RereadingTest::nothingHasChanged()
{
    const Reread same = reread({}, {});
    QVERIFY(same.changed.isEmpty() && same.forRestart.isEmpty());
    QCOMPARE(describe(same), QStringLiteral("no setting has changed"));
}

void RereadingTest::whatIsLookedUpTakesEffect()
{
    Settings found;
    found.messages = 5;
    found.password = QStringLiteral("a, b");
    found.origins = {QStringLiteral("https://a.example"), QStringLiteral("https://b.example")};
    const Reread anew = reread({}, found);
    QCOMPARE(anew.settings.messages, 5);
    QCOMPARE(anew.settings.password, found.password);
    QCOMPARE(anew.settings.origins, found.origins);
    QVERIFY(anew.forRestart.isEmpty());
    QCOMPARE(describe(anew), QStringLiteral("in effect now: net.origins, access.password, limits.messages"));
}

void RereadingTest::whatNeedsARestartStaysAsItWas()
{
    Settings running;
    running.listenPort = 1;
    Settings found;
    found.listenPort = 2;
    found.durability = QStringLiteral("normal");
    found.messages = 5;
    const Reread anew = reread(running, found);
    QCOMPARE(anew.settings.listenPort, 1);
    QCOMPARE(anew.settings.durability, QStringLiteral("full"));
    QCOMPARE(describe(anew), QStringLiteral("in effect now: limits.messages; after a restart: net.listen, "
                                            "storage.durability"));
    // It is said again as long as it is so.
    QCOMPARE(reread(anew.settings, found).forRestart,
             QStringList({QStringLiteral("net.listen"), QStringLiteral("storage.durability")}));
}

void RereadingTest::tlsIsNeitherBegunNorEnded()
{
    Settings with;
    with.certificate = QStringLiteral("a.pem");
    with.key = QStringLiteral("a.key");
    Settings other = with;
    other.certificate = QStringLiteral("b.pem");
    QCOMPARE(reread(with, other).changed, QStringList{QStringLiteral("tls.certificate")});
    QCOMPARE(reread(with, {}).forRestart.size(), 2);
    QCOMPARE(reread({}, with).forRestart.size(), 2);
    QVERIFY(reread({}, with).settings.certificate.isEmpty());
}

} // namespace parlance

using parlance::RereadingTest;
PARLANCE_SUITE(rereading, RereadingTest)
#include "rereading_test.moc"
