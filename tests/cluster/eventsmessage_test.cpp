#include "cluster/eventsmessage.h"
#include "support/suite.h"

#include <QTest>

namespace parlance {

class EventsMessageTest final : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void whatIsWrittenIsRead();
    void whatIsNoMessageIsRefused_data();
    void whatIsNoMessageIsRefused();
};

namespace {

const NodeId node("0d9e7b52-6a3f-4f0b-8c11-73a8be4f1c02");
const LogId log("2d6c9f1e-8a47-4b0d-93e5-7f1a0c4b6e21");
const RoomId room("6f1c2a4e-0b7d-4c1e-9a55-2f60c1d9e001");

} // namespace

void EventsMessageTest::whatIsWrittenIsRead()
{
    const MessagePosted posted{.room = room,
                               .seq = 7,
                               .n = 3,
                               .id = MessageId("c5f1b1a2-58d4-4f0e-9d3b-1f2a7e6b9a10"),
                               .userId = UserId("6f1c2a4e-0b7d-4c1e-9a55-2f60c1d9e001"),
                               .username = QStringLiteral("ann"),
                               .text = QStringLiteral("one\ntwo { } \u2028"),
                               .timestamp = 1'774'000'000'000,
                               .nonce = Nonce("n 1"),
                               .style = {},
                               .mentions = {},
                               .gone = {}};
    const MessageDeleted deleted{room, 8, 3, posted.id, posted.userId, posted.timestamp, Nonce("n2")};
    const auto read = decodeEventsMessage(encode(EventsMessage{node, 42, {{log, posted}, {log, deleted}}}));
    QVERIFY(read);
    QVERIFY(read->node == node);
    QCOMPARE(read->number, 42);
    QCOMPARE(read->events.size(), size_t(2));
    QVERIFY(read->events[0].log == log);
    QVERIFY(read->events[0].event == DurableEvent(posted));
    QVERIFY(read->events[1].event == DurableEvent(deleted));
    QVERIFY(decodeEventsMessage(encode(EventsMessage{node, 0, {}}))->events.empty());
}

void EventsMessageTest::whatIsNoMessageIsRefused_data()
{
    QTest::addColumn<QByteArray>("bytes");
    const QByteArray head = R"({"type":"events","node":"0d9e7b52-6a3f-4f0b-8c11-73a8be4f1c02","number":1})";
    const QByteArray event =
        R"({"type":"deleted","room":"6f1c2a4e-0b7d-4c1e-9a55-2f60c1d9e001","seq":8,"n":3,)"
        R"("id":"c5f1b1a2-58d4-4f0e-9d3b-1f2a7e6b9a10","userId":"6f1c2a4e-0b7d-4c1e-9a55-2f60c1d9e001",)"
        R"("timestamp":1774000000000,"nonce":"n"})";
    QVERIFY(decodeEventsMessage(head + "\n" + log.text() + " " + event));
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("garbage") << QByteArray("\x01\x02\xff", 3);
    QTest::newRow("another type") << QByteArray(head).replace("events", "wave");
    QTest::newRow("no node") << QByteArray(R"({"type":"events","number":1})");
    QTest::newRow("a negative number") << QByteArray(head).replace(":1}", ":-1}");
    QTest::newRow("an empty line") << head + "\n";
    QTest::newRow("no log") << head + "\n" + event;
    QTest::newRow("no event") << head + "\n" + log.text() + " {}";
    QTest::newRow("an event of no known type")
        << head + "\n" + log.text() + " " + QByteArray(event).replace("deleted", "waved");
    QTest::newRow("a seq of 0") << head + "\n" + log.text() + " " +
                                       QByteArray(event).replace(R"("seq":8)", R"("seq":0)");
    QTest::newRow("half an event") << (head + "\n" + log.text() + " " + event).chopped(20);
    QTest::newRow("huge") << QByteArray(EventsMessage::maxSize + 1, ' ');
}

void EventsMessageTest::whatIsNoMessageIsRefused()
{
    QFETCH(const QByteArray, bytes);
    QVERIFY(!decodeEventsMessage(bytes));
}

} // namespace parlance

using parlance::EventsMessageTest;
PARLANCE_SUITE(eventsmessage, EventsMessageTest)
#include "eventsmessage_test.moc"
