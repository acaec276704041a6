#include "cluster/nodemessage.h"
#include "support/suite.h"

#include <QTest>

namespace parlance {

class NodeMessageTest final : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void whatIsWrittenIsRead();
    void whatIsSaidOfPeopleIsRead();
    void aSignOfLifeHasNoContent();
    void theBeginningTellsTheSender();
    void listsHaveLimits();
    void whatIsCutIsRefused();
    void whatIsNoMessageIsRefused_data();
    void whatIsNoMessageIsRefused();
};

namespace {

const NodeId node("0d9e7b52-6a3f-4f0b-8c11-73a8be4f1c02");
const LogId log("2d6c9f1e-8a47-4b0d-93e5-7f1a0c4b6e21");
const RoomId room("6f1c2a4e-0b7d-4c1e-9a55-2f60c1d9e001");
const UserId user("b81e5c30-49d2-4f6a-8c07-1e9a2f7d3c52");

} // namespace

void NodeMessageTest::whatIsWrittenIsRead()
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
    NodeMessage message;
    message.node = node;
    message.number = 42;
    message.events = {{log, posted}, {log, deleted}};
    const auto read = decodeNodeMessage(encode(message));
    QVERIFY(read);
    QVERIFY(read->node == node);
    QCOMPARE(read->number, 42);
    QVERIFY(!read->noticed && !read->goodbye && !read->presence && !read->typing && read->ask.empty());
    QCOMPARE(read->events.size(), size_t(2));
    QVERIFY(read->events[0].log == log);
    QVERIFY(read->events[0].event == DurableEvent(posted));
    QVERIFY(read->events[1].event == DurableEvent(deleted));
}

