#include "metrics/exposition.h"
#include "metrics/process.h"
#include "support/suite.h"

#include <QTest>

namespace parlance {

class ExpositionTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void writesEachTypeAsDocumented();
    void labelsMayBeAnyText();
    void bucketsAddUp();
    void knowsItsProcess();
};

void ExpositionTest::writesEachTypeAsDocumented()
{
    Exposition out;
    out.counter("a_total", "What grew.", 3);
    out.gauge("b_bytes", "What is.");
    out.sample({{"kind", "x"}, {"place", "y"}}, 0.25);
    out.sample({{"kind", "z"}}, 9'007'199'254'740'992.0);
    QCOMPARE(out.take(), QByteArray("# HELP a_total What grew.\n"
                                    "# TYPE a_total counter\n"
                                    "a_total 3\n"
                                    "# HELP b_bytes What is.\n"
                                    "# TYPE b_bytes gauge\n"
                                    "b_bytes{kind=\"x\",place=\"y\"} 0.25\n"
                                    "b_bytes{kind=\"z\"} 9007199254740992\n"));
}

void ExpositionTest::labelsMayBeAnyText()
{
    Exposition out;
    out.gauge("a", "What is.");
    out.sample({{"text", "a\"b\\c\nd"}}, 1);
    QVERIFY(out.take().endsWith("a{text=\"a\\\"b\\\\c\\nd\"} 1\n"));
}

void ExpositionTest::bucketsAddUp()
{
    Histogram histogram;
    for (const qint64 microseconds : {0, 500, 501, 5'000'000, 5'000'001})
        histogram.observe(microseconds);
    Exposition out;
    out.histogram("a_seconds", "How long.", histogram);
    const QByteArray text = out.take();
    QVERIFY(text.contains("# TYPE a_seconds histogram\na_seconds_bucket{le=\"0.0005\"} 2\n"));
    QVERIFY(text.contains("a_seconds_bucket{le=\"0.001\"} 3\n"));
    QVERIFY(text.contains("a_seconds_bucket{le=\"5\"} 4\n"
                          "a_seconds_bucket{le=\"+Inf\"} 5\n"
                          "a_seconds_sum 10.001002\n"
                          "a_seconds_count 5\n"));
}

void ExpositionTest::knowsItsProcess()
{
    const ProcessState state = processState();
    QVERIFY(state.residentBytes > 1'000'000);
    QVERIFY(state.openDescriptors >= 3);
    QVERIFY(state.maxDescriptors >= state.openDescriptors);
    QVERIFY(state.processorSeconds > 0);
}

} // namespace parlance

using parlance::ExpositionTest;
PARLANCE_SUITE(exposition, ExpositionTest)
#include "exposition_test.moc"
