#include "protocol/limits.h"
#include "storage/drafts.h"
#include "storage/store_contract.h"
#include "storage/surplus.h"

#include <QTest>

#include <set>

/// What stores list a page at a time, and whom they forget.
namespace parlance::test {

void StoreContract::membershipsComeInPages()
{
    const auto store = makeStore();
    constexpr int count = 2 * limits::membershipsPage + 1;
    std::set<RoomId> joined;
    for (int i = 0; i < count; ++i) {
        const RoomId room("room " + QByteArray::number(i));
        open(*store, room);
        store->saveMember(room, {ann, QStringLiteral("ann"), 0, 0}, {});
        joined.insert(room);
        if (i % 2 == 0) { // some rooms have an event, some have none
            NewEvent event = message(bob, QByteArray::number(i));
            event.room = room;
            (void)append(*store, event);
        }
    }
    for (const bool hasWritten : {false, true}) {
        if (hasWritten) {
            NewEvent event = message(ann, "first");
            event.room = *joined.begin();
            (void)append(*store, event);
        }
        std::set<RoomId> seen;
        auto slice =
            answer<IdentityRecord>(*store, [&](auto done) { store->identity(ann, std::move(done)); })->memberships;
        for (int pages = 1;; ++pages) {
            QVERIFY(std::ssize(slice.rooms) <= limits::membershipsPage);
            for (const Membership& membership : slice.rooms)
                QVERIFY(seen.insert(membership.room).second); // none twice
            if (!slice.more) {
                QCOMPARE(pages, 3);
                break;
            }
            const RoomId last = slice.rooms.back().room;
            slice =
                *answer<MembershipSlice>(*store, [&](auto done) { store->memberships(ann, last, std::move(done)); });
        }
        QVERIFY(seen == joined);
    }
    const auto unknown = answer<MembershipSlice>(
        *store, [&](auto done) { store->memberships(ann, RoomId("nowhere"), std::move(done)); });
    QCOMPARE(unknown.error().code, ErrorCode::NotFound);
}

void StoreContract::oneMembership()
{
    const auto store = makeStore();
    const LogId log = open(*store, general).log;
    const auto ask = [&](const UserId& user, const RoomId& room) {
        return answer<Membership>(*store, [&](auto done) { store->membership(user, room, std::move(done)); });
    };
    const auto membershipOf = [&](qint64 head, qint64 n, qint64 read) {
        return Membership{general, log, *RoomName::parse(u"general"), {}, {}, head, n, read};
    };
    QCOMPARE(ask(ann, general).error().code, ErrorCode::NotJoined);
    store->saveMember(general, {ann, QStringLiteral("ann"), 0, 0}, {});
    QVERIFY(*ask(ann, general) == membershipOf(0, 0, 0));
    (void)append(*store, message(bob, "1"));
    QVERIFY(*ask(ann, general) == membershipOf(1, 1, 0));
    (void)append(*store, message(ann, "2"));
    QVERIFY(*ask(ann, general) == membershipOf(2, 2, 2));
    QCOMPARE(ask(ann, RoomId("nowhere")).error().code, ErrorCode::NotJoined);
    store->removeMember(general, ann);
    QCOMPARE(ask(ann, general).error().code, ErrorCode::NotJoined);
}

void StoreContract::theDirectory()
{
    const auto store = makeStore();
    QStringList names{QStringLiteral("Zebra"),      QStringLiteral("my-random"), QStringLiteral("garden"),
                      QStringLiteral("Ärger"),      QStringLiteral("Random"),    QString::fromUcs4(U"\U0001F600 fun"),
                      QStringLiteral("\uFF21 wide")};
    for (const QString& name : names)
        open(*store, RoomId(name.toUtf8()));
    (void)append(*store, [] { // this one stands in a table of the store, the others need not
        NewEvent event = message(ann, "1");
        event.room = RoomId("garden");
        return event;
    }());
    const auto ask = [&](const RoomQuery& query) {
        return *answer<RoomSlice>(*store, [&](auto done) { store->rooms(query, std::move(done)); });
    };
    const auto namesOf = [](const RoomSlice& slice) {
        QStringList found;
        for (const RoomSummary& summary : slice.rooms)
            found << summary.name.text();
        return found;
    };
    // By the folded names' code points, whatever page they are on. Folded, the dots of \u00c4 stand behind an a.
    const QStringList sorted{names[3], names[2], names[1], names[4], names[0], names[6], names[5]};
    QCOMPARE(namesOf(ask({})), sorted);
    QStringList paged;
    std::optional<RoomName> next;
    do {
        const RoomSlice slice = ask({{}, next, 2});
        paged += namesOf(slice);
        next = slice.next;
    } while (next);
    QCOMPARE(paged, sorted);
    QCOMPARE(namesOf(ask({QStringLiteral("RANDOM"), {}, 50})), QStringList({names[1], names[4]}));
    QCOMPARE(namesOf(ask({QStringLiteral("nowhere"), {}, 50})), QStringList());
    // What is equal for mentions and the page's own search is equal here.
    for (const QString& name : {QStringLiteral("Hauptstra\u00dfe"), QStringLiteral("I\u015f\u0131k"),
                                QStringLiteral("\u0d39\u0d30\u0d3f\u0d7b")})
        open(*store, RoomId(name.toUtf8()));
    for (const auto& [typed, found] : {std::pair("STRASSE", "Hauptstra\u00dfe"),
                                       {"stra\u00dfe", "Hauptstra\u00dfe"},
                                       {"i\u015fik", "I\u015f\u0131k"},
                                       {"IS\u0327IK", "I\u015f\u0131k"},
                                       {"\u0d28\u0d4d\u200d", "\u0d39\u0d30\u0d3f\u0d7b"}})
        QCOMPARE(namesOf(ask({QString::fromUtf8(typed), {}, 50})), QStringList(QString::fromUtf8(found)));
}

void StoreContract::aSearchOfTheDirectoryLooksAtSoMany()
{
    const auto store = makeStore();
    for (int i = 0; i <= limits::directoryScan; ++i)
        store->makeRoom(roomCalled(RoomId("room " + QByteArray::number(100'000 + i))), [](auto) {});
    wait(*store);
    const auto ask = [&](const std::optional<RoomName>& after) {
        const RoomQuery query{QStringLiteral("101000"), after, 50};
        return *answer<RoomSlice>(*store, [&](auto done) { store->rooms(query, std::move(done)); });
    };
    const RoomSlice first = ask({});
    QVERIFY(first.rooms.empty() && first.next); // it was not among those that were looked at
    const RoomSlice second = ask(first.next);
    QCOMPARE(second.rooms.size(), size_t(1));
    QVERIFY(!second.next);
}

void StoreContract::strangersPushOutNobodyElse()
{
    const auto store = makeStore();
    open(*store, general);
    const auto enter = [&](const QByteArray& user, const QString& address) {
        store->saveMember(general, {UserId(user), QStringLiteral("g"), 0, 0}, address);
    };
    std::set<UserId> swept;
    store->onSwept([&](const Swept& gone) {
        for (const SweptMember& member : gone.members) {
            QVERIFY(member.room == general);
            swept.insert(member.user);
        }
    });
    constexpr auto most = qint64(mostSilentMemberships);
    enter("reader", QStringLiteral("192.0.2.1")); // who has never written
    for (int i = 0; i < most + 10; ++i)
        enter("stranger " + QByteArray::number(i), QStringLiteral("192.0.2.99"));
    enter("late", QStringLiteral("192.0.2.2"));
    while (swept.size() < 12)
        wait(*store);
    const auto isMember = [&](const QByteArray& user) {
        return bool(
            answer<Membership>(*store, [&](auto done) { store->membership(UserId(user), general, std::move(done)); }));
    };
    QVERIFY(isMember("reader"));
    QVERIFY(isMember("late"));
    QVERIFY(isMember("stranger 0")); // the first of an address stay
    for (const UserId& user : swept)
        QVERIFY(!isMember(user.text()) && user.text().startsWith("stranger "));
    QCOMPARE(qint64(open(*store, general).members.size()), most);
    QVERIFY(
        !answer<IdentityRecord>(*store, [&](auto done) { store->identity(*swept.begin(), std::move(done)); })->name);
}

void StoreContract::whoHasWrittenStays()
{
    const auto store = makeStore();
    open(*store, general);
    const QString address = QStringLiteral("192.0.2.99");
    std::set<UserId> swept;
    store->onSwept([&](const Swept& gone) {
        for (const SweptMember& member : gone.members)
            swept.insert(member.user);
    });
    for (size_t i = 0; i < mostSilentMemberships; ++i)
        store->saveMember(general, {UserId("stranger " + QByteArray::number(i)), QStringLiteral("g"), 0, 0}, address);
    store->saveMember(general, {ann, QStringLiteral("ann"), 0, 0}, address); // the newest of the address
    (void)append(*store, message(ann, "1"));
    store->saveMember(general, {bob, QStringLiteral("bob"), 0, 0}, address);
    while (swept.empty())
        wait(*store);
    const auto identity = answer<IdentityRecord>(*store, [&](auto done) { store->identity(ann, std::move(done)); });
    QCOMPARE(identity->name->text(), QStringLiteral("ann"));
}

void StoreContract::whoWritesInARoomBecomesAMember()
{
    const auto store = makeStore();
    open(*store, general);
    const auto isMember = [&](const UserId& user) {
        return bool(answer<Membership>(*store, [&](auto done) { store->membership(user, general, std::move(done)); }));
    };
    NewEvent event = message(ann, "1");
    event.authorship = Authorship::Absent;
    QCOMPARE(append(*store, event).error().code, ErrorCode::NotJoined);
    QVERIFY(!isMember(ann));
    event.authorship = Authorship::Present;
    QVERIFY(append(*store, event));
    QVERIFY(isMember(ann));
    const auto identity = answer<IdentityRecord>(*store, [&](auto done) { store->identity(ann, std::move(done)); });
    QCOMPARE(identity->memberships.rooms.at(0).read, 1);
    event.authorship = Authorship::Absent;
    event.nonce = Nonce("2");
    std::get<NewMessage>(event.what).id = MessageId("id-2");
    QVERIFY(append(*store, event));          // as a member
    (void)append(*store, message(bob, "3")); // of the plain dialect
    QVERIFY(!isMember(bob));
}

void StoreContract::aNameIsKeptWithoutARoom()
{
    const auto store = makeStore();
    open(*store, general);
    const auto nameOf = [&](const UserId& user) {
        const auto name =
            answer<IdentityRecord>(*store, [&](auto done) { store->identity(user, std::move(done)); })->name;
        return name ? name->text() : QString();
    };
    QVERIFY(answer<Nothing>(*store,
                            [&](auto done) { store->saveName(ann, *UserName::parse(u"Ann"), {}, std::move(done)); }));
    QCOMPARE(nameOf(ann), QStringLiteral("Ann"));
    store->saveMember(general, {ann, QStringLiteral("another"), 0, 0}, {}); // who has a name already
    QCOMPARE(nameOf(ann), QStringLiteral("Ann"));
    store->removeMember(general, ann);
    QCOMPARE(nameOf(ann), QStringLiteral("Ann"));
    store->saveMember(general, {bob, QStringLiteral("bob"), 0, 0}, {});
    QVERIFY(remove(*store, general));
    QCOMPARE(nameOf(bob), QStringLiteral("bob"));
}

void StoreContract::strangersWithoutARoomAreBounded()
{
    const auto store = makeStore();
    open(*store, general);
    std::set<UserId> swept;
    store->onSwept([&](const Swept& gone) {
        for (const SweptMember& member : gone.members)
            swept.insert(member.user);
    });
    const UserName name = *UserName::parse(u"g");
    const auto isKnown = [&](const QByteArray& user) {
        return answer<IdentityRecord>(*store, [&](auto done) { store->identity(UserId(user), std::move(done)); })
            ->name.has_value();
    };
    store->saveName(UserId("elsewhere"), name, QStringLiteral("192.0.2.1"), {});
    for (size_t i = 0; i < mostSilentMemberships - 2; ++i)
        store->saveName(UserId("stranger " + QByteArray::number(i)), name, QStringLiteral("192.0.2.99"), {});
    store->saveMember(general, {ann, QStringLiteral("ann"), 0, 0},
                      QStringLiteral("192.0.2.99")); // the newest from there
    QVERIFY(isKnown(ann.text()));
    store->saveName(bob, name, QStringLiteral("192.0.2.2"), {});
    while (swept.empty())
        wait(*store);
    QCOMPARE(swept, std::set<UserId>{ann});
    QVERIFY(!isKnown(ann.text()) && open(*store, general).members.empty());
    QVERIFY(isKnown("elsewhere") && isKnown(bob.text()) && isKnown("stranger 0"));
}

void StoreContract::roomsWithoutEventsAreBounded()
{
    const auto store = makeStore();
    const auto make = [&](const QByteArray& name, const QString& address) {
        store->makeRoom(roomCalled(RoomId(name), address), [](auto) {});
    };
    std::vector<RoomId> swept;
    store->onSwept([&](const Swept& gone) { swept.insert(swept.end(), gone.rooms.begin(), gone.rooms.end()); });
    make("mine", QStringLiteral("192.0.2.1"));
    make("general", QStringLiteral("192.0.2.99"));
    (void)append(*store, message(ann, "1")); // not among them any more
    for (size_t i = 0; i < mostEmptyRooms; ++i)
        make("room " + QByteArray::number(i), QStringLiteral("192.0.2.99"));
    while (swept.empty())
        wait(*store);
    QCOMPARE(swept.size(), size_t(1));
    QCOMPARE(swept.front().text(), "room " + QByteArray::number(mostEmptyRooms - 1));
    QCOMPARE(find(*store, swept.front()).error().code, ErrorCode::NotFound);
    QVERIFY(find(*store, RoomId("mine")));
    QVERIFY(find(*store, general));
}

} // namespace parlance::test
