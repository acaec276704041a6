#include "cluster/onlooker.h"
#include "support/suite.h"

#include <QTest>

namespace parlance {

using namespace parlance::test;
using Fate = LoopNetwork::Fate;

/// Who types on one node is shown on all.
class TypingRelayTest final : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void init();
    void whoTypesIsShownToBothDialects();
    void itEndsByItself();
    void aMessageEndsIt();
    void aMessageOfTheSamePassEndsIt();
    void whoIsBehindShowsNobody();
    void eachNodeRemindsItsOwn();
    void whoLeavesDoesNotType();
    void whoseNodeDiesDoesNotType();
    void whatIsLostIsRepeatedOrExpires();
    void noRoomIsLoadedForIt();

  private:
    /// "+ann -ann" for what a client was told.
    static QString told(Onlooker& client);
    static void type(Onlooker& client, const QByteArray& isTyping = "true");
    static void write(Onlooker& client);

    std::unique_ptr<Nodes> m_nodes;
    std::unique_ptr<Onlooker> m_ann;   // on node 0
    std::unique_ptr<Onlooker> m_plain; // on node 0
    std::unique_ptr<Onlooker> m_bob;   // on node 1
    std::unique_ptr<Onlooker> m_old;   // plain, on node 1
};

QString TypingRelayTest::told(Onlooker& client)
{
    QStringList all;
    for (const QByteArray& frame : client.told("typing"))
        all += (frame.contains(R"("isTyping":true)") ? QLatin1Char('+') : QLatin1Char('-')) + member(frame, "username");
    return all.join(QLatin1Char(' '));
}

void TypingRelayTest::type(Onlooker& client, const QByteArray& isTyping)
{
    const QByteArray room = client.isPlain() ? "" : R"("room":"#general",)";
    client.say(R"({"type":"typing",)" + room + R"("isTyping":)" + isTyping + "}");
}

