#include "domain/decision.h"
#include "domain/rights.h"
#include "support/suite.h"

#include <QTest>

namespace parlance {

/// The one place that decides what becomes of a new event, without a store.
class DecisionTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void whoIsFormerMakesNothing();
    void refusalsComeInOrder();
    void eventsAreMadeFromTheFacts();
    void timeNeverGoesBack();
    void aRoomIsRenamedByItsMakerOrAnAdmin();
    void aRepeatIsAnsweredWhateverHasChanged();
    void rights_data();
    void rights();

  private:
    const RoomId m_room{"2d6c9f1e-8a47-4b0d-93e5-7f1a0c4b6e21"};
    const UserId m_ann{"ann"};

    NewEvent draft(decltype(NewEvent::what) what) const
    {
        NewEvent event;
        event.room = m_room;
        event.author = m_ann;
        event.authorName = QStringLiteral("Ann");
        event.nonce = Nonce("1");
        event.timestamp = 1'000;
        event.what = std::move(what);
        return event;
    }
    Facts facts() const
    {
        Facts facts;
        facts.head = 7;
        facts.n = 5;
        facts.lastTime = 900;
        facts.isMember = true;
        facts.isMaker = true;
        facts.target = Facts::Target{m_ann, false};
        return facts;
    }
};

/// A former author's event only asks for an earlier result. It makes nothing, even if the author is a member again.
void DecisionTest::whoIsFormerMakesNothing()
{
    NewEvent asking = draft(NewTopic{});
    asking.authorship = Authorship::Former;
    Facts known = facts();
    QCOMPARE(decide(asking, known).error().code, ErrorCode::NotJoined);
    NewEvent first = draft(NewTopic{QStringLiteral("x")});
    known.before = decide(first, known)->event;
    QVERIFY(decide(asking, known)->repeated);
}

void DecisionTest::refusalsComeInOrder()
{
    // Everything is wrong; each step mends what is looked at next.
    NewEvent edit = draft(NewEdit{MessageId("m"), QStringLiteral("x"), {}});
    QCOMPARE(decide(edit, {}).error().code, ErrorCode::NotFound);
    Facts known = facts();
    known.isMember = false;
    known.target = {};
    QCOMPARE(decide(edit, known).error().code, ErrorCode::NotJoined);
    known.isMember = true;
    QCOMPARE(decide(edit, known).error().code, ErrorCode::NotFound);
    known.target = Facts::Target{m_ann, true};
    QCOMPARE(decide(edit, known).error().code, ErrorCode::NotFound);
    known.target = Facts::Target{UserId("bob"), false};
    QCOMPARE(decide(edit, known).error().code, ErrorCode::Forbidden);
    known.target = Facts::Target{m_ann, false};
    QVERIFY(decide(edit, known));
}

