#include "client/conversation.h"
#include "support/suite.h"

namespace parlance::client {

using namespace parlance::test;

/// What each event does to the state, and what is told of it.
class ApplierTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void message();
    void edit();
    void deletion();
    void topic();
    void ownMessageIsRead();
    void readMarksOnlyGrow();
    void presenceIsIdempotent();
    void aWholeListTakesThePlaceOfTheOld();
    void typingExpires();
    void typingRepeated();
    void typingEnds_data();
    void typingEnds();
    void ownTypingIsNotShown();
    void renamed();
    void pageBefore();
    void pageWithGap();
    void pageIsOlderThanTheWindow();
    void pageIsNewerThanTheHead();
    void pageOvertakenByAnEdit();
    void pageThatMakesNoSense();
    void windowIsBounded();
    void rowsAreTold();
    void eventsOfRoomsThatAreNotHere();
};

namespace {

QByteArray typing(const QByteArray& userId, bool isTyping)
{
    return R"({"type":"typing","room":"id-general","userId":")" + userId + R"(","username":"bob","isTyping":)" +
           (isTyping ? "true" : "false") + "}";
}

QByteArray presence(const QByteArray& joined, const QByteArray& left, int count)
{
    return R"({"type":"presence","room":"id-general","joined":[)" + joined + R"(],"left":[)" + left +
           R"(],"userCount":)" + QByteArray::number(count) + "}";
}

const QByteArray bobThere = R"({"id":")" + bobId + R"(","username":"bob"})";
const QByteArray bobGone = "\"" + bobId + "\"";

QByteArray page(const QByteArray& messages, int asOf)
{
    return R"({"type":"history","room":"id-general","messages":[)" + messages +
           R"(],"moreBefore":false,"moreAfter":true,"asOf":)" + QByteArray::number(asOf) + "}";
}

} // namespace

void ApplierTest::message()
{
    Conversation talk;
    talk.joinGeneral(0);
    talk.line.inject(R"({"type":"message","room":"id-general","seq":1,"n":1,"id":"m1","userId":")" + bobId +
                     R"(","username":"bob","text":"hi","timestamp":5,"nonce":"b","style":"me","mentions":[")" + annId +
                     R"("]})");
    const MessageState& found = talk.general().messages[0];
    QCOMPARE(found.text, QStringLiteral("hi"));
    QCOMPARE(found.style, QStringLiteral("me"));
    QCOMPARE(found.mentions, std::vector{UserId(annId)});
    QCOMPARE(found.rev, 1);
    QCOMPARE(talk.general().n, 1);
    QCOMPARE(talk.general().unread(), 1);
}

void ApplierTest::edit()
{
    Conversation talk;
    talk.joinGeneral(2);
    talk.line.inject(edited(3, "m1", "better"));
    const MessageState& found = talk.general().messages[0];
    QCOMPARE(found.text, QStringLiteral("better"));
    QCOMPARE(found.editedAt, 1774000005000);
    QCOMPARE(found.rev, 3);
    QCOMPARE(found.seq, 1);
    QCOMPARE(talk.general().n, 2); // unread is not raised
}

void ApplierTest::deletion()
{
    Conversation talk;
    talk.joinGeneral(2);
    talk.line.inject(edited(3, "m2", "better"));
    talk.line.inject(deleted(4, "m2"));
    const MessageState& found = talk.general().messages[1];
    QVERIFY(!found.text);
    QVERIFY(!found.editedAt);
    QCOMPARE(found.deleted, true);
    QCOMPARE(found.rev, 4);
    QCOMPARE(talk.general().n, 2);
}

void ApplierTest::topic()
{
    Conversation talk;
    talk.joinGeneral(1);
    talk.line.inject(R"({"type":"topic_changed","room":"id-general","seq":2,"n":1,"userId":")" + bobId +
                     R"(","username":"bob","text":"Fridays","timestamp":5,"nonce":"t"})");
    QCOMPARE(talk.general().topic, QStringLiteral("Fridays"));
    QCOMPARE(talk.general().head, 2);
}

