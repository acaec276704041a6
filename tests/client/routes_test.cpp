#include "models/routes.h"
#include "support/goldentext.h"
#include "support/suite.h"

#include <QTest>

namespace parlance::client {

using namespace Qt::StringLiterals;

/// As the page's tests/web/unit/routes.test.mjs, with the same cases.
class RoutesTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void routes_data() { test::addTextCases("routes.json", "routes"_L1); }
    void routes();
};

void RoutesTest::routes()
{
    QFETCH(QJsonObject, golden);
    const Route route = parseRoute(golden["hash"_L1].toString());
    QCOMPARE(route.room, golden["room"_L1].toString());
    QCOMPARE(route.seq.value_or(-1), golden["seq"_L1].toInteger(-1));
    QCOMPARE(route.key, golden["key"_L1].toString());
}

} // namespace parlance::client

using parlance::client::RoutesTest;
PARLANCE_SUITE(routes, RoutesTest)
#include "routes_test.moc"
