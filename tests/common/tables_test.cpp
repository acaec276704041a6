#include "base/closecodes.h"
#include "base/errors.h"
#include "support/suite.h"

#include <QTest>

#include <set>
#include <string>

namespace parlance {

/// The tables that clients decide by.
class TablesTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void everyErrorHasOneRow();
    void errorNamesAreUniqueAndSnakeCase();
    void namesLeadBackToTheirErrors();
    void everyCloseCodeHasOneRow();
    void closeReasonsFitAFrame();
    void rangesSayWhetherToComeBack();
};

namespace {

bool isSnakeCase(std::string_view name)
{
    return !name.empty() && std::ranges::all_of(name, [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
}

} // namespace

void TablesTest::everyErrorHasOneRow()
{
    std::set<ErrorCode> seen;
    for (const ErrorInfo& row : ErrorTable()) {
        QVERIFY2(seen.insert(row.code).second, row.name.data());
        QVERIFY(!row.advice.empty());
        QCOMPARE(&info(row.code), &row);
    }
    QCOMPARE(seen.size(), size_t(ErrorCode::Internal) + 1); // the last of the enumeration
}

void TablesTest::errorNamesAreUniqueAndSnakeCase()
{
    std::set<std::string_view> names;
    for (const ErrorInfo& row : ErrorTable()) {
        QVERIFY2(isSnakeCase(row.name), row.name.data());
        QVERIFY2(names.insert(row.name).second, row.name.data());
    }
}

void TablesTest::namesLeadBackToTheirErrors()
{
    for (const ErrorInfo& row : ErrorTable())
        QCOMPARE(errorCode(row.name), std::optional(row.code));
    QCOMPARE(errorCode("not_yet_invented"), std::nullopt);
    QCOMPARE(errorCode(""), std::nullopt);
}

void TablesTest::everyCloseCodeHasOneRow()
{
    std::set<CloseCode> codes;
    std::set<std::string_view> reasons;
    for (const CloseInfo& row : CloseTable()) {
        QVERIFY2(codes.insert(row.code).second, row.reason.data());
        QVERIFY2(reasons.insert(row.reason).second, row.reason.data());
        QVERIFY(!row.meaning.empty());
        QCOMPARE(&info(row.code), &row);
    }
    for (const CloseCode code :
         {CloseCode::Normal, CloseCode::SlowConsumer, CloseCode::NotGreeted, CloseCode::SignedOut})
        QVERIFY(codes.contains(code));
}

/// RFC 6455, 5.5 and 7.4: a close frame carries at most 123 bytes beside the code, and codes of applications are
/// 4000-4999.
void TablesTest::closeReasonsFitAFrame()
{
    for (const CloseInfo& row : CloseTable()) {
        const auto code = unsigned(row.code);
        QVERIFY(row.reason.size() <= 123);
        QVERIFY(row.reason.empty() || isSnakeCase(row.reason));
        QVERIFY(code == 1000 || code == 1001 || code == 1002 || code == 1003 || code == 1008 || code == 1009 ||
                (code >= 4000 && code <= 4999));
    }
}

void TablesTest::rangesSayWhetherToComeBack()
{
    for (const unsigned code : {0U, 1000U, 1001U, 1006U, 1011U, 3000U, 4000U, 4499U, 5000U})
        QVERIFY2(comesBack(code), qPrintable(QString::number(code)));
    for (const unsigned code : {4500U, 4501U, 4999U})
        QVERIFY2(!comesBack(code), qPrintable(QString::number(code)));
}

} // namespace parlance

using parlance::TablesTest;
PARLANCE_SUITE(tables, TablesTest)
#include "tables_test.moc"
