#include "cluster/bus_contract.h"

#include <QTest>

namespace parlance::test {

std::unique_ptr<BusEnd> BusContract::makeEnd()
{
    auto end = std::make_unique<BusEnd>();
    end->bus = makeBus();
    end->bus->attach(*end);
    waitUntil([&] { return end->attachments > 0; });
    return end;
}

void BusContract::allHearWhatOneSays()
{
    const auto one = makeEnd();
    const auto other = makeEnd();
    one->bus->publish("hello");
    QVERIFY(one->messages.empty()); // never within the call
    waitUntil([&] { return !one->messages.empty() && !other->messages.empty(); });
    QCOMPARE(one->messages, std::vector<QByteArray>{"hello"});
    QCOMPARE(other->messages, std::vector<QByteArray>{"hello"});
}

void BusContract::messagesComeWhole_data()
{
    QTest::addColumn<QByteArray>("message");
    QTest::newRow("empty") << QByteArray("");
    QTest::newRow("line ends") << QByteArray("one\r\ntwo\r\n$5\r\n");
    QTest::newRow("zeros") << QByteArray(100, '\0');
    QTest::newRow("all bytes") << [] {
        QByteArray all;
        for (int i = 0; i < 256; ++i)
            all += char(i);
        return all;
    }();
    QTest::newRow("4 MiB") << QByteArray(4 * 1024 * 1024, 'x');
}

void BusContract::messagesComeWhole()
{
    QFETCH(const QByteArray, message);
    const auto one = makeEnd();
    const auto other = makeEnd();
    one->bus->publish(message);
    waitUntil([&] { return !other->messages.empty(); });
    QCOMPARE(other->messages.front(), message);
}

void BusContract::theOrderOfASenderStays()
{
    const auto one = makeEnd();
    const auto other = makeEnd();
    std::vector<QByteArray> all;
    for (int i = 0; i < 1'000; ++i) {
        all.push_back(QByteArray::number(i));
        one->bus->publish(all.back());
    }
    waitUntil([&] { return other->messages.size() == all.size(); });
    QCOMPARE(other->messages, all);
}

} // namespace parlance::test
