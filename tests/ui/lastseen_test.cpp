#include "support/suite.h"
#include "ui/rooms/lastseen.h"

#include <QDateTime>
#include <QTest>

namespace parlance::test {

using namespace parlance::client;

class LastSeenTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void words_data();
    void words();
};

void LastSeenTest::words_data()
{
    QTest::addColumn<QDateTime>("at");
    QTest::addColumn<QDateTime>("now");
    QTest::addColumn<QString>("said");
    const auto row = [](const char* name, const char* at, const char* now, const char* said) {
        QTest::newRow(name) << QDateTime::fromString(QString::fromLatin1(at), Qt::ISODate)
                            << QDateTime::fromString(QString::fromLatin1(now), Qt::ISODate) << QString::fromUtf8(said);
    };
    row("now", "2026-03-20T14:03:00", "2026-03-20T14:03:59", "seen just now");
    row("the clocks differ", "2026-03-20T14:03:00", "2026-03-20T14:01:00", "seen just now");
    row("a minute", "2026-03-20T14:03:00", "2026-03-20T14:04:59", "seen a minute ago");
    row("minutes", "2026-03-20T14:03:00", "2026-03-20T14:05:00", "seen 2 minutes ago");
    row("almost an hour", "2026-03-20T14:03:00", "2026-03-20T15:02:59", "seen 59 minutes ago");
    row("over midnight", "2026-03-19T23:50:00", "2026-03-20T00:10:00", "seen 20 minutes ago");
    row("today", "2026-03-20T14:03:00", "2026-03-20T15:03:00", "seen today at 14:03");
    row("yesterday", "2026-03-19T14:03:00", "2026-03-20T23:59:00", "seen yesterday at 14:03");
    row("yesterday, late", "2026-03-19T22:30:00", "2026-03-20T00:10:00", "seen yesterday at 22:30");
    row("older", "2026-03-18T23:59:00", "2026-03-20T00:01:00", "seen on 18 March");
    row("another year", "2025-12-30T10:00:00", "2026-01-01T10:00:00", "seen on 30 December 2025");
    row("New Year's Eve", "2025-12-31T10:00:00", "2026-01-01T10:00:00", "seen yesterday at 10:00");
}

void LastSeenTest::words()
{
    QFETCH(const QDateTime, at);
    QFETCH(const QDateTime, now);
    QTEST(lastSeen(at.toMSecsSinceEpoch(), now.toMSecsSinceEpoch(), QLocale(QLocale::English, QLocale::UnitedKingdom)),
          "said");
}

} // namespace parlance::test

PARLANCE_SUITE(lastseen, parlance::test::LastSeenTest)
#include "lastseen_test.moc"
