#include "accounts/registering.h"

#include "accounts/accountrefusals.h"
#include "accounts/ranks.h"

namespace parlance {

namespace {

bool makesAccounts(LinkKind kind)
{
    return kind == LinkKind::Owner || kind == LinkKind::Invite;
}

/// The link by which the account is made; nothing where none is needed.
Result<std::optional<LinkRow>> linkFor(AccountBook& book, const Registration& registration, qint64 now)
{
    if (registration.link.isEmpty())
        return registration.isOpen ? Result(std::optional<LinkRow>()) : needsInvite();
    const auto link = usableLink(book, registration.link, now);
    if (!link)
        return link.error();
    return makesAccounts(link->kind) ? Result(std::optional(*link)) : linkExpired();
}

bool isTaken(AccountBook& book, const HandleClaim& handle)
{
    return book.accounts().ofHandle(handle.folded) || book.accounts().looksLike(handle.skeleton, handle.look);
}

} // namespace

std::optional<Error> refusalOf(AccountBook& book, const Registration& registration)
{
    const auto link = linkFor(book, registration, book.time(registration.when));
    if (!link)
        return link.error();
    if (book.accounts().ofUser(registration.user))
        return hasAccount();
    if (isTaken(book, registration.handle))
        return handleTaken();
    return std::nullopt;
}

Result<SignedIn> registerAccount(AccountBook& book, const Registration& registration)
{
    if (const auto before = doneBefore(book, registration.device))
        return *before;
    const qint64 now = book.time(registration.when);
    const auto link = linkFor(book, registration, now);
    if (!link)
        return link.error();
    if (const auto refused = refusalOf(book, registration))
        return *refused;
    const bool isOwner = *link && (*link)->kind == LinkKind::Owner;
    const AccountRow account{.user = registration.user,
                             .handle = registration.handle.handle,
                             .folded = registration.handle.folded,
                             .skeleton = registration.handle.skeleton,
                             .look = registration.handle.look,
                             .role = isOwner ? ServerRole::Owner
                                     : *link ? (*link)->role
                                             : ServerRole::Member,
                             .password = registration.password,
                             .since = now};
    book.people().keep(account.user, registration.name);
    book.accounts().add(account);
    if (*link)
        useLink(book, **link);
    book.care().note({.when = now,
                      .by = *link ? (*link)->maker : account.user,
                      .act = isOwner ? QStringLiteral("owner_made") : QStringLiteral("account_made"),
                      .user = account.user});
    SignedIn done = addDevice(book, account, registration.device, now);
    if (*link)
        done.room = (*link)->room;
    return done;
}

Result<LinkRow> addAccount(AccountBook& book, const AddedAccount& added)
{
    if (const auto before = book.links().ofHash(added.reset.link.hash))
        return *before; // asked for again after a lost answer
    const UserId& maker = added.reset.link.maker;
    const Rank rank = rankOf(book, {maker, maker.isEmpty()});
    if (!rank.isAdmin() || !rank.mayGive(added.role))
        return notOfThatRank(QStringLiteral("role"));
    if (isTaken(book, added.handle))
        return handleTaken();
    const qint64 now = book.time(added.reset.when);
    book.people().keep(added.user, added.name);
    book.accounts().add({.user = added.user,
                         .handle = added.handle.handle,
                         .folded = added.handle.folded,
                         .skeleton = added.handle.skeleton,
                         .look = added.handle.look,
                         .role = added.role,
                         .since = now});
    book.care().note({.when = now, .by = maker, .act = QStringLiteral("account_made"), .user = added.user});
    NewLink reset = added.reset;
    reset.link.user = added.user;
    return makeLink(book, reset);
}

} // namespace parlance
