#include "app/logrepeats.h"
#include "support/suite.h"

#include <QTest>

namespace parlance {

/// Which log lines are written and which are only counted.
class LogRepeatsTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void shapes_data();
    void shapes();
    void aBurstThenOneAtATime();
    void kindsDoNotTouchEachOther();
    void whatWasLeftOutIsToldOnce();
    void thousandsOfShapesShareOne();
    void aDayOfAFlood();
};

void LogRepeatsTest::shapes_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("shape");
    const auto row = [](const char* text, const char* shape) {
        QTest::newRow(text) << QString::fromLatin1(text) << QString::fromLatin1(shape);
    };
    row("refused 503 192.0.2.1", "refused # #");
    row("refused 503 2001:db8:0:0::/64", "refused # #");
    row("17 full 6f1c0c62-2a43-4c54-8e55-d1fd0b5dd1f4 ::1", "# full # #");
    row("17 closing 4003 not_greeted", "# closing # not_greeted");
    row("stopping", "stopping");
    row("", "");
}

void LogRepeatsTest::shapes()
{
    QFETCH(const QString, text);
    QFETCH(const QString, shape);
    QCOMPARE(LogRepeats::shapeOf(text), shape);
}

namespace {

constexpr LogRepeats::Rate rate{3, 1'000};

int admitted(LogRepeats& repeats, int lines, qint64 now, const QString& text = QStringLiteral("refused %1"))
{
    int count = 0;
    for (int i = 0; i < lines; ++i)
        count += repeats.admits(QStringLiteral("net"), text.arg(i), rate, now) ? 1 : 0;
    return count;
}

} // namespace

void LogRepeatsTest::aBurstThenOneAtATime()
{
    LogRepeats repeats;
    QCOMPARE(admitted(repeats, 10, 0), 3);
    QCOMPARE(admitted(repeats, 10, 999), 0);
    QCOMPARE(admitted(repeats, 10, 1'000), 1);
    QCOMPARE(admitted(repeats, 10, 3'000), 2);
    QCOMPARE(admitted(repeats, 10, 1'000'000), 3);
    QCOMPARE(repeats.leftOut(), quint64(50 - 9));
}

void LogRepeatsTest::kindsDoNotTouchEachOther()
{
    LogRepeats repeats;
    QCOMPARE(admitted(repeats, 100, 0), 3);
    QVERIFY(repeats.admits(QStringLiteral("store"), QStringLiteral("refused 1"), rate, 0));
    QVERIFY(repeats.admits(QStringLiteral("net"), QStringLiteral("closed 1"), rate, 0));
}

void LogRepeatsTest::whatWasLeftOutIsToldOnce()
{
    LogRepeats repeats;
    QCOMPARE(repeats.nextDue(), -1);
    admitted(repeats, 5, 100);
    QCOMPARE(repeats.nextDue(), 100 + LogRepeats::tellEvery);
    QVERIFY(repeats.takeDue(repeats.nextDue() - 1).empty());
    const auto due = repeats.takeDue(repeats.nextDue());
    QCOMPARE(due.size(), size_t(1));
    QCOMPARE(due[0].category, QStringLiteral("net"));
    QCOMPARE(due[0].example, QStringLiteral("refused 3"));
    QCOMPARE(due[0].count, quint64(2));
    QCOMPARE(repeats.nextDue(), -1);
    QVERIFY(repeats.takeDue(1'000'000, true).empty());
    // At the end, what is not due yet as well.
    QCOMPARE(admitted(repeats, 5, 2'000'000), 3);
    QCOMPARE(repeats.takeDue(2'000'000, true).size(), size_t(1));
}

/// Memory is bounded, also where somebody finds a way to vary a line.
void LogRepeatsTest::thousandsOfShapesShareOne()
{
    LogRepeats repeats;
    int count = 0;
    for (int i = 0; i < 20'000; ++i) {
        QString word;
        for (int rest = i; rest > 0; rest /= 26)
            word += QChar(u'a' + rest % 26);
        count += repeats.admits(QStringLiteral("net"), word, rate, i / 1'000) ? 1 : 0;
    }
    QVERIFY2(count < 600, qPrintable(QString::number(count)));
    QCOMPARE(repeats.leftOut(), quint64(20'000 - count));
}

void LogRepeatsTest::aDayOfAFlood()
{
    LogRepeats repeats;
    constexpr qint64 day = 24 * 60 * 60 * 1'000;
    qint64 bytes = 0;
    quint64 told = 0;
    quint64 written = 0;
    quint64 caused = 0;
    const auto add = [&](const std::vector<LogRepeats::LeftOut>& lines) {
        for (const auto& line : lines) {
            bytes += line.example.size() + 80;
            told += line.count;
        }
    };
    for (qint64 now = 0; now < day; now += 1'000) { // what comes in between costs nothing more
        const auto line = QStringLiteral("refused 503 192.0.2.%1").arg(now % 256);
        ++caused;
        if (repeats.admits(QStringLiteral("net"), line, LogRepeats::usual, now)) {
            ++written;
            bytes += line.size() + 40;
        }
        add(repeats.takeDue(now));
    }
    add(repeats.takeDue(day, true));
    QCOMPARE(written + told, caused);
    QVERIFY2(bytes < 4'000'000, qPrintable(QString::number(bytes)));
}

} // namespace parlance

using parlance::LogRepeatsTest;
PARLANCE_SUITE(logrepeats, LogRepeatsTest)
#include "logrepeats_test.moc"
