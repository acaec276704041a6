#include "accounts/links.h"

#include "accounts/accountrefusals.h"

namespace parlance {

namespace {

Principal makerOf(const LinkRow& link)
{
    return {link.maker, link.maker.isEmpty()};
}

/// Whether its maker may have made it, as far as the store knows at this moment.
bool mayMake(AccountBook& book, const LinkRow& link, bool membersInvite)
{
    const Rank rank = rankOf(book, makerOf(link));
    switch (link.kind) {
    case LinkKind::Owner:
        return rank.isConsole;
    case LinkKind::Invite:
        return rank.role >= (membersInvite ? ServerRole::Member : ServerRole::Admin) &&
               (link.role == ServerRole::Member || rank.mayGive(link.role));
    case LinkKind::Reset: {
        const auto account = book.accounts().ofUser(link.user);
        return account && rank.isAdmin() && rank.isAbove(account->role);
    }
    case LinkKind::Transfer:
        return rank.role >= ServerRole::Member && link.maker == link.user;
    }
    return false;
}

QString actOf(LinkKind kind)
{
    switch (kind) {
    case LinkKind::Owner:
        return QStringLiteral("owner_link_made");
    case LinkKind::Invite:
        return QStringLiteral("invite_made");
    case LinkKind::Reset:
        return QStringLiteral("reset_made");
    case LinkKind::Transfer:
        break;
    }
    return {};
}

Result<std::pair<LinkRow, AccountRow>> linkOfAccount(AccountBook& book, LinkKind kind, const QByteArray& hash,
                                                     qint64 now)
{
    const auto link = usableLink(book, hash, now);
    if (!link)
        return link.error();
    const auto account = book.accounts().ofUser(link->user);
    if (link->kind != kind || !account || account->isDisabled)
        return linkExpired();
    return std::pair(*link, *account);
}

} // namespace

Result<LinkRow> makeLink(AccountBook& book, const NewLink& made)
{
    if (const auto before = book.links().ofHash(made.link.hash))
        return *before; // asked for again after a lost answer
    LinkRow link = made.link;
    if (link.kind == LinkKind::Reset && !book.accounts().ofUser(link.user))
        return noAccount();
    if (!mayMake(book, link, made.membersInvite))
        return notOfThatRank({});
    link.since = book.time(made.when);
    if (link.expires != 0)
        link.expires += link.since;
    if (link.kind != LinkKind::Invite)
        book.links().removeAll(link.kind, link.user);
    book.links().add(link);
    if (const QString act = actOf(link.kind); !act.isEmpty())
        book.care().note({.when = link.since, .by = link.maker, .act = act, .user = link.user, .room = link.room});
    return link;
}

Result<LinkRow> usableLink(AccountBook& book, const QByteArray& hash, qint64 now)
{
    const auto link = book.links().ofHash(hash);
    if (!link || link->uses <= 0 || (link->expires != 0 && link->expires <= now) || !mayMake(book, *link, true))
        return linkExpired();
    return *link;
}

void useLink(AccountBook& book, const LinkRow& link)
{
    if (link.uses <= 1)
        book.links().remove(link.id);
    else
        book.links().setUses(link.id, link.uses - 1);
}

std::vector<LinkRow> invitesOf(AccountBook& book, const Principal& by, qint64 now)
{
    const bool isAdmin = rankOf(book, by).isAdmin();
    std::vector<LinkRow> links = book.links().ofKind(LinkKind::Invite, isAdmin ? UserId() : by.user, mostInvites);
    std::erase_if(links, [now](const LinkRow& link) { return link.expires != 0 && link.expires <= now; });
    return links;
}

Result<Nothing> revokeLink(AccountBook& book, const Principal& by, const LinkId& id, qint64 when)
{
    const auto link = book.links().ofId(id);
    const Rank rank = rankOf(book, by);
    if (!link || (!rank.isAdmin() && link->maker != by.user))
        return noLink();
    book.links().remove(id);
    if (link->kind == LinkKind::Invite)
        book.care().note(
            {.when = book.time(when), .by = by.user, .act = QStringLiteral("invite_revoked"), .room = link->room});
    return Nothing();
}

Result<SignedIn> resetPassword(AccountBook& book, const PasswordReset& reset)
{
    if (const auto before = doneBefore(book, reset.device))
        return *before;
    const qint64 now = book.time(reset.when);
    auto found = linkOfAccount(book, LinkKind::Reset, reset.link, now);
    if (!found)
        return found.error();
    auto [link, account] = *std::move(found);
    account.password = reset.password;
    account.totpSecret.clear();
    account.totpStep = 0;
    book.accounts().change(account);
    book.accounts().setRecoveryCodes(account.user, {});
    endDevices(book, account.user, {}, now);
    book.links().removeAll(LinkKind::Transfer, account.user);
    useLink(book, link);
    book.care().note({.when = now, .by = account.user, .act = QStringLiteral("password_reset"), .user = account.user});
    return addDevice(book, account, reset.device, now);
}

Result<SignedIn> transferDevice(AccountBook& book, const DeviceTransfer& transfer)
{
    if (const auto before = doneBefore(book, transfer.device))
        return *before;
    const qint64 now = book.time(transfer.when);
    const auto found = linkOfAccount(book, LinkKind::Transfer, transfer.link, now);
    if (!found)
        return found.error();
    useLink(book, found->first);
    return addDevice(book, found->second, transfer.device, now);
}

} // namespace parlance
