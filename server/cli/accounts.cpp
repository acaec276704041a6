#include "app/output.h"
#include "cli/columns.h"
#include "cli/commands.h"
#include "cli/live.h"

namespace parlance::cli {

namespace {

Result<Handle> handleGiven(const Invocation& invocation)
{
    auto handle = Handle::parse(invocation.value("HANDLE"));
    if (handle)
        return handle;
    return Error{ErrorCode::BadRequest, QStringLiteral("HANDLE: ") + handle.error().message, {}};
}

QStringList lineFor(const control::AccountEntry& account)
{
    return {account.handle.text(), account.name,
            account.role + (account.isDisabled ? QStringLiteral(" (disabled)") : QString()),
            account.twoFactor ? QStringLiteral("yes") : QStringLiteral("no"), shownTime(account.since)};
}

/// Prints the link by which the account's owner sets the password.
int printReset(Live& live, const control::LinkMade& made)
{
    print(stdout, linkTo(live, QStringLiteral("reset"), made.token) + u'\n');
    print(stderr, QStringLiteral("Give this link to the account's owner: it sets the password, removes the second "
                                 "factor, and signs out all devices. It works once, until %1.\n")
                      .arg(shownTime(made.expires)));
    return 0;
}

int change(const Invocation& invocation, std::optional<QString> role, std::optional<bool> isDisabled)
{
    const auto handle = handleGiven(invocation);
    if (!handle)
        return fail(exitUsage, handle.error().message);
    auto live = liveServer(invocation);
    if (!live)
        return failWith(live.error());
    const auto changed =
        ask<control::AccountChanged>(live->server, control::ChangeAccount{*handle, std::move(role), isDisabled});
    if (!changed)
        return failWith(changed.error());
    if (invocation.isSet("--json"))
        print(stdout, lineOf(*changed) + u'\n');
    return 0;
}

} // namespace

int accountsList(const Invocation& invocation)
{
    auto live = liveServer(invocation);
    if (!live)
        return failWith(live.error());
    std::vector<QStringList> lines{{QStringLiteral("HANDLE"), QStringLiteral("NAME"), QStringLiteral("ROLE"),
                                    QStringLiteral("TWO-FACTOR"), QStringLiteral("SINCE")}};
    control::ListAccounts request;
    for (bool more = true; more;) {
        const auto page = ask<control::AccountList>(live->server, request);
        if (!page)
            return failWith(page.error());
        for (const control::AccountEntry& account : page->accounts) {
            if (invocation.isSet("--json"))
                print(stdout, lineOf(control::AccountChanged{account}) + u'\n');
            lines.push_back(lineFor(account));
            request.after = account.handle;
        }
        more = page->more && !page->accounts.empty();
    }
    if (!invocation.isSet("--json"))
        print(stdout, columns(lines));
    return 0;
}

int accountsAdd(const Invocation& invocation)
{
    const auto handle = handleGiven(invocation);
    if (!handle)
        return fail(exitUsage, handle.error().message);
    control::AddAccount request{*handle, {}, {}};
    if (invocation.isSet("--name")) {
        const auto name = UserName::parse(invocation.value("--name"));
        if (!name)
            return fail(exitUsage, QStringLiteral("--name: ") + name.error().message);
        request.name = *name;
    }
    if (invocation.isSet("--role"))
        request.role = invocation.value("--role");
    auto live = liveServer(invocation);
    if (!live)
        return failWith(live.error());
    const auto made = ask<control::LinkMade>(live->server, request);
    return made ? printReset(*live, *made) : failWith(made.error());
}

int accountsReset(const Invocation& invocation)
{
    const auto handle = handleGiven(invocation);
    if (!handle)
        return fail(exitUsage, handle.error().message);
    auto live = liveServer(invocation);
    if (!live)
        return failWith(live.error());
    const auto made = ask<control::LinkMade>(live->server, control::MakeLink{QStringLiteral("reset"), *handle, {}, {}});
    return made ? printReset(*live, *made) : failWith(made.error());
}

int accountsDisable(const Invocation& invocation)
{
    return change(invocation, {}, true);
}

int accountsEnable(const Invocation& invocation)
{
    return change(invocation, {}, false);
}

int accountsRole(const Invocation& invocation)
{
    return change(invocation, invocation.value("ROLE"), {});
}

} // namespace parlance::cli