void TypingRelayTest::init()
{
    m_nodes = std::make_unique<Nodes>(2);
    m_ann = std::make_unique<Onlooker>(*m_nodes, 0);
    m_ann->greet("ann");
    m_ann->join("general");
    m_plain = std::make_unique<Onlooker>(*m_nodes, 0);
    m_plain->joinPlain("plain", "general");
    m_bob = std::make_unique<Onlooker>(*m_nodes, 1);
    m_bob->greet("bob");
    m_bob->join("general");
    m_old = std::make_unique<Onlooker>(*m_nodes, 1);
    m_old->joinPlain("old", "general");
    m_nodes->pass(2'000);
}

void TypingRelayTest::write(Onlooker& client)
{
    client.say(R"({"type":"message","room":"#general","text":"hi","nonce":")" + Nonce::random().text() + R"("})");
}

void TypingRelayTest::whoTypesIsShownToBothDialects()
{
    type(*m_ann);
    QCOMPARE(told(*m_bob), QStringLiteral("+ann"));
    QCOMPARE(told(*m_old), QStringLiteral("+ann"));
    QCOMPARE(told(*m_ann), QString());
    type(*m_ann, "false");
    QCOMPARE(told(*m_bob), QStringLiteral("-ann"));
    QCOMPARE(told(*m_old), QStringLiteral("-ann"));
}

void TypingRelayTest::itEndsByItself()
{
    type(*m_ann);
    m_nodes->network.fate = [](const auto&, const auto&) { return Fate::IsLost; };
    m_nodes->pass(limits::typingExpiry + 200);
    QCOMPARE(told(*m_bob), QStringLiteral("+ann -ann"));
    QCOMPARE(told(*m_old), QStringLiteral("+ann -ann"));
}

void TypingRelayTest::aMessageEndsIt()
{
    type(*m_ann);
    write(*m_ann);
    QCOMPARE(told(*m_bob), QStringLiteral("+ann -ann"));
    m_nodes->pass(limits::typingExpiry + 200);
    QCOMPARE(told(*m_bob), QString());
}

void TypingRelayTest::aMessageOfTheSamePassEndsIt()
{
    ServerCore& core = (*m_nodes)[0];
    Room* room = core.rooms.find(core.room("general"));
    room->typists().started({m_ann->user(), QStringLiteral("ann")}, limits::typingExpiry);
    m_nodes->people(0).typing(room->id(), m_ann->user(), limits::typingExpiry);
    MessagePosted posted;
    posted.room = room->id();
    posted.seq = 1;
    posted.n = 1;
    posted.userId = m_ann->user();
    posted.id = MessageId::random();
    posted.username = QStringLiteral("ann");
    posted.nonce = Nonce("n");
    posted.text = QStringLiteral("hi");
    core.rooms.committed(posted);
    m_nodes->settle();
    m_nodes->pass(1'000);
    QVERIFY(!told(*m_bob).contains(QLatin1Char('+')));
}

/// The room may have to take in the very message that ended it.
void TypingRelayTest::whoIsBehindShowsNobody()
{
    m_nodes->network.fate = [](const auto&, const QByteArray& message) {
        return message.contains('\n') ? Fate::IsLost : Fate::Arrives; // events
    };
    write(*m_ann);
    m_nodes->network.fate = [](const auto&, const auto&) { return Fate::Arrives; };
    type(*m_ann);
    QCOMPARE(told(*m_bob), QString());
    type(*m_ann);
    QCOMPARE(told(*m_bob), QStringLiteral("+ann"));
}

/// A plain client says once in a minute that somebody types; full clients forget it after a few seconds.
void TypingRelayTest::eachNodeRemindsItsOwn()
{
    type(*m_plain);
    QCOMPARE(told(*m_bob), QStringLiteral("+plain"));
    m_nodes->pass(RateRelay::gatherFor + 100); // so that the request has been counted on the other node
    const std::array before{m_nodes->stream(0).counts().published, m_nodes->stream(1).counts().published};
    m_nodes->pass(20'000);
    const auto reminders = told(*m_bob).count(QLatin1Char('+'));
    QVERIFY(reminders >= 3);
    QCOMPARE(told(*m_ann).count(QLatin1Char('+')), reminders + 1);
    QCOMPARE(m_nodes->stream(0).counts().published, before[0]);
    QCOMPARE(m_nodes->stream(1).counts().published, before[1]);
    m_nodes->pass(limits::plainTypingExpiry);
    QVERIFY(told(*m_bob).endsWith(QStringLiteral("-plain")));
}

void TypingRelayTest::whoLeavesDoesNotType()
{
    Onlooker second(*m_nodes, 1);
    second.greet("ann", m_ann->token());
    second.join("general"); // so that she stays
    type(*m_ann);
    m_ann->vanish();
    m_nodes->settle();
    QCOMPARE(told(*m_bob), QStringLiteral("+ann -ann"));
}

void TypingRelayTest::whoseNodeDiesDoesNotType()
{
    type(*m_plain);
    m_nodes->kill(0);
    m_nodes->pass(PeopleRelay::lease + 2 * NodeStream::beatEvery);
    QVERIFY(told(*m_bob).endsWith(QStringLiteral("-plain")));
}

void TypingRelayTest::whatIsLostIsRepeatedOrExpires()
{
    m_nodes->network.fate = [](const auto&, const auto&) { return Fate::IsLost; };
    type(*m_ann);
    QCOMPARE(told(*m_bob), QString());
    m_nodes->network.fate = [](const auto&, const auto&) { return Fate::Arrives; };
    type(*m_ann);
    QCOMPARE(told(*m_bob), QStringLiteral("+ann"));
}

void TypingRelayTest::noRoomIsLoadedForIt()
{
    m_ann->join("private");
    m_ann->say(R"({"type":"typing","room":"#private","isTyping":true})");
    const RoomId room = (*m_nodes)[0].room("private");
    QVERIFY((*m_nodes)[0].rooms.find(room));
    QVERIFY(!(*m_nodes)[1].rooms.isKnown(room));
}

} // namespace parlance

using parlance::TypingRelayTest;
PARLANCE_SUITE(typingrelay, TypingRelayTest)
#include "typingrelay_test.moc"
