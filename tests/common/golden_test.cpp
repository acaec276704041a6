#include "protocol/codec.h"
#include "support/sourcefolder.h"
#include "support/suite.h"

#include <QDir>
#include <QTest>

namespace parlance {

/// Every example of the protocol is read, written again, and must be the same to the byte.
class GoldenTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void roundTrip_data();
    void roundTrip();
};

namespace {

template <class T>
QByteArray again(const Result<T>& message)
{
    return message ? encode(*message) : message.error().message.toUtf8();
}

QByteArray roundTripped(const QString& folder, const QByteArray& frame)
{
    if (folder == QLatin1String("plain/event"))
        return again(decodePlainEvent(frame));
    if (folder == QLatin1String("full/event"))
        return again(decodeFullEvent(frame));
    const auto envelope = decodeEnvelope(frame);
    if (!envelope)
        return envelope.error().message.toUtf8();
    return folder == QLatin1String("plain/request") ? again(decodePlainRequest(*envelope))
                                                    : again(decodeFullRequest(*envelope));
}

} // namespace

void GoldenTest::roundTrip_data()
{
    QTest::addColumn<QString>("folder");
    QTest::addColumn<QString>("file");
    for (const char* name : {"plain/request", "plain/event", "full/request", "full/event"}) {
        const QString folder = QString::fromLatin1(name);
        const QDir directory(test::sourceFolder() + QStringLiteral("/tests/golden/") + folder);
        const auto files = directory.entryList({QStringLiteral("*.json")});
        QVERIFY2(!files.isEmpty(), name);
        for (const QString& file : files)
            QTest::addRow("%s/%s", name, qPrintable(file)) << folder << directory.filePath(file);
    }
}

void GoldenTest::roundTrip()
{
    QFETCH(QString, folder);
    QFETCH(QString, file);
    QFile golden(file);
    QVERIFY(golden.open(QIODevice::ReadOnly));
    const QByteArray frame = golden.readAll().trimmed();
    QCOMPARE(roundTripped(folder, frame), frame);
}

} // namespace parlance

using parlance::GoldenTest;
PARLANCE_SUITE(golden, GoldenTest)
#include "golden_test.moc"
