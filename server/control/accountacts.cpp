#include "control/accountacts.h"

#include "accounts/accountrefusals.h"
#include "accounts/links.h"
#include "accounts/registering.h"
#include "control/messages.h"
#include "handlers/accounts.h"

namespace parlance::control {

namespace {

constexpr qint64 hour = 3'600'000; // ms
constexpr qint64 day = 24 * hour;
const Principal console{.user = {}, .isConsole = true};

/// What a kind of link is made of.
struct Kind {
    LinkKind link;
    TokenKind token;
    qint64 age; // ms
};

Result<Kind> kindOf(const QString& name)
{
    if (name == QLatin1String("owner"))
        return Kind{LinkKind::Owner, TokenKind::Owner, hour};
    if (name == QLatin1String("invite"))
        return Kind{LinkKind::Invite, TokenKind::Invite, 7 * day};
    if (name == QLatin1String("reset"))
        return Kind{LinkKind::Reset, TokenKind::Reset, day};
    return errorIn(QStringLiteral("kind"), ErrorCode::BadRequest, QStringLiteral("is owner, invite or reset"));
}

Result<ServerRole> roleOf(const QString& name)
{
    for (const ServerRole role : {ServerRole::Member, ServerRole::Admin, ServerRole::Owner}) {
        if (roleName(role) == name)
            return role;
    }
    return errorIn(QStringLiteral("role"), ErrorCode::BadRequest, QStringLiteral("is member, admin or owner"));
}

Error noHandle(const Handle& handle)
{
    return errorIn(QStringLiteral("handle"), ErrorCode::NotFound,
                   QStringLiteral("nobody has the handle \"%1\"").arg(handle.text()));
}

AccountEntry entryOf(AccountBook& book, const AccountRow& account)
{
    const auto handle = Handle::parse(account.handle);
    return {.userId = account.user,
            .handle = handle ? *handle : Handle(),
            .name = book.people().nameOf(account.user).value_or(QString()),
            .role = roleName(account.role),
            .isDisabled = account.isDisabled,
            .twoFactor = !account.totpSecret.isEmpty(),
            .since = account.since};
}

std::optional<AccountRow> accountOf(AccountBook& book, const Handle& handle)
{
    return book.accounts().ofHandle(handle.folded().toUtf8());
}

LinkMade linkMade(const LinkRow& link, const QString& token)
{
    return {link.id, token, link.expires};
}

} // namespace

void makeLink(Services& services, const MakeLink& request, Done<LinkMade> done)
{
    const auto kind = kindOf(request.kind);
    if (!kind)
        return done(kind.error());
    if (kind->link == LinkKind::Reset && !request.handle)
        return done(errorIn(QStringLiteral("handle"), ErrorCode::BadRequest, QStringLiteral("is missing")));
    const IssuedToken token = services.credentials.issue(kind->token);
    const NewLink made{.link = {.id = LinkId::random(),
                                .kind = kind->link,
                                .hash = token.hash,
                                .uses = request.uses.value_or(1),
                                .expires = request.expires.value_or(kind->age)},
                       .when = services.clock.wall()};
    const auto act = [made, handle = request.handle](AccountBook& book) -> Result<LinkRow> {
        NewLink link = made;
        if (link.link.kind == LinkKind::Reset) {
            const auto account = accountOf(book, *handle);
            if (!account)
                return noHandle(*handle);
            link.link.user = account->user;
        }
        return parlance::makeLink(book, link);
    };
    askAccounts<LinkRow>(services.store, BookAccess::Write, act,
                         [text = token.text, done = std::move(done)](const Result<LinkRow>& link) mutable {
                             done(link ? Result(linkMade(*link, text)) : link.error());
                         });
}

void listInvites(Services& services, Done<InviteList> done)
{
    const auto look = [now = services.clock.wall()](AccountBook& book) -> Result<InviteList> {
        InviteList list;
        for (const LinkRow& link : invitesOf(book, console, book.time(now)))
            list.invites.push_back(handlers::inviteOf(link));
        return list;
    };
    askAccounts<InviteList>(services.store, BookAccess::Read, look, std::move(done));
}

void revokeInvite(Services& services, const LinkId& id, Done<Nothing> done)
{
    askAccounts<Nothing>(
        services.store, BookAccess::Write,
        [id, now = services.clock.wall()](AccountBook& book) { return revokeLink(book, console, id, now); },
        std::move(done));
}

void addAccount(Services& services, const AddAccount& request, Done<LinkMade> done)
{
    const auto role = roleOf(request.role.value_or(QStringLiteral("member")));
    if (!role)
        return done(role.error());
    auto claim = services.credentials.claim(request.handle);
    if (!claim)
        return done(claim.error());
    const IssuedToken token = services.credentials.issue(TokenKind::Reset);
    const NewLink reset{
        .link = {.id = LinkId::random(), .kind = LinkKind::Reset, .hash = token.hash, .expires = 7 * day},
        .when = services.clock.wall()};
    const AddedAccount added{.user = UserId::random(),
                             .handle = *std::move(claim),
                             .name = request.name ? request.name->text() : request.handle.text(),
                             .role = *role,
                             .reset = reset};
    askAccounts<LinkRow>(
        services.store, BookAccess::Write, [added](AccountBook& book) { return parlance::addAccount(book, added); },
        [text = token.text, done = std::move(done)](const Result<LinkRow>& link) mutable {
            done(link ? Result(linkMade(*link, text)) : link.error());
        });
}

void listAccounts(Services& services, const ListAccounts& request, Done<AccountList> done)
{
    const QByteArray after = request.after ? request.after->folded().toUtf8() : QByteArray();
    const auto look = [after](AccountBook& book) -> Result<AccountList> {
        AccountList list;
        for (const AccountRow& account : book.accounts().page({.prefix = {}, .after = after, .limit = page + 1}))
            list.accounts.push_back(entryOf(book, account));
        list.more = std::ssize(list.accounts) > page;
        if (list.more)
            list.accounts.pop_back();
        return list;
    };
    askAccounts<AccountList>(services.store, BookAccess::Read, look, std::move(done));
}

void changeAccount(Services& services, const ChangeAccount& request, Done<AccountChanged> done)
{
    std::optional<ServerRole> role;
    if (request.role) {
        const auto named = roleOf(*request.role);
        if (!named)
            return done(named.error());
        role = *named;
    }
    const auto act = [request, role, now = services.clock.wall()](AccountBook& book) -> Result<AccountChanged> {
        const auto account = accountOf(book, request.handle);
        if (!account)
            return noHandle(request.handle);
        const auto changed = parlance::changeAccount(
            book, {.by = console, .user = account->user, .role = role, .isDisabled = request.isDisabled, .when = now});
        return changed ? Result(AccountChanged{entryOf(book, *changed)}) : changed.error();
    };
    askAccounts<AccountChanged>(services.store, BookAccess::Write, act,
                                [&services, done = std::move(done)](const Result<AccountChanged>& changed) mutable {
                                    if (changed && changed->account.isDisabled)
                                        handlers::endConnections(services, changed->account.userId, {});
                                    done(changed);
                                });
}

} // namespace parlance::control