void DecisionTest::eventsAreMadeFromTheFacts()
{
    const auto made = [&](decltype(NewEvent::what) what) { return decide(draft(std::move(what)), facts())->event; };
    const auto message = std::get<MessagePosted>(
        made(NewMessage{MessageId("m"), QStringLiteral("hi"), QStringLiteral("me"), {UserId("bob")}}));
    QVERIFY(message == (MessagePosted{m_room,
                                      8,
                                      6,
                                      MessageId("m"),
                                      m_ann,
                                      QStringLiteral("Ann"),
                                      QStringLiteral("hi"),
                                      1'000,
                                      Nonce("1"),
                                      QStringLiteral("me"),
                                      std::vector{UserId("bob")},
                                      {}}));
    const auto edited = std::get<MessageEdited>(made(NewEdit{MessageId("m"), QStringLiteral("ho"), {}}));
    QVERIFY(edited ==
            (MessageEdited{m_room, 8, 5, MessageId("m"), m_ann, QStringLiteral("ho"), 1'000, Nonce("1"), {}, {}}));
    const auto deleted = std::get<MessageDeleted>(made(NewDeletion{MessageId("m")}));
    QVERIFY(deleted == (MessageDeleted{m_room, 8, 5, MessageId("m"), m_ann, 1'000, Nonce("1")}));
    const auto topic = std::get<TopicChanged>(made(NewTopic{QStringLiteral("T")}));
    QVERIFY(topic ==
            (TopicChanged{m_room, 8, 5, m_ann, QStringLiteral("Ann"), QStringLiteral("T"), 1'000, Nonce("1")}));
}

void DecisionTest::timeNeverGoesBack()
{
    Facts later = facts();
    later.lastTime = 5'000;
    const auto decided = decide(draft(NewTopic{}), later);
    QCOMPARE(std::get<TopicChanged>(decided->event).timestamp, 5'000);
}

void DecisionTest::aRoomIsRenamedByItsMakerOrAnAdmin()
{
    const RoomName name = *RoomName::parse(u"Team");
    NewEvent byAnn = draft(NewRoomName{name});
    QVERIFY(std::get<RoomChanged>(decide(byAnn, facts())->event) ==
            (RoomChanged{m_room, 8, 5, Actor{m_ann, QStringLiteral("Ann")}, name, 1'000, Nonce("1")}));

    Facts known = facts();
    known.isMaker = false;
    QCOMPARE(decide(byAnn, known).error().code, ErrorCode::Forbidden);
    known.isMaker = true;
    known.isMember = false;
    QCOMPARE(decide(byAnn, known).error().code, ErrorCode::NotJoined);

    NewEvent byAdmin = draft(NewRoomName{name});
    byAdmin.author = {};
    byAdmin.authorship = Authorship::Admin;
    known.isMaker = false;
    QVERIFY(!std::get<RoomChanged>(decide(byAdmin, known)->event).by);

    known.named = m_room;
    known.name = *RoomName::parse(u"team"); // another spelling of it
    QVERIFY(decide(byAdmin, known));
    known.name = name;
    const auto same = decide(byAdmin, known);
    QCOMPARE(same.error().code, ErrorCode::BadRequest);
    QCOMPARE(same.error().field, QStringLiteral("name"));
    known.named = RoomId("another");
    const auto taken = decide(byAdmin, known);
    QCOMPARE(taken.error().code, ErrorCode::NameTaken);
    QCOMPARE(taken.error().field, QStringLiteral("name"));
}

void DecisionTest::aRepeatIsAnsweredWhateverHasChanged()
{
    Facts known = facts();
    known.before = decide(draft(NewMessage{MessageId("m"), QStringLiteral("hi"), {}, {}}), known)->event;
    known.isMember = false;
    const auto again = decide(draft(NewMessage{MessageId("n"), QStringLiteral("other"), {}, {}}), known);
    QVERIFY(again && again->repeated);
    QVERIFY(again->event == *known.before);
}

void DecisionTest::rights_data()
{
    QTest::addColumn<bool>("isMember");
    QTest::addColumn<bool>("isPresent");
    QTest::addColumn<bool>("isAuthor");
    QTest::addColumn<bool>("write");
    QTest::addColumn<bool>("change");
    QTest::newRow("a stranger") << false << false << false << false << false;
    QTest::newRow("an author who has left") << false << false << true << false << false;
    QTest::newRow("a member") << true << false << false << true << false;
    QTest::newRow("a member, of their own") << true << false << true << true << true;
    QTest::newRow("somebody in the room") << false << true << false << true << false;
    QTest::newRow("somebody in the room, of their own") << false << true << true << true << true;
}

void DecisionTest::rights()
{
    QFETCH(const bool, isMember);
    QFETCH(const bool, isPresent);
    QFETCH(const bool, isAuthor);
    const Relation actor{isMember, isPresent, isAuthor};
    QVERIFY(may(actor, Action::Read)); // every room is public
    QTEST(may(actor, Action::Write), "write");
    QTEST(may(actor, Action::Change), "change");
}

} // namespace parlance

using parlance::DecisionTest;
PARLANCE_SUITE(decision, DecisionTest)
#include "decision_test.moc"
