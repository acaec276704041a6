#include "accounts/links.h"
#include "accounts/registering.h"
#include "accounts/signingin.h"
#include "storage/drafts.h"
#include "storage/store_contract.h"
#include "storage/surplus.h"

#include <QTest>

#include <algorithm>

/// What a store knows about accounts.
namespace parlance::test {

namespace {

constexpr qint64 aTime = 1'700'000'000'000;
constexpr qint64 anHour = 3'600'000;

QByteArray hashOf(const QByteArray& text)
{
    return (text + QByteArray(32, '\0')).first(32); // any bytes
}

QStringList words(const char* text)
{
    return QString::fromLatin1(text).split(u' ');
}

AccountRow accountOf(const QByteArray& user, const QString& handle)
{
    return {.user = UserId(user),
            .handle = handle,
            .folded = handle.toLower().toUtf8(),
            .skeleton = "looks like " + handle.toLower().toUtf8(),
            .look = "is drawn like " + handle.toUtf8(),
            .role = ServerRole::Admin,
            .password = "$argon2id$" + user,
            .totpSecret = hashOf("secret"),
            .totpStep = 7,
            .since = aTime};
}

NewDevice deviceOf(const QByteArray& id)
{
    return {DeviceId(id), hashOf(id), QStringLiteral("a \u00e9 device")};
}

LinkRow inviteOf(const QByteArray& id, qint64 uses)
{
    return {.id = LinkId(id), .kind = LinkKind::Invite, .hash = hashOf(id), .uses = uses};
}

Registration registrationOf(const QByteArray& user, const QString& handle, const QByteArray& link)
{
    return {.user = UserId(user),
            .handle = {handle, handle.toLower().toUtf8(), "looks like " + handle.toLower().toUtf8(),
                       "is drawn like " + handle.toUtf8()},
            .name = handle,
            .password = "$argon2id$" + user,
            .device = deviceOf("device of " + user),
            .link = link,
            .isOpen = link.isEmpty(),
            .when = aTime};
}

Result<SignedIn> signInOf(AccountBook& book, const QByteArray& device, SecondFactor factor)
{
    return signIn(book, {.user = ann,
                         .password = "$argon2id$ann",
                         .factor = std::move(factor),
                         .device = deviceOf(device),
                         .rehashed = {},
                         .when = aTime});
}

} // namespace

void StoreContract::accountsComeBackAsTheyWere()
{
    const auto store = makeStore();
    AccountRow account = accountOf("ann", QStringLiteral("\u00c4nn"));
    const auto found = withBook<std::optional<AccountRow>>(*store, [account](AccountBook& book) {
        book.accounts().add(account);
        return Result(book.accounts().ofUser(account.user)); // its own transaction sees it
    });
    QCOMPARE(*found, account);
    account.role = ServerRole::Owner;
    account.isDisabled = true;
    account.handle = QStringLiteral("b");
    account.folded = "b";
    account.skeleton = "6";
    account.look = "G";
    account.password = "other";
    account.totpSecret.clear();
    account.totpStep = 8;
    const auto changed = withBook<std::vector<std::optional<AccountRow>>>(*store, [account](AccountBook& book) {
        book.accounts().change(account);
        return Result(std::vector{book.accounts().ofHandle("b"), book.accounts().looksLike("6", "H"),
                                  book.accounts().looksLike("7", "G"), book.accounts().looksLike("7", "H"),
                                  book.accounts().ofHandle("\u00e4nn"), book.accounts().ofUser(account.user),
                                  book.accounts().ofUser(UserId("bob"))});
    });
    QCOMPARE(*changed, (std::vector<std::optional<AccountRow>>{account, account, account, {}, {}, account, {}}));
}

void StoreContract::accountsComeInPages()
{
    const auto store = makeStore();
    const auto pages = withBook<std::vector<QStringList>>(*store, [](AccountBook& book) {
        for (const char* handle : {"ann", "anna", "b", "bob", "\u00e9mile"})
            book.accounts().add(accountOf(handle, QString::fromUtf8(handle)));
        const auto page = [&](const AccountQuery& query) {
            QStringList handles;
            for (const AccountRow& row : book.accounts().page(query))
                handles.append(row.handle);
            return handles;
        };
        return Result(std::vector{page({}), page({.limit = 2}), page({.after = "anna", .limit = 2}),
                                  page({.prefix = "ann"}), page({.prefix = "ann", .after = "ann"}),
                                  page({.prefix = "x"})});
    });
    const QString last = QStringLiteral("\u00e9mile");
    QCOMPARE(*pages, (std::vector<QStringList>{words("ann anna b bob") + QStringList(last), words("ann anna"),
                                               words("b bob"), words("ann anna"), words("anna"), QStringList()}));
}

void StoreContract::devicesComeBackAsTheyWere()
{
    const auto store = makeStore();
    DeviceRow old{DeviceId("1"), ann, hashOf("one"), QStringLiteral("old"), aTime, aTime + 1, 0};
    const DeviceRow young{DeviceId("2"), ann, hashOf("two"), QStringLiteral("young"), aTime + 2, aTime + 2, 0};
    const auto devices = withBook<std::vector<DeviceRow>>(*store, [old, young](AccountBook& book) {
        book.devices().add(old);
        book.devices().add(young);
        return Result(book.devices().ofUser(ann));
    });
    QCOMPARE(*devices, (std::vector{young, old}));
    old.ended = aTime + 5;
    old.name = QStringLiteral("lost");
    old.lastUsed = aTime + 4;
    const auto ended = withBook<std::optional<DeviceRow>>(*store, [old](AccountBook& book) {
        book.devices().change(old);
        return Result(book.devices().ofUser(ann).size() == 1 ? book.devices().ofHash(hashOf("one")) : std::nullopt);
    });
    QCOMPARE(*ended, old); // it stays known
}

void StoreContract::linksComeBackAsTheyWere()
{
    const auto store = makeStore();
    const LinkRow link{.id = LinkId("1"),
                       .kind = LinkKind::Invite,
                       .hash = hashOf("one"),
                       .maker = ann,
                       .user = bob,
                       .room = general,
                       .role = ServerRole::Admin,
                       .uses = 3,
                       .expires = aTime + anHour,
                       .since = aTime};
    const auto found = withBook<std::vector<std::optional<LinkRow>>>(*store, [link](AccountBook& book) {
        book.links().add(link);
        LinkRow reset = link;
        reset.id = LinkId("2");
        reset.kind = LinkKind::Reset;
        reset.hash = hashOf("two");
        book.links().add(reset);
        const auto before = std::vector{book.links().ofHash(hashOf("one")), book.links().ofId(LinkId("1"))};
        book.links().removeAll(LinkKind::Reset, ann); // of somebody else
        const auto kept = book.links().ofHash(hashOf("two"));
        book.links().removeAll(LinkKind::Reset, bob);
        return Result(std::vector{before[0], before[1], kept, book.links().ofHash(hashOf("two"))});
    });
    QCOMPARE((*found)[0], link);
    QCOMPARE((*found)[1], link);
    QVERIFY((*found)[2].has_value());
    QVERIFY(!(*found)[3].has_value());
    const auto list = withBook<std::vector<LinkRow>>(*store, [](AccountBook& book) {
        book.links().setUses(LinkId("1"), 2);
        auto links = book.links().ofKind(LinkKind::Invite, ann, 10);
        book.links().remove(LinkId("1"));
        return Result(book.links().ofId(LinkId("1")) ? std::vector<LinkRow>() : links);
    });
    QCOMPARE(list->size(), size_t(1));
    QCOMPARE(list->front().uses, 2);
}

void StoreContract::actsAreFoundAgain()
{
    const auto store = makeStore();
    const auto pages = withBook<std::vector<QStringList>>(*store, [](AccountBook& book) {
        book.care().note(
            {.when = aTime, .by = ann, .act = QStringLiteral("a"), .user = bob, .detail = QStringLiteral("1")});
        book.care().note(
            {.when = aTime, .by = {}, .act = QStringLiteral("b"), .user = ann, .detail = QStringLiteral("2")});
        book.care().note(
            {.when = aTime, .by = bob, .act = QStringLiteral("a"), .room = general, .detail = QStringLiteral("3")});
        const auto page = [&](const AuditQuery& query) {
            QStringList details;
            for (const AuditRow& row : book.care().audit(query))
                details.append(row.detail);
            return details;
        };
        const auto newest = book.care().audit({.limit = 1});
        return Result(std::vector{page({}), page({.before = newest.front().id}), page({.act = QStringLiteral("a")}),
                                  page({.user = ann}), page({.act = QStringLiteral("a"), .user = ann})});
    });
    QCOMPARE(*pages, (std::vector<QStringList>{words("3 2 1"), words("2 1"), words("3 1"), words("2 1"), words("1")}));
    const auto choice = withBook<QString>(*store, [](AccountBook& book) {
        book.care().choose(QStringLiteral("name"), QStringLiteral("one"));
        book.care().choose(QStringLiteral("name"), QStringLiteral("two"));
        return Result(book.care().choice(QStringLiteral("name")).value_or(QString()));
    });
    QCOMPARE(*choice, QStringLiteral("two"));
}

void StoreContract::whoHasAnAccountIsNoStranger()
{
    const auto store = makeStore();
    size_t swept = 0;
    store->onSwept([&](const Swept& gone) { swept += gone.members.size(); });
    open(*store, general);
    const QString address = QStringLiteral("10.0.0.1");
    const UserId guest("guest");
    store->saveMember(general, {guest, QStringLiteral("g"), 0, 0}, address);
    const auto made = withBook<SignedIn>(*store, [](AccountBook& book) {
        return registerAccount(book, registrationOf("guest", QStringLiteral("Guest.1"), {}));
    });
    QVERIFY(made);
    // As many strangers as there may be; with one more, somebody would go.
    for (qint64 i = 0; i < qint64(mostSilentMemberships); ++i)
        store->saveMember(general, {UserId("s" + QByteArray::number(i)), QStringLiteral("s"), 0, 0}, address);
    const auto record = answer<IdentityRecord>(*store, [&](auto done) { store->identity(guest, std::move(done)); });
    wait(*store);
    QCOMPARE(swept, size_t(0));
    QCOMPARE(record->name->text(), QStringLiteral("Guest.1"));
    QVERIFY(record->hasAccount);
    QCOMPARE(record->memberships.rooms.size(), size_t(1));
    const auto stranger =
        answer<IdentityRecord>(*store, [&](auto done) { store->identity(UserId("s1"), std::move(done)); });
    QVERIFY(!stranger->hasAccount);
}

void StoreContract::anAccountIsMadeOnce()
{
    const auto store = makeStore();
    const auto with = [&](const Registration& registration) {
        return withBook<SignedIn>(*store,
                                  [registration](AccountBook& book) { return registerAccount(book, registration); });
    };
    const Registration first = registrationOf("ann", QStringLiteral("Ann"), {});
    const auto made = with(first);
    QCOMPARE(made->account.role, ServerRole::Member);
    QCOMPARE(made->device.name, first.device.name);
    const auto again = with(first); // the answer was lost
    QCOMPARE(again->account, made->account);
    QCOMPARE(again->device, made->device);
    Registration other = registrationOf("bob", QStringLiteral("ANN"), {});
    QCOMPARE(with(other).error().code, ErrorCode::NameTaken);
    other = registrationOf("bob", QStringLiteral("bob"), {});
    other.handle.skeleton = first.handle.skeleton;
    QCOMPARE(with(other).error().field, QStringLiteral("handle"));
    Registration second = registrationOf("ann", QStringLiteral("ann2"), {});
    second.device = deviceOf("another");
    QCOMPARE(with(second).error().code, ErrorCode::BadRequest);
    Registration closed = registrationOf("bob", QStringLiteral("bob"), {});
    closed.isOpen = false;
    QCOMPARE(with(closed).error().code, ErrorCode::Forbidden);
    closed.link = hashOf("never made");
    QCOMPARE(with(closed).error().code, ErrorCode::Expired);
}

void StoreContract::aLastUseIsUsedOnce()
{
    const auto store = makeStore();
    const auto made = withBook<LinkRow>(
        *store, [](AccountBook& book) { return makeLink(book, {.link = inviteOf("invite", 2), .when = aTime}); });
    QVERIFY(made);
    int came = 0;
    int refused = 0;
    for (int i = 0; i < 50; ++i) { // all at once
        const QByteArray user = "u" + QByteArray::number(i);
        const auto registration = registrationOf(user, QString::fromLatin1(user), hashOf("invite"));
        askAccounts<SignedIn>(
            *store, BookAccess::Write,
            [registration](AccountBook& book) { return registerAccount(book, registration); },
            [&](const Result<SignedIn>& result) { ++(result ? came : refused); });
    }
    while (came + refused < 50)
        wait(*store);
    QCOMPARE(came, 2);
    QCOMPARE(refused, 48);
}

void StoreContract::aSecondFactorIsUsedOnce()
{
    const auto store = makeStore();
    const auto with = [&](const QByteArray& device, SecondFactor factor) {
        return withBook<SignedIn>(*store,
                                  [device, factor](AccountBook& book) { return signInOf(book, device, factor); });
    };
    (void)withBook<Nothing>(*store, [](AccountBook& book) {
        book.accounts().add(accountOf("ann", QStringLiteral("ann"))); // step 7 was used
        return Result(Nothing());
    });
    QCOMPARE(with("1", std::monostate()).error().field, QStringLiteral("code"));
    QCOMPARE(with("1", TotpStep{7}).error().field, QStringLiteral("code"));
    QVERIFY(with("1", TotpStep{8}));
    QVERIFY(with("1", TotpStep{8})); // the answer was lost
    QCOMPARE(with("2", TotpStep{8}).error().field, QStringLiteral("code"));
    QVERIFY(with("2", TotpStep{9}));
}

void StoreContract::recoveryCodesAreSpent()
{
    const auto store = makeStore();
    const auto with = [&](const QByteArray& device, const QByteArray& code) {
        return withBook<SignedIn>(
            *store, [device, code](AccountBook& book) { return signInOf(book, device, RecoveryCode{hashOf(code)}); });
    };
    (void)withBook<Nothing>(*store, [](AccountBook& book) {
        book.accounts().add(accountOf("ann", QStringLiteral("ann")));
        book.accounts().setRecoveryCodes(bob, {hashOf("bob's")});
        book.accounts().setRecoveryCodes(ann, {hashOf("former")});
        book.accounts().setRecoveryCodes(ann, {hashOf("one"), hashOf("two")});
        return Result(Nothing());
    });
    QVERIFY(!with("1", "bob's"));
    QVERIFY(!with("1", "former"));
    QVERIFY(with("1", "one"));
    QVERIFY(!with("2", "one"));
    QVERIFY(with("2", "two"));
}

void StoreContract::whatIsBehindAnErrorIsNotWritten()
{
    const auto store = makeStore();
    const auto refused = withBook<SignedIn>(*store, [](AccountBook& book) {
        return registerAccount(book, registrationOf("ann", QStringLiteral("ann"), hashOf("no link")));
    });
    QVERIFY(!refused);
    const auto nobody = withBook<bool>(*store, [](AccountBook& book) {
        return Result(!book.accounts().ofUser(ann) && !book.people().nameOf(ann) && book.care().audit({}).empty() &&
                      !book.devices().ofHash(hashOf("device of ann")));
    });
    QVERIFY(*nobody);
}

} // namespace parlance::test
