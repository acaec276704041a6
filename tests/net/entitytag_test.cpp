#include "net/entitytag.h"
#include "support/suite.h"

#include <QTest>

namespace parlance {

class EntityTagTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void table_data();
    void table();
};

void EntityTagTest::table_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<bool>("names");
    const auto row = [](const char* value, bool names) { QTest::newRow(value) << QByteArray(value) << names; };
    row(R"("x")", true);
    row(R"(W/"x")", true);
    row("*", true);
    row(R"("a", "x")", true);
    row(R"("a",W/"x","b")", true);
    row(R"(, "a" ,, "x" ,)", true);
    row(R"("a,b", "x")", true);
    row(R"("a, "x"")", false);
    row(R"("X")", false);
    row(R"(w/"x")", false);
    row(R"("xy")", false);
    row(R"("x" "a")", false);
    row("x", false);
    row(R"("x)", false);
    row(R"(*, "a")", false);
    row("", false);
}

void EntityTagTest::table()
{
    QFETCH(const QByteArray, value);
    QFETCH(const bool, names);
    QCOMPARE(namesEntityTag(value, R"("x")"), names);
}

} // namespace parlance

using parlance::EntityTagTest;
PARLANCE_SUITE(entitytag, EntityTagTest)
#include "entitytag_test.moc"
