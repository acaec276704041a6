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
    void rowsOfMarksTakeNoTime();
};

void RoutesTest::routes()
{
    QFETCH(QJsonObject, golden);
    const Route route = parseRoute(golden["hash"_L1].toString());
    QCOMPARE(route.room.text(), golden["room"_L1].toString().toLatin1());
    QCOMPARE(route.name, golden["name"_L1].toString());
    QCOMPARE(route.seq.value_or(-1), golden["seq"_L1].toInteger(-1));
    QCOMPARE(route.key, golden["key"_L1].toString());
}

/// Qt would take more than an hour to put these marks in order. What is too long for a room stays as it is, so that it
/// leads to no other room.
void RoutesTest::rowsOfMarksTakeNoTime()
{
    const QString tower = u'a' + QString(500'000, u'\u0301') + QString(500'000, u'\u0323');
    QCOMPARE(parseRoute(u"#/"_s + tower).name, tower);
}

} // namespace parlance::client

using parlance::client::RoutesTest;
PARLANCE_SUITE(routes, RoutesTest)
#include "routes_test.moc"
