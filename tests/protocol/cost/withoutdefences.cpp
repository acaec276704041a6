#include "protocol/cost/flood.h"
#include "protocol/cost/undefended.h"
#include "support/suite.h"

#include <QTest>

namespace parlance {

using test::Case;
using test::cases;
using test::Flood;
using test::FullServer;

/// That the flood would be noticed: the same server with its defences off, where each row must fail for the reason that
/// it names. What bounds the other rows is no part that could be taken away: the rates that no setting changes, and the
/// room's indexes of its members.
class WithoutDefences : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase() { m_server = std::make_unique<FullServer>(test::undefended()); }
    void theFloodIsNoticed_data();
    void theFloodIsNoticed();

  private:
    std::unique_ptr<FullServer> m_server;
};

void WithoutDefences::theFloodIsNoticed_data()
{
    QTest::addColumn<QString>("reason");
    for (const char* name : {"join large", "join resuming", "read closed", "history newest", "history deleted",
                             "rooms all", "rooms none", "memberships", "hello", "leave", "plain join large"})
        QTest::newRow(name) << QStringLiteral(" rows, of ");
    for (const char* name : {"message calls everybody of one name", "message calls nobody", "message calls many",
                             "edit", "delete", "topic", "plain message"})
        QTest::newRow(name) << QStringLiteral(" has no limit");
    QTest::newRow("plain join among plain clients") << QStringLiteral(" bytes out for each byte in, of ");
}

void WithoutDefences::theFloodIsNoticed()
{
    QFETCH(const QString, reason);
    std::vector<Case> rows;
    std::ranges::copy_if(cases(), std::back_inserter(rows),
                         [](const Case& each) { return each.name() == QTest::currentDataTag(); });
    QCOMPARE(rows.size(), size_t(1));
    Flood flood(*m_server, rows);
    const QStringList problems = flood.run();
    QVERIFY2(!problems.filter(reason).isEmpty(), qPrintable(problems.mid(0, 10).join(u'\n')));
}

} // namespace parlance

using parlance::WithoutDefences;
PARLANCE_SUITE(without_defences, WithoutDefences)
#include "withoutdefences.moc"
