#include "accounts/links.h"
#include "handlers/accounts.h"

namespace parlance::handlers {

namespace {

constexpr qint64 usualAge = 7LL * 24 * 3'600'000; // ms

} // namespace

Invite inviteOf(const LinkRow& link)
{
    return {.id = link.id,
            .room = link.room.isEmpty() ? std::nullopt : std::optional(link.room),
            .uses = link.uses,
            .expires = link.expires == 0 ? std::nullopt : std::optional(link.expires),
            .since = link.since};
}

void makeInvite(Services& services, Call call, const MakeInvite& request)
{
    const IssuedToken token = services.credentials.issue(TokenKind::Invite);
    const NewLink made{.link = {.id = LinkId::random(),
                                .kind = LinkKind::Invite,
                                .hash = token.hash,
                                .maker = call.user(),
                                .room = request.room.value_or(RoomId()),
                                .uses = request.uses.value_or(1),
                                .expires = request.expires.value_or(usualAge)},
                       .membersInvite = services.facts.access.membersInvite,
                       .when = services.clock.wall()};
    auto done = [text = token.text, call = std::move(call)](const Result<LinkRow>& link) mutable {
        if (!link)
            return call.fail(link.error());
        call.reply(InviteMade{inviteOf(*link), text, {}});
    };
    askAccounts<LinkRow>(
        services.store, BookAccess::Write, [made](AccountBook& book) { return makeLink(book, made); }, std::move(done));
}

void listInvites(Services& services, Call call, const ListInvites&)
{
    const auto look = [user = call.user(), now = services.clock.wall()](AccountBook& book) {
        return Result(invitesOf(book, {user, false}, book.time(now)));
    };
    auto found = [call = std::move(call)](const Result<std::vector<LinkRow>>& links) mutable {
        if (!links)
            return call.fail(links.error());
        InvitesList list;
        for (const LinkRow& link : *links)
            list.invites.push_back(inviteOf(link));
        call.reply(std::move(list));
    };
    askAccounts<std::vector<LinkRow>>(services.store, BookAccess::Read, look, std::move(found));
}

void revokeInvite(Services& services, Call call, const RevokeInvite& request)
{
    const auto act = [by = Principal{call.user(), false}, id = request.invite,
                      now = services.clock.wall()](AccountBook& book) { return revokeLink(book, by, id, now); };
    auto done = [call = std::move(call)](const Result<Nothing>& result) mutable {
        if (!result)
            return call.fail(result.error());
        call.done();
    };
    askAccounts<Nothing>(services.store, BookAccess::Write, act, std::move(done));
}

} // namespace parlance::handlers
