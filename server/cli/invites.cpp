#include "app/output.h"
#include "cli/columns.h"
#include "cli/commands.h"
#include "cli/live.h"

namespace parlance::cli {

namespace {

constexpr qint64 dayLength = 24LL * 3'600'000; // ms

/// A whole number, or nothing for a flag that is not there. Complains about anything else.
Result<std::optional<qint64>> numberOf(const Invocation& invocation, std::string_view flag)
{
    if (!invocation.isSet(flag))
        return std::optional<qint64>();
    bool ok = false;
    const qint64 number = invocation.value(flag).toLongLong(&ok);
    if (ok && number > 0)
        return std::optional(number);
    return Error{ErrorCode::BadRequest,
                 QStringLiteral("%1 takes a number, not \"%2\"")
                     .arg(QLatin1String(flag.data(), qsizetype(flag.size())), invocation.value(flag)),
                 {}};
}

} // namespace

int invitesList(const Invocation& invocation)
{
    auto live = liveServer(invocation);
    if (!live)
        return failWith(live.error());
    const auto list = ask<control::InviteList>(live->server, control::ListInvites());
    if (!list)
        return failWith(list.error());
    std::vector<QStringList> lines{
        {QStringLiteral("ID"), QStringLiteral("USES LEFT"), QStringLiteral("MADE"), QStringLiteral("ENDS")}};
    for (const Invite& invite : list->invites) {
        if (invocation.isSet("--json"))
            print(stdout, lineOf(control::InviteList{{invite}}) + u'\n');
        lines.push_back({QString::fromLatin1(invite.id.text()), shownNumber(invite.uses), shownTime(invite.since),
                         invite.expires ? shownTime(*invite.expires) : QStringLiteral("never")});
    }
    if (!invocation.isSet("--json"))
        print(stdout, columns(lines));
    return 0;
}

int invitesMake(const Invocation& invocation)
{
    const auto uses = numberOf(invocation, "--uses");
    const auto days = numberOf(invocation, "--days");
    if (!uses || !days)
        return fail(exitUsage, (uses ? days.error() : uses.error()).message);
    auto live = liveServer(invocation);
    if (!live)
        return failWith(live.error());
    const auto age = *days ? std::optional(**days * dayLength) : std::nullopt;
    const auto made = ask<control::LinkMade>(live->server, control::MakeLink{QStringLiteral("invite"), {}, *uses, age});
    if (!made)
        return failWith(made.error());
    print(stdout, linkTo(*live, QStringLiteral("invite"), made->token) + u'\n');
    return 0;
}

int invitesRevoke(const Invocation& invocation)
{
    auto live = liveServer(invocation);
    if (!live)
        return failWith(live.error());
    const auto done =
        ask<control::WasDone>(live->server, control::RevokeInvite{LinkId(invocation.value("ID").toLatin1())});
    return done ? 0 : failWith(done.error());
}

} // namespace parlance::cli