void NodeMessageTest::whatIsSaidOfPeopleIsRead()
{
    const UserName name = *UserName::parse(u"Ann \"the\" \u00c4nn");
    NodeMessage message;
    message.node = node;
    message.number = 7;
    message.noticed = true;
    message.goodbye = true;
    message.presence = {true, {{room, user, name}}, {{room, user}}, true};
    message.typing = {{{room, 5, user, name, 6'000}}, {{room, user}}};
    message.ask = {node, NodeId::random()};
    const auto read = decodeNodeMessage(encode(message));
    QVERIFY(read);
    QVERIFY(read->noticed && read->goodbye);
    QCOMPARE(read->presence, message.presence);
    QCOMPARE(read->typing, message.typing);
    QCOMPARE(read->ask, message.ask);
}

void NodeMessageTest::aSignOfLifeHasNoContent()
{
    NodeMessage message;
    message.node = node;
    message.goodbye = true;
    QVERIFY(!decodeNodeMessage(encode(message))->hasContent());
    QVERIFY(encode(message).size() < 100);
    NodeMessage noticed = message;
    noticed.noticed = true;
    QVERIFY(decodeNodeMessage(encode(noticed))->hasContent());
}

namespace {

QByteArray withPeople(size_t came, size_t went)
{
    NodeMessage message;
    message.node = node;
    message.presence.emplace();
    message.presence->came.resize(came, {room, user, *UserName::parse(u"ann")});
    message.presence->went.resize(went, {room, user});
    return encode(message);
}

QByteArray withTypists(size_t started, size_t stopped)
{
    NodeMessage message;
    message.node = node;
    message.typing.emplace();
    message.typing->started.resize(started, {room, 1, user, *UserName::parse(u"ann"), 6'000});
    message.typing->stopped.resize(stopped, {room, user});
    return encode(message);
}

QByteArray asking(size_t nodes)
{
    NodeMessage message;
    message.node = node;
    message.ask.resize(nodes, node);
    return encode(message);
}

} // namespace

void NodeMessageTest::theBeginningTellsTheSender()
{
    NodeMessage message;
    message.node = node;
    QVERIFY(encode(message).startsWith(beginningOf(node)));
    QVERIFY(!encode(message).startsWith(beginningOf(NodeId::random())));
    QVERIFY(!encode(message).startsWith(beginningOf(NodeId(node.text().chopped(1)))));
    message.number = 120;
    message.noticed = true;
    QVERIFY(encode(message).startsWith(beginningOf(node)));
}

void NodeMessageTest::listsHaveLimits()
{
    constexpr size_t people = PresenceNews::maxEntries;
    constexpr size_t typists = TypingNews::maxEntries;
    constexpr size_t nodes = NodeMessage::maxAsked;
    QVERIFY(decodeNodeMessage(withPeople(people, people)));
    QVERIFY(!decodeNodeMessage(withPeople(people + 1, 0)));
    QVERIFY(!decodeNodeMessage(withPeople(0, people + 1)));
    QVERIFY(decodeNodeMessage(withTypists(typists, typists)));
    QVERIFY(!decodeNodeMessage(withTypists(typists + 1, 0)));
    QVERIFY(!decodeNodeMessage(withTypists(0, typists + 1)));
    QVERIFY(decodeNodeMessage(asking(nodes)));
    QVERIFY(!decodeNodeMessage(asking(nodes + 1)));
}

/// A message is refused wherever it is cut, except at the end of a line.
void NodeMessageTest::whatIsCutIsRefused()
{
    NodeMessage message;
    message.node = node;
    message.number = 1;
    message.noticed = true;
    message.presence = {true, {{room, user, *UserName::parse(u"ann")}}, {{room, user}}, true};
    message.typing = {{{room, 5, user, *UserName::parse(u"ann"), 6'000}}, {}};
    message.ask = {node};
    message.events = {{log, MessageDeleted{room, 8, 3, MessageId::random(), user, 1, Nonce("n")}}};
    const QByteArray whole = encode(message);
    for (qsizetype length = 0; length < whole.size(); ++length) {
        if (length != whole.indexOf('\n'))
            QVERIFY2(!decodeNodeMessage(whole.first(length)), whole.first(length).constData());
    }
}

namespace {

void addMalformedPeople(const QByteArray& head)
{
    const auto with = [&head](const QByteArray& fields) { return head.chopped(1) + "," + fields + "}"; };
    const QByteArray person = R"({"room":"r","id":"u","username":"ann"})";
    const QByteArray typist = R"({"room":"r","head":1,"id":"u","username":"ann","believedFor":6000})";
    QVERIFY(decodeNodeMessage(with(R"("presence":{"came":[)" + person + R"(],"went":[]})")));
    QVERIFY(decodeNodeMessage(with(R"("typing":{"started":[)" + typist + R"(],"stopped":[]})")));
    QTest::newRow("a goodbye of another type") << with(R"("goodbye":1)");
    QTest::newRow("a notice of another type") << with(R"("noticed":"true")");
    QTest::newRow("somebody to ask of another type") << with(R"("ask":[1])");
    QTest::newRow("somebody to ask without an id") << with(R"("ask":[""])");
    QTest::newRow("to ask a mere node") << with(R"("ask":"n")");
    QTest::newRow("presence of another type") << with(R"("presence":[])");
    QTest::newRow("presence without its lists") << with(R"("presence":{})");
    QTest::newRow("no list of who came") << with(R"("presence":{"came":{},"went":[]})");
    QTest::newRow("nobody came") << with(R"("presence":{"came":[null],"went":[]})");
    QTest::newRow("somebody without a room")
        << with(R"("presence":{"came":[)" + QByteArray(person).replace(R"("room":"r",)", "") + R"(],"went":[]})");
    QTest::newRow("a name that is none") << with(R"("presence":{"came":[)" +
                                                 QByteArray(person).replace("ann", "a\\u0007n") + R"(],"went":[]})");
    QTest::newRow("a name that is too long")
        << with(R"("presence":{"came":[)" + QByteArray(person).replace("ann", QByteArray(33, 'a')) + R"(],"went":[]})");
    QTest::newRow("an id that is too long")
        << with(R"("presence":{"came":[],"went":[{"room":"r","id":")" + QByteArray(65, 'u') + R"("}]})");
    QTest::newRow("a list that begins oddly") << with(R"("presence":{"begins":"yes","came":[],"went":[]})");
    QTest::newRow("a typist for no time")
        << with(R"("typing":{"started":[)" + QByteArray(typist).replace("6000", "0") + R"(],"stopped":[]})");
    QTest::newRow("a typist for too long")
        << with(R"("typing":{"started":[)" + QByteArray(typist).replace("6000", "60001") + R"(],"stopped":[]})");
    QTest::newRow("a typist before the log begins") << with(
        R"("typing":{"started":[)" + QByteArray(typist).replace(R"("head":1)", R"("head":-1)") + R"(],"stopped":[]})");
    QTest::newRow("typing without its lists") << with(R"("typing":{"started":[]})");
}

} // namespace

void NodeMessageTest::whatIsNoMessageIsRefused_data()
{
    QTest::addColumn<QByteArray>("bytes");
    const QByteArray head = R"({"type":"node","node":"0d9e7b52-6a3f-4f0b-8c11-73a8be4f1c02","number":1})";
    const QByteArray event =
        R"({"type":"deleted","room":"6f1c2a4e-0b7d-4c1e-9a55-2f60c1d9e001","seq":8,"n":3,)"
        R"("id":"c5f1b1a2-58d4-4f0e-9d3b-1f2a7e6b9a10","userId":"6f1c2a4e-0b7d-4c1e-9a55-2f60c1d9e001",)"
        R"("timestamp":1774000000000,"nonce":"n"})";
    QVERIFY(decodeNodeMessage(head + "\n" + log.text() + " " + event));
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("garbage") << QByteArray("\x01\x02\xff", 3);
    QTest::newRow("another type") << QByteArray(head).replace("\"type\":\"node\"", "\"type\":\"wave\"");
    QTest::newRow("no node") << QByteArray(R"({"type":"node","number":1})");
    QTest::newRow("a negative number") << QByteArray(head).replace(":1}", ":-1}");
    addMalformedPeople(head);
    QTest::newRow("an empty line") << head + "\n";
    QTest::newRow("no log") << head + "\n" + event;
    QTest::newRow("no event") << head + "\n" + log.text() + " {}";
    QTest::newRow("an event of no known type")
        << head + "\n" + log.text() + " " + QByteArray(event).replace("deleted", "waved");
    QTest::newRow("a seq of 0") << head + "\n" + log.text() + " " +
                                       QByteArray(event).replace(R"("seq":8)", R"("seq":0)");
    QTest::newRow("half an event") << (head + "\n" + log.text() + " " + event).chopped(20);
    QTest::newRow("huge") << QByteArray(NodeMessage::maxSize + 1, ' ');
}

void NodeMessageTest::whatIsNoMessageIsRefused()
{
    QFETCH(const QByteArray, bytes);
    QVERIFY(!decodeNodeMessage(bytes));
}

} // namespace parlance

using parlance::NodeMessageTest;
PARLANCE_SUITE(nodemessage, NodeMessageTest)
#include "nodemessage_test.moc"
