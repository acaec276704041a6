#include "accounts/ranks.h"

#include "accounts/accountrefusals.h"
#include "accounts/devices.h"

namespace parlance {

namespace {

bool isLastOwner(AccountBook& book, const AccountRow& account)
{
    return account.role == ServerRole::Owner && !account.isDisabled &&
           book.accounts().countActive(ServerRole::Owner) == 1;
}

std::optional<Error> refused(AccountBook& book, const AccountChange& change, const AccountRow& account)
{
    const Rank rank = rankOf(book, change.by);
    // An owner may step down, and give up what other owners cannot take.
    const bool isSelf = !change.by.isConsole && change.by.user == account.user;
    if (!rank.isAdmin() || (!isSelf && !rank.isAbove(account.role)))
        return notOfThatRank(QStringLiteral("user"));
    if (change.role && !rank.mayGive(*change.role))
        return notOfThatRank(QStringLiteral("role"));
    const bool staysOwner =
        change.role.value_or(account.role) == ServerRole::Owner && !change.isDisabled.value_or(account.isDisabled);
    if (!staysOwner && isLastOwner(book, account))
        return lastOwner();
    return std::nullopt;
}

} // namespace

QString roleName(ServerRole role)
{
    switch (role) {
    case ServerRole::Guest:
        return QStringLiteral("guest");
    case ServerRole::Member:
        return QStringLiteral("member");
    case ServerRole::Admin:
        return QStringLiteral("admin");
    case ServerRole::Owner:
        return QStringLiteral("owner");
    }
    return {};
}

Rank rankOf(AccountBook& book, const Principal& actor)
{
    if (actor.isConsole)
        return {ServerRole::Owner, true};
    const auto account = book.accounts().ofUser(actor.user);
    return {account && !account->isDisabled ? account->role : ServerRole::Guest, false};
}

Result<AccountRow> changeAccount(AccountBook& book, const AccountChange& change)
{
    const auto found = book.accounts().ofUser(change.user);
    if (!found)
        return noAccount();
    if (const auto error = refused(book, change, *found))
        return *error;
    AccountRow account = *found;
    account.role = change.role.value_or(account.role);
    account.isDisabled = change.isDisabled.value_or(account.isDisabled);
    if (account == *found)
        return account;
    const qint64 now = book.time(change.when);
    const auto note = [&](const QString& act, const QString& detail) {
        book.care().note({.when = now, .by = change.by.user, .act = act, .user = account.user, .detail = detail});
    };
    book.accounts().change(account);
    if (account.role != found->role)
        note(QStringLiteral("role_changed"), roleName(account.role));
    if (account.isDisabled != found->isDisabled)
        note(account.isDisabled ? QStringLiteral("account_disabled") : QStringLiteral("account_enabled"), {});
    if (account.isDisabled) {
        endDevices(book, account.user, {}, now);
        book.links().removeAll(LinkKind::Reset, account.user);
        book.links().removeAll(LinkKind::Transfer, account.user);
    }
    return account;
}

} // namespace parlance
