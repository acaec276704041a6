#include "protocol/cost/flood.h"
#include "support/suite.h"

#include <QTest>

#include <functional>
#include <map>

namespace parlance {

using test::Case;
using test::cases;
using test::Flood;
using test::FullServer;

/// One address may do all that its limits allow, in every way there is, and everybody else is served as before.
class FloodTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase() { m_server = std::make_unique<FullServer>(); }
    void othersAreServed_data();
    void othersAreServed();

  private:
    std::unique_ptr<FullServer> m_server;
};

void FloodTest::othersAreServed_data()
{
    QTest::addColumn<std::vector<Case>>("rows");
    const auto among = [](auto isWanted) {
        std::vector<Case> rows;
        std::ranges::copy_if(cases(), std::back_inserter(rows), isWanted);
        return rows;
    };
    std::map<RateClass, std::string_view> kinds; // each by the type of its first row
    for (const Case& each : cases())
        kinds.try_emplace(each.rate, each.type);
    for (const auto& [rate, type] : kinds) {
        QTest::addRow("%.*s, and all that count with it", int(type.size()), type.data())
            << among([rate = rate](const Case& each) { return each.rate == rate; });
    }
    QTest::newRow("all that plain clients ask") << among(std::mem_fn(&Case::isPlain));
    QTest::newRow("everything") << cases();
}

void FloodTest::othersAreServed()
{
    QFETCH(const std::vector<Case>, rows);
    Flood flood(*m_server, rows);
    const QStringList problems = flood.run();
    QVERIFY2(problems.isEmpty(), qPrintable(problems.mid(0, 10).join(u'\n')));
}

} // namespace parlance

using parlance::FloodTest;
PARLANCE_SUITE(flood, FloodTest)
#include "flood_test.moc"
