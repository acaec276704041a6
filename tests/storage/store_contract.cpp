#include "storage/store_contract.h"

#include "protocol/limits.h"
#include "storage/drafts.h"

#include <QTest>

namespace parlance::test {

Result<Appended> StoreContract::append(Store& store, NewEvent what)
{
    std::optional<Result<Appended>> result;
    store.append(std::move(what), into(result));
    wait(store);
    return *result;
}

RoomRecord StoreContract::open(Store& store, const RoomId& room)
{
    std::optional<Result<RoomId>> made;
    std::optional<Result<RoomRecord>> opened;
    store.makeRoom(roomCalled(room), into(made));
    store.openRoom(room, into(opened));
    wait(store);
    return **opened;
}

void StoreContract::seqAndCountAreDense()
{
    const auto store = makeStore();
    open(*store, general);
    const auto first = append(*store, message(ann, "1"));
    const auto topic = append(*store, draft(bob, "2", NewTopic{QStringLiteral("T")}));
    const auto edit = append(*store, draft(ann, "3", NewEdit{MessageId("id-1"), QStringLiteral("hello"), {}}));
    const auto second = append(*store, message(bob, "4"));
    const auto gone = append(*store, draft(bob, "5", NewDeletion{MessageId("id-4")}));
    qint64 seq = 0;
    for (const auto* result : {&first, &topic, &edit, &second, &gone})
        QCOMPARE(seqOf((*result)->event), ++seq);
    QCOMPARE(countOf(first->event), 1);
    QCOMPARE(countOf(edit->event), 1);
    QCOMPARE(countOf(gone->event), 2);
    const RoomRecord room = open(*store, general);
    QCOMPARE(room.head, 5);
    QCOMPARE(room.n, 2);
    QCOMPARE(room.topic, QStringLiteral("T"));
}

/// To the last character, and as they are told live.
void StoreContract::textsComeBackAsTheyWere()
{
    const auto store = makeStore();
    open(*store, general);
    const QStringList texts{
        QStringLiteral(u"\ufeffhi"),         QStringLiteral(u"\ufeff\ufeff"),  QStringLiteral(u"a\ufeffb\ufeff"),
        QStringLiteral(u"\ufffe\U0001f600"), QStringLiteral(u" \u200b\u2028"), QStringLiteral("%1 \\ ' \" ; --"),
    };
    std::vector<DurableEvent> told;
    for (const QString& text : texts) {
        const QByteArray nonce = QByteArray::number(told.size());
        told.push_back(append(*store, draft(ann, nonce, NewMessage{MessageId("id-" + nonce), text, text, {}}))->event);
        told.push_back(append(*store, draft(ann, nonce + 't', NewTopic{text}))->event);
        QCOMPARE(open(*store, general).topic, text);
    }
    std::optional<Result<EventSlice>> events;
    std::optional<Result<MessageSlice>> messages;
    store->eventsAfter(ann, general, 0, 100, into(events));
    store->messages(ann, general, {}, into(messages));
    wait(*store);
    QCOMPARE((*events)->events, told);
    for (qsizetype i = 0; i < texts.size(); ++i) {
        QCOMPARE((*messages)->messages[size_t(i)].text, std::optional(texts[i]));
        QCOMPARE((*messages)->messages[size_t(i)].style, std::optional(texts[i]));
    }
}

void StoreContract::aNonceHasOneResult()
{
    const auto store = makeStore();
    open(*store, general);
    // Twice in what may become one batch.
    std::optional<Result<Appended>> first;
    std::optional<Result<Appended>> again;
    store->append(message(ann, "n", QStringLiteral("first")), into(first));
    store->append(message(ann, "n", QStringLiteral("second")), into(again));
    wait(*store);
    QVERIFY(!(*first)->repeated);
    QVERIFY((*again)->repeated);
    QVERIFY((*again)->event == (*first)->event);
    QCOMPARE(std::get<MessagePosted>((*again)->event).text, QStringLiteral("first"));
    // The same nonce of somebody else is another one.
    NewEvent other = message(bob, "n");
    std::get<NewMessage>(other.what).id = MessageId("another");
    QVERIFY(!append(*store, other)->repeated);
    // Looked up before anything else: whether the author may still write does not matter.
    NewEvent late = message(ann, "n");
    late.authorship = Authorship::Absent;
    QVERIFY(append(*store, late)->repeated);
    QCOMPARE(open(*store, general).head, 2);
}

void StoreContract::aRefusalTakesNoSeq()
{
    const auto store = makeStore();
    open(*store, general);
    NewEvent stranger = message(ann, "1");
    stranger.authorship = Authorship::Absent;
    QCOMPARE(append(*store, stranger).error().code, ErrorCode::NotJoined);
    QCOMPARE(append(*store, draft(ann, "2", NewDeletion{MessageId("none")})).error().code, ErrorCode::NotFound);
    QCOMPARE(open(*store, general).head, 0);
    // A nonce that was refused is free.
    QCOMPARE(seqOf(append(*store, message(ann, "1"))->event), 1);
}

void StoreContract::onlyTheAuthorChanges()
{
    const auto store = makeStore();
    open(*store, general);
    (void)append(*store, message(ann, "1"));
    QCOMPARE(append(*store, draft(bob, "2", NewEdit{MessageId("id-1"), QStringLiteral("x"), {}})).error().code,
             ErrorCode::Forbidden);
    QCOMPARE(append(*store, draft(bob, "2", NewDeletion{MessageId("id-1")})).error().code, ErrorCode::Forbidden);
    QVERIFY(append(*store, draft(ann, "2", NewDeletion{MessageId("id-1")})));
    QCOMPARE(append(*store, draft(ann, "3", NewEdit{MessageId("id-1"), QStringLiteral("x"), {}})).error().code,
             ErrorCode::NotFound);
}

void StoreContract::timeNeverGoesBack()
{
    const auto store = makeStore();
    open(*store, general);
    NewEvent late = message(ann, "1");
    late.timestamp = 5'000;
    const auto first = append(*store, late);
    const auto second = append(*store, message(ann, "2"));
    QVERIFY(timeOf(second->event) >= timeOf(first->event));
    if (!hasOwnClock())
        QCOMPARE(timeOf(second->event), 5'000);
}

void StoreContract::answersComeInOrderAndNeverWithinTheCall()
{
    const auto store = makeStore();
    open(*store, general);
    std::vector<qint64> order;
    for (int i = 0; i < 20; ++i) {
        store->append(message(ann, QByteArray::number(i)),
                      [&order](Result<Appended> result) { order.push_back(seqOf(result->event)); });
        QVERIFY(order.empty());
    }
    wait(*store);
    QCOMPARE(order.size(), size_t(20));
    QVERIFY(std::ranges::is_sorted(order));
}

void StoreContract::eventsAfter()
{
    const auto store = makeStore();
    open(*store, general);
    for (int i = 1; i <= 10; ++i)
        (void)append(*store, message(ann, QByteArray::number(i)));
    std::optional<Result<EventSlice>> slice;
    store->eventsAfter(ann, general, 3, 4, into(slice));
    wait(*store);
    QCOMPARE((*slice)->head, 10);
    QCOMPARE((*slice)->events.size(), size_t(4));
    QCOMPARE(seqOf((*slice)->events.front()), 4);
    for (const qint64 beyond : {10, 11, 1'000}) {
        store->eventsAfter(ann, general, beyond, 4, into(slice));
        wait(*store);
        QVERIFY((*slice)->events.empty());
    }
}

void StoreContract::eventsStopWhereAReplyIsFull()
{
    const auto store = makeStore();
    open(*store, general);
    const QString text(limits::pageBytes / 8, u'x');
    for (int i = 1; i <= 20; ++i)
        (void)append(*store, message(ann, QByteArray::number(i), text));
    std::optional<Result<EventSlice>> slice;
    store->eventsAfter(ann, general, 1, 100, into(slice));
    wait(*store);
    QCOMPARE((*slice)->events.size(), size_t(9)); // the last one does not fit any more
    QCOMPARE(seqOf((*slice)->events.front()), 2);
    QCOMPARE((*slice)->head, 20);
}

void StoreContract::whatTheServerItselfReads()
{
    const auto store = makeStore();
    const LogId log = open(*store, general).log;
    const RoomId empty("empty");
    const LogId other = open(*store, empty).log;
    for (int i = 1; i <= 5; ++i)
        (void)append(*store, message(ann, QByteArray::number(i)));
    const auto missed = [&](const RoomId& room, qint64 since) {
        return answer<EventSlice>(*store, [&](auto done) { store->missedEvents(room, since, 2, std::move(done)); });
    };
    QCOMPARE(missed(general, 3)->events.size(), size_t(2));
    QCOMPARE(seqOf(missed(general, 3)->events.front()), 4);
    QCOMPARE(missed(general, 3)->head, 5);
    QVERIFY(missed(general, 5)->events.empty());
    QVERIFY(missed(empty, 0)->events.empty());
    QCOMPARE(missed(RoomId("none"), 0).error().code, ErrorCode::NotFound);
    const std::vector<RoomId> asked{empty, RoomId("none"), general};
    auto heads = *answer<std::vector<RoomHead>>(*store, [&](auto done) { store->headsOf(asked, std::move(done)); });
    std::ranges::sort(heads, {}, &RoomHead::head);
    QVERIFY(heads == (std::vector{RoomHead{empty, other, 0}, RoomHead{general, log, 5}}));
}

void StoreContract::whatIsGoneIsInNoEvent()
{
    const auto store = makeStore();
    open(*store, general);
    NewEvent called = message(ann, "1", QStringLiteral("@bob first"));
    std::get<NewMessage>(called.what).mentions = {bob};
    (void)append(*store, called);
    (void)append(*store, message(ann, "2", QStringLiteral("second")));
    (void)append(*store, message(ann, "3", QStringLiteral("third")));
    const auto edit = [&](const QByteArray& nonce, const QByteArray& id, const QString& text) {
        (void)append(*store, draft(ann, nonce, NewEdit{MessageId(id), text, {}}));
    };
    edit("4", "id-1", QStringLiteral("once"));
    edit("5", "id-1", QStringLiteral("twice"));
    edit("6", "id-2", QStringLiteral("changed"));
    (void)append(*store, draft(ann, "7", NewDeletion{MessageId("id-2")}));
    std::optional<Result<EventSlice>> slice;
    store->eventsAfter(ann, general, 0, 100, into(slice));
    wait(*store);
    const auto& events = (*slice)->events;
    QCOMPARE(events.size(), size_t(7));
    const auto textOf = [&](qint64 seq) {
        QString shown = QStringLiteral("(none)");
        std::visit(
            [&](const auto& event) {
                if constexpr (requires { event.gone; })
                    shown = event.gone ? QStringLiteral("(gone)") : *event.text;
                if constexpr (requires { event.mentions; })
                    QVERIFY(!event.gone || (!event.mentions && !event.text));
            },
            events.at(size_t(seq - 1)));
        return shown;
    };
    QStringList texts;
    for (qint64 seq = 1; seq <= 7; ++seq)
        texts << textOf(seq);
    const QString gone = QStringLiteral("(gone)");
    QCOMPARE(texts, QStringList({gone, gone, QStringLiteral("third"), gone, QStringLiteral("twice"), gone,
                                 QStringLiteral("(none)")}));
    const auto& first = std::get<MessagePosted>(events.front());
    QVERIFY(first.seq == 1 && first.n == 1 && first.userId == ann && first.id == MessageId("id-1"));
    // A message as it is now has its text, and a repeat its answer.
    std::optional<Result<MessageSlice>> page;
    store->messages(ann, general, {}, into(page));
    wait(*store);
    QCOMPARE(*(*page)->messages.at(0).text, QStringLiteral("twice"));
    QVERIFY(append(*store, called)->repeated);
}

/// Whoever is not told of deleted messages gets the newest of the others, however many were deleted behind them.
void StoreContract::deletedMessagesHideNoOthers()
{
    const auto store = makeStore();
    open(*store, general);
    const int deleted = 2'500;
    const auto nonce = [](char kind, int i) { return QByteArray(1, kind) + QByteArray::number(i); };
    for (int i = 0; i < 5; ++i)
        (void)append(*store, message(ann, nonce('a', i)));
    for (int i = 0; i < deleted; ++i)
        store->append(message(bob, nonce('b', i)), [](const auto&) {});
    for (int i = 0; i < deleted; ++i)
        store->append(draft(bob, nonce('d', i), NewDeletion{MessageId("id-" + nonce('b', i))}), [](const auto&) {});
    (void)append(*store, draft(ann, "e", NewEdit{MessageId("id-a1"), QStringLiteral("changed"), {}}));
    const auto ask = [&](MessageQuery query) {
        std::optional<Result<MessageSlice>> slice;
        store->messages(ann, general, query, into(slice));
        wait(*store);
        return **slice;
    };
    const MessageSlice newest = ask({{}, {}, {}, 3, false});
    QCOMPARE(newest.messages.size(), size_t(3));
    QCOMPARE(newest.messages.front().id, MessageId("id-a2"));
    QVERIFY(newest.moreBefore && !newest.moreAfter);
    const MessageSlice all = ask({{}, {}, {}, 100, false});
    QCOMPARE(all.messages.size(), size_t(5));
    QVERIFY(!all.moreBefore);
    QCOMPARE(*all.messages[1].text, QStringLiteral("changed"));
    QCOMPARE(ask({4, {}, {}, 100, false}).messages.size(), size_t(3));
    QVERIFY(ask({{}, {}, {}, 100, true}).messages.front().deleted);
}

void StoreContract::messagesByBounds()
{
    const auto store = makeStore();
    open(*store, general);
    for (int i = 1; i <= 10; ++i)
        (void)append(*store, message(ann, QByteArray::number(i)));
    (void)append(*store, draft(ann, "e", NewEdit{MessageId("id-2"), QStringLiteral("changed"), {}}));
    (void)append(*store, draft(ann, "d", NewDeletion{MessageId("id-9")}));
    const auto ask = [&](MessageQuery query) {
        std::optional<Result<MessageSlice>> slice;
        store->messages(ann, general, query, into(slice));
        wait(*store);
        return **slice;
    };
    const MessageSlice latest = ask({{}, {}, {}, 3, true});
    QCOMPARE(latest.messages.front().seq, 8);
    QCOMPARE(latest.head, 12);
    QVERIFY(latest.moreBefore && !latest.moreAfter);
    QVERIFY(latest.messages[1].deleted && !latest.messages[1].text);
    QCOMPARE(latest.messages[1].rev, 12);
    const MessageSlice visible = ask({{}, {}, {}, 3, false});
    QCOMPARE(visible.messages.front().seq, 7);
    const MessageSlice early = ask({3, {}, {}, 50, true});
    QCOMPARE(early.messages.size(), size_t(2));
    QCOMPARE(*early.messages[1].text, QStringLiteral("changed"));
    QVERIFY(early.messages[1].editedAt);
    QVERIFY(!early.moreBefore && early.moreAfter);
    QCOMPARE(ask({{}, 9, {}, 50, true}).messages.size(), size_t(1));
    QCOMPARE(ask({{}, {}, 5, 4, true}).messages.front().seq, 3);
}

void StoreContract::membershipsAndReadMarks()
{
    const auto store = makeStore();
    open(*store, general);
    store->saveMember(general, {ann, QStringLiteral("ann"), 0, 0}, {});
    store->saveMember(general, {bob, QStringLiteral("bob"), 0, 0}, {});
    (void)append(*store, message(bob, "1"));
    (void)append(*store, message(ann, "2")); // who writes has read
    (void)append(*store, message(bob, "3"));
    (void)append(*store, draft(ann, "4", NewTopic{QStringLiteral("T")})); // which is no message
    const auto ask = [&](const UserId& user) {
        std::optional<Result<IdentityRecord>> record;
        store->identity(user, into(record));
        wait(*store);
        return **record;
    };
    QCOMPARE(ask(ann).memberships.rooms.at(0).read, 2);
    QCOMPARE(ask(ann).memberships.rooms.at(0).n, 3);
    QCOMPARE(ask(bob).memberships.rooms.at(0).read, 3);
    store->saveMember(general, {ann, QStringLiteral("ann"), 1, 0}, {});
    QCOMPARE(ask(ann).memberships.rooms.at(0).read, 2); // marks only grow
    store->saveName(ann, *UserName::parse(u"Ann Lee"), {}, {});
    QCOMPARE(ask(ann).name->text(), QStringLiteral("Ann Lee"));
    store->saveSeen(ann, 77);
    const RoomRecord room = open(*store, general);
    QCOMPARE(room.members.size(), size_t(2));
    const MemberRecord& member = room.members.at(room.members.at(0).user == ann ? 0 : 1);
    QCOMPARE(member.name, QStringLiteral("Ann Lee"));
    QCOMPARE(member.lastSeen, 77);
    (void)append(*store, message(bob, "5"));
    store->moveRead(general, ann, 3);
    QCOMPARE(ask(ann).memberships.rooms.at(0).read, 3);
    store->moveRead(general, ann, 1);
    QCOMPARE(ask(ann).memberships.rooms.at(0).read, 3);
    store->removeMember(general, ann);
    store->moveRead(general, ann, 4); // decided before it was known
    QVERIFY(ask(ann).memberships.rooms.empty());
    QVERIFY(ask(UserId("nobody")).memberships.rooms.empty());
}

void StoreContract::roomsAreNotMadeByAccident()
{
    const auto store = makeStore();
    std::optional<Result<RoomRecord>> record;
    store->openRoom(general, into(record));
    wait(*store);
    QCOMPARE(record->error().code, ErrorCode::NotFound);
    QCOMPARE(append(*store, message(ann, "1")).error().code, ErrorCode::NotFound);
    const LogId log = open(*store, general).log;
    QVERIFY(open(*store, general).log == log);
}

} // namespace parlance::test