void ApplierTest::ownMessageIsRead()
{
    Conversation talk;
    talk.joinGeneral(2);
    QCOMPARE(talk.general().unread(), 2);
    talk.line.inject(test::message(3, annId, "from another device"));
    QCOMPARE(talk.general().unread(), 0);
}

void ApplierTest::readMarksOnlyGrow()
{
    Conversation talk;
    talk.joinGeneral(5);
    for (const char* read : {"3", "2", "4", "1"})
        talk.line.inject(R"({"type":"read_moved","room":"id-general","read":)" + QByteArray(read) + "}");
    QCOMPARE(talk.general().unread(), 1);
}

void ApplierTest::presenceIsIdempotent()
{
    Conversation talk;
    talk.joinGeneral(0);
    talk.line.inject(presence(bobThere, {}, 1));
    talk.line.inject(presence(bobThere, {}, 1));
    QCOMPARE(talk.general().present.size(), size_t(1));
    talk.line.inject(presence({}, bobGone, 0));
    talk.line.inject(presence({}, bobGone, 0));
    QVERIFY(talk.general().present.empty());
    talk.line.inject(presence({}, {}, 4'000)); // a crowd: only its number is told
    QCOMPARE(talk.general().userCount, 4'000);
}

void ApplierTest::aWholeListTakesThePlaceOfTheOld()
{
    const auto people = [](int first, int last) {
        QByteArrayList all;
        for (int i = first; i <= last; ++i)
            all << R"({"id":"u)" + QByteArray::number(i) + R"(","username":"u"})";
        return all.join(',');
    };
    Conversation talk;
    talk.joinGeneral(0);
    talk.line.inject(presence(bobThere, {}, 2));
    talk.line.inject(typing(bobId, true));
    talk.line.inject(presence(people(1, 3), {}, 3));
    QCOMPARE(talk.general().present.size(), size_t(3)); // without bob
    QVERIFY(talk.general().typing.empty());
    talk.line.inject(presence(people(4, 4), {}, 4));
    QCOMPARE(talk.general().present.size(), size_t(4));
    // Of a crowd, as many as a list holds.
    talk.line.inject(presence(people(5, 4 + limits::users), {}, 4'000));
    QCOMPARE(talk.general().present.size(), size_t(limits::users));
    QVERIFY(!talk.general().present.contains(UserId("u4")));
}

void ApplierTest::typingExpires()
{
    Conversation talk;
    talk.joinGeneral(0);
    talk.line.inject(typing(bobId, true));
    QCOMPARE(talk.general().typing, (std::vector<Present>{{UserId(bobId), QStringLiteral("bob")}}));
    talk.pass(7'950);
    QCOMPARE(talk.general().typing.size(), size_t(1));
    talk.pass(100);
    QVERIFY(talk.general().typing.empty());
}

void ApplierTest::typingRepeated()
{
    Conversation talk;
    talk.joinGeneral(0);
    for (int i = 0; i < 10; ++i) {
        talk.line.inject(typing(bobId, true));
        talk.pass(3'000);
        QCOMPARE(talk.general().typing.size(), size_t(1));
    }
}

void ApplierTest::typingEnds_data()
{
    QTest::addColumn<QByteArray>("frame");
    QTest::addRow("he stopped") << typing(bobId, false);
    QTest::addRow("he sent it") << test::message(1, bobId, "b-1");
    QTest::addRow("he went") << presence({}, bobGone, 0);
}

void ApplierTest::typingEnds()
{
    QFETCH(QByteArray, frame);
    Conversation talk;
    talk.joinGeneral(0);
    talk.line.inject(typing(bobId, true));
    talk.line.inject(frame);
    QVERIFY(talk.general().typing.empty());
    talk.pass(10'000);
}

void ApplierTest::ownTypingIsNotShown()
{
    Conversation talk;
    talk.joinGeneral(0);
    talk.line.inject(typing(annId, true)); // of another device
    QVERIFY(talk.general().typing.empty());
}

void ApplierTest::renamed()
{
    Conversation talk;
    talk.joinGeneral(1);
    talk.line.inject(presence(bobThere, {}, 1));
    talk.line.inject(typing(bobId, true));
    talk.line.inject(R"({"type":"renamed","userId":")" + bobId + R"(","username":"Bob Ray"})");
    QCOMPARE(talk.general().present.at(UserId(bobId)), QStringLiteral("Bob Ray"));
    QCOMPARE(talk.general().typing[0].username, QStringLiteral("Bob Ray"));
    QCOMPARE(talk.general().messages[0].username, QStringLiteral("x")); // as it was then
    talk.line.inject(R"({"type":"renamed","userId":")" + annId + R"(","username":"Ann Lee"})");
    QCOMPARE(talk.client.state().identity.username.text(), QStringLiteral("Ann Lee"));
}

void ApplierTest::pageBefore()
{
    Conversation talk;
    talk.greet();
    talk.client.join(roomName("general"));
    talk.line.inject(joined(4, R"(,"history":[)" + state(4, bobId, "b-4") + R"(],"ref":"2")"));
    QVERIFY(talk.general().hasOlder());
    talk.line.inject(page(state(1, bobId, "b-1") + "," + state(2, bobId, "b-2") + "," + state(3, bobId, "b-3"), 4));
    QCOMPARE(talk.general().messages.size(), size_t(4));
    QVERIFY(!talk.general().hasOlder());
    for (size_t row = 0; row < 4; ++row)
        QVERIFY(!talk.general().messages.hasGapBefore(row));
}

void ApplierTest::pageWithGap()
{
    Conversation talk;
    talk.greet();
    talk.client.join(roomName("general"));
    talk.line.inject(joined(9, R"(,"history":[)" + state(9, bobId, "b-9") + R"(],"ref":"2")"));
    talk.line.inject(page(state(3, bobId, "b-3") + "," + state(4, bobId, "b-4"), 9));
    const MessageWindow& window = talk.general().messages;
    QCOMPARE(window.size(), size_t(3));
    QVERIFY(window.hasGapBefore(0));
    QVERIFY(!window.hasGapBefore(1));
    QVERIFY(window.hasGapBefore(2));
}

void ApplierTest::pageIsOlderThanTheWindow()
{
    Conversation talk;
    talk.joinGeneral(2);
    talk.line.inject(edited(3, "m1", "better"));
    talk.line.inject(page(state(1, bobId, "b-1") + "," + state(2, bobId, "b-2"), 2));
    QCOMPARE(talk.general().messages[0].text, QStringLiteral("better"));
}

void ApplierTest::pageIsNewerThanTheHead()
{
    Conversation talk;
    talk.joinGeneral(2);
    const QByteArray better = state(1, bobId, "b-1").replace("text 1", "better").replace(R"("rev":1)", R"("rev":4)");
    talk.line.inject(page(better + "," + state(3, bobId, "b-3"), 4));
    QCOMPARE(talk.general().messages.size(), size_t(3));
    QCOMPARE(talk.general().head, 2);
    talk.line.inject(test::message(3, bobId, "b-3"));
    talk.line.inject(edited(4, "m1", "the same again"));
    QCOMPARE(talk.general().messages.size(), size_t(3));
    QCOMPARE(talk.general().messages[0].text, QStringLiteral("better"));
    QCOMPARE(talk.general().head, 4);
}

void ApplierTest::pageOvertakenByAnEdit()
{
    Conversation talk;
    talk.greet();
    talk.client.join(roomName("general"));
    talk.line.takeSent();
    talk.line.inject(joined(2, R"(,"history":[)" + state(2, bobId, "b-2") + R"(],"ref":"2")"));
    FetchHistory request;
    request.room = roomId("general");
    request.before = 2;
    std::optional<Result<HistoryPage>> answer;
    talk.client.history().fetch(request, [&answer](Result<HistoryPage> found) { answer.emplace(std::move(found)); });
    talk.line.expect(R"({"type":"history","room":"id-general","before":2,"ref":"3"})");
    talk.line.inject(edited(3, "m1", "better"));
    talk.line.inject(page(state(1, bobId, "b-1"), 2).chopped(1) + R"(,"ref":"3"})");
    QVERIFY(!answer);
    QCOMPARE(talk.general().messages.size(), size_t(1));
    talk.line.expect(R"({"type":"history","room":"id-general","before":2,"ref":"4"})"); // asked again, by itself
    const QByteArray better = state(1, bobId, "b-1").replace("text 1", "better").replace(R"("rev":1)", R"("rev":3)");
    talk.line.inject(page(better, 3).chopped(1) + R"(,"ref":"4"})");
    QVERIFY(answer && *answer);
    QCOMPARE(talk.general().messages[0].text, QStringLiteral("better"));
}

void ApplierTest::pageThatMakesNoSense()
{
    Conversation talk;
    talk.joinGeneral(2);
    talk.line.inject(page(state(9, bobId, "b") + "," + state(4, bobId, "b") + "," + state(9, bobId, "b") + "," +
                              state(4, bobId, "b").replace("m4", "m1"),
                          9));
    const MessageWindow& window = talk.general().messages;
    QVERIFY(std::ranges::is_sorted(window, {}, &MessageState::seq));
    QCOMPARE(window.size(), size_t(4));
    talk.line.inject(edited(3, "m4", "better"));
    talk.line.inject(edited(4, "m1", "better"));
    QCOMPARE(talk.general().head, 4);
}

void ApplierTest::windowIsBounded()
{
    Conversation talk;
    talk.joinGeneral(0);
    const int count = int(EventApplier::windowLimit) + 1;
    for (int seq = 1; seq <= count; ++seq)
        talk.line.inject(test::message(seq, bobId, "b"));
    const MessageWindow& window = talk.general().messages;
    QCOMPARE(window.size(), EventApplier::windowLimit + 1 - EventApplier::windowCut);
    QCOMPARE(window.back().seq, count);
    QVERIFY(talk.general().hasOlder());
    QVERIFY(!window.find(MessageId("m1")));
    QCOMPARE(window.find(MessageId("m1001")), size_t(0));
}

void ApplierTest::rowsAreTold()
{
    struct Rows : ClientObserver {
        QStringList told;
        void messagesChanged(const RoomId&, const RowChange& change) override
        {
            told << QStringLiteral("%1 %2+%3").arg(int(change.kind)).arg(change.first).arg(change.count);
        }
        void eventHandled(const LogEntry& event) override { told << QString::number(seqOf(event)); }
    } rows;
    Conversation talk;
    talk.client.add(rows);
    talk.joinGeneral(2);
    talk.line.inject(test::message(3, bobId, "b-3"));
    talk.line.inject(edited(4, "m2", "better"));
    talk.line.inject(page(state(7, bobId, "b") + "," + state(8, bobId, "b"), 8));
    talk.line.inject(page(state(6, bobId, "b") + "," + state(7, bobId, "b") + "," + state(9, bobId, "b"), 9));
    const QStringList expected{
        QStringLiteral("3 0+0"),                          // reset: joined
        QStringLiteral("0 2+1"), QStringLiteral("3"),     // inserted, by event 3
        QStringLiteral("2 1+1"), QStringLiteral("4"),     // changed, by event 4
        QStringLiteral("0 3+2"),                          // 7 and 8
        QStringLiteral("0 3+1"), QStringLiteral("0 6+1"), // 6 and 9 around them
    };
    QCOMPARE(rows.told, expected);
    talk.client.remove(rows);
}

void ApplierTest::eventsOfRoomsThatAreNotHere()
{
    Conversation talk;
    talk.greet();
    talk.line.inject(test::message(1, bobId, "b-1"));
    talk.line.inject(typing(bobId, true));
    talk.line.inject(presence(bobThere, {}, 1));
    talk.line.inject(page(state(1, bobId, "b-1"), 1));
    talk.line.inject(R"({"type":"read_moved","room":"id-general","read":3})");
    talk.line.inject(R"({"type":"room_left","room":"id-general","reason":"left"})");
    QVERIFY(talk.client.state().rooms.empty());
    talk.line.expectNothing();
}

} // namespace parlance::client

using parlance::client::ApplierTest;
PARLANCE_SUITE(applier, ApplierTest)
#include "applier_test.moc"
