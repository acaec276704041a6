#include "client/linkworld.h"
#include "support/suite.h"

#include <QTest>

namespace parlance {

using namespace parlance::client;
using namespace parlance::test;

/// The real client core against the real server core, in memory. What each does alone is tested elsewhere; here they
/// must understand each other, and nothing may be lost or doubled between them whatever the line does.
class LinkPairTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void conversation();
    void presenceTypingAndNames();
    void unreadAndReadMarks();
    void leaveAndComeBack();
    void twoDevices();
    void historyPages();
    void editsAndTopics();
    void rateLimit();
    void password();
};

void LinkPairTest::conversation()
{
    World world;
    Person ann(world, "ann");
    Person bob(world, "bob");
    QVERIFY(ann.isOnline() && bob.isOnline());
    ann.say(QStringLiteral("hi @bob"));
    bob.say(QStringLiteral("hi ann"));
    world.settle();
    QCOMPARE(ann.texts(), list({"hi @bob", "hi ann"}));
    QCOMPARE(bob.texts(), ann.texts());
    QVERIFY(ann.room().messages == bob.room().messages);
    QCOMPARE(bob.room().messages[0].mentions, std::vector{bob.id()});
    QVERIFY(ann.client.outbox().entries().empty());
    Person carl(world, "carl"); // who comes later sees the same
    QVERIFY(carl.room().messages == ann.room().messages);
}

void LinkPairTest::presenceTypingAndNames()
{
    World world;
    Person ann(world, "ann");
    Person bob(world, "bob");
    world.pass(200); // presence is gathered
    QCOMPARE(ann.names(), list({"ann", "bob"}));
    QCOMPARE(bob.names(), list({"ann", "bob"}));
    bob.client.setTyping(bob.here(), true);
    world.settle();
    QCOMPARE(ann.room().typing.size(), size_t(1));
    QVERIFY(bob.room().typing.empty());
    world.pass(6'100); // the server ends it
    QVERIFY(ann.room().typing.empty());
    bob.client.connection().ask<UserRenamed>(Rename{*UserName::parse(u"Bob Ray"), {}}, [](Result<UserRenamed>) {});
    world.pass(200); // names are gathered, too
    QCOMPARE(ann.names(), list({"Bob Ray", "ann"}));
    QCOMPARE(bob.client.state().identity.username.text(), QStringLiteral("Bob Ray"));
    bob.client.connection().stop();
    world.pass(200);
    QCOMPARE(ann.names(), list({"ann"}));
}

void LinkPairTest::unreadAndReadMarks()
{
    World world;
    Person ann(world, "ann");
    Person bob(world, "bob");
    ann.say(QStringLiteral("one"));
    ann.say(QStringLiteral("two"));
    world.settle();
    QCOMPARE(ann.room().unread(), 0);
    QCOMPARE(bob.room().unread(), 2);
    bob.client.markRead(bob.here(), 1);
    world.settle();
    bob.line.sever();
    world.pass(2'000);
    QVERIFY(bob.isOnline());
    QCOMPARE(bob.room().unread(), 1);
}

void LinkPairTest::leaveAndComeBack()
{
    World world;
    Person ann(world, "ann");
    Person bob(world, "bob");
    bob.client.leave(bob.here(), [](Result<Ok>) {});
    world.settle();
    QVERIFY(!bob.client.state().room(bob.here()));
    ann.say(QStringLiteral("while away"));
    world.pass(200);
    QCOMPARE(ann.names(), list({"ann"}));
    bob.client.join(general());
    world.settle();
    QCOMPARE(bob.texts(), list({"while away"}));
}

void LinkPairTest::twoDevices()
{
    World world;
    Person phone(world, "ann");
    phone.say(QStringLiteral("from the phone"));
    world.settle();
    Person desk(world, "ann", false);
    Login login = loginOfTest();
    login.token = phone.client.state().identity.token;
    desk.client.connection().start(login);
    world.settle();
    QCOMPARE(desk.id(), phone.id());
    QCOMPARE(desk.texts(), list({"from the phone"}));
    desk.say(QStringLiteral("from the desk"));
    world.settle();
    QCOMPARE(phone.texts(), list({"from the phone", "from the desk"}));
    QCOMPARE(phone.room().unread(), 0);

    const RoomName name = *RoomName::parse(u"other");
    desk.client.join(name);
    world.settle();
    const RoomId other = desk.client.state().roomCalled(name);
    QVERIFY(phone.client.state().room(other)->live); // followed by itself
    desk.client.leave(other, [](Result<Ok>) {});
    world.settle();
    QVERIFY(!phone.client.state().room(other));
}

void LinkPairTest::historyPages()
{
    World world;
    Person ann(world, "ann");
    for (int i = 1; i <= 250; ++i)
        ann.say(QString::number(i));
    world.settle();
    Person bob(world, "bob");
    QVERIFY(bob.room().hasOlder());
    QVERIFY(bob.room().messages.size() < 250);
    bob.fetchAll();
    QVERIFY(bob.room().messages == ann.room().messages);
    QCOMPARE(bob.room().n, 250);
}

void LinkPairTest::editsAndTopics()
{
    World world;
    Person ann(world, "ann");
    Person bob(world, "bob");
    for (const char* text : {"one", "two", "three"})
        ann.say(QString::fromLatin1(text));
    world.settle();
    const auto idOf = [&ann](size_t row) { return ann.room().messages[row].id; };
    ann.client.connection().send(EditMessage{ann.here(), idOf(0), QStringLiteral("uno @bob"), Nonce("e1")});
    ann.client.connection().send(DeleteMessage{ann.here(), idOf(1), Nonce("d1")});
    ann.client.connection().send(SetTopic{ann.here(), QStringLiteral("Numbers"), Nonce("t1")});
    bob.client.connection().send(EditMessage{bob.here(), idOf(2), QStringLiteral("not mine"), Nonce("e2")});
    world.settle();
    QCOMPARE(bob.texts(), list({"uno @bob", "(deleted)", "three"}));
    QCOMPARE(bob.room().topic, QStringLiteral("Numbers"));
    QCOMPARE(bob.room().n, 3);
    Person carl(world, "carl");
    QCOMPARE(carl.room().topic, QStringLiteral("Numbers"));
    QVERIFY(carl.room().messages == bob.room().messages); // I5
}

void LinkPairTest::rateLimit()
{
    World world(3);
    Person ann(world, "ann");
    for (int i = 1; i <= 5; ++i)
        ann.say(QString::number(i));
    world.settle();
    QCOMPARE(ann.texts(), list({"1", "2", "3"}));
    QCOMPARE(ann.client.outbox().entries().front().state, OutboxEntry::State::Waiting);
    world.pass(20'000);
    QCOMPARE(ann.texts(), list({"1", "2", "3", "4", "5"}));
}

void LinkPairTest::password()
{
    World world;
    world.password = QStringLiteral("open sesame");
    world.start();
    Person ann(world, "ann");
    QCOMPARE(ann.client.connection().phase(), Phase::Refused);
    QCOMPARE(ann.client.connection().problem().code, ErrorCode::Unauthenticated);
    Login login = loginOfTest();
    login.password = QStringLiteral("open sesame");
    ann.client.connection().start(login);
    world.settle();
    QVERIFY(ann.isOnline());
}

} // namespace parlance

using parlance::LinkPairTest;
PARLANCE_SUITE(linkpair, LinkPairTest)
#include "linkpair_test.moc"
