#include "handlers/entering.h"
#include "handlers/handlers.h"
#include "session/session.h"

#include <algorithm>

namespace parlance::handlers {

namespace {

constexpr qint64 defaultPage = 50;

/// Cuts a page so that it fits into one reply: at the end that is farther from what was asked for.
void cutToReply(const MessageQuery& query, HistoryPage& page)
{
    if (query.after) {
        std::ranges::reverse(page.messages);
        page.moreAfter |= cutOldest(page.messages);
        std::ranges::reverse(page.messages);
    } else {
        page.moreBefore |= cutOldest(page.messages);
    }
}

} // namespace

void fetchHistory(Services& services, Call call, Standing standing, const FetchHistory& request)
{
    if (request.before.has_value() + request.after.has_value() + request.around.has_value() > 1) {
        return call.fail(
            {ErrorCode::BadRequest, QStringLiteral("before, after, around: give at most one of them"), {}});
    }
    const MessageQuery query{request.before, request.after, request.around, request.limit.value_or(defaultPage), true};
    const RoomId room = standing.membership.room;
    const UserId user = call.user();
    services.store.messages(user, room, query, [query, room, call = std::move(call)](auto slice) mutable {
        if (!slice)
            return call.fail(slice.error());
        HistoryPage page;
        page.room = room;
        page.messages = std::move(slice->messages);
        page.moreBefore = slice->moreBefore;
        page.moreAfter = slice->moreAfter;
        page.asOf = slice->head;
        cutToReply(query, page);
        call.reply(std::move(page));
    });
}

void listRooms(Services& services, Call call, const ListRooms& request)
{
    const RoomQuery query{request.contains.value_or(QString()), request.after, request.limit.value_or(defaultPage)};
    services.store.rooms(query, [&services, call = std::move(call)](Result<RoomSlice> slice) mutable {
        if (!slice)
            return call.fail(slice.error());
        for (RoomSummary& summary : slice->rooms)
            summary.userCount = services.rooms.presentIn(summary.room);
        const bool more = slice->next.has_value();
        call.reply(RoomsPage{std::move(slice->rooms), more, std::move(slice->next), {}});
    });
}

namespace {

MembersPage membersPage(Room& room, const ListMembers& request)
{
    const auto limit = int(request.limit.value_or(limits::directoryPage));
    MembersPage page;
    page.room = room.id();
    page.members = request.prefix ? room.membersByPrefix(*request.prefix, limit + 1)
                                  : room.membersAfter(request.after.value_or(UserId()), limit + 1);
    if (std::ssize(page.members) > limit) {
        page.members.pop_back();
        page.more = true;
    }
    return page;
}

} // namespace

void listMembers(Services& services, Call call, Standing standing, const ListMembers& request)
{
    if (request.prefix && request.after)
        return call.fail({ErrorCode::BadRequest, QStringLiteral("prefix, after: give at most one of them"), {}});
    if (standing.room)
        return call.reply(membersPage(*standing.room, request));
    services.rooms.open(request.room, [request, call = std::move(call)](Result<RoomPin> room) mutable {
        if (!room)
            return call.fail(room.error());
        call.reply(membersPage(**room, request));
    });
}

void listMemberships(Services& services, Call call, const ListMemberships& request)
{
    const UserId user = call.user();
    services.store.memberships(user, request.after, [call = std::move(call)](Result<MembershipSlice> slice) mutable {
        if (!slice)
            return call.fail(slice.error());
        call.reply(MembershipsPage{std::move(slice->rooms), slice->more, {}});
    });
}

void markRead(Services& services, Call call, Standing standing, const MarkRead& request)
{
    Membership& membership = standing.membership;
    const qint64 n = std::min(request.n, membership.n);
    if (n > membership.read) {
        if (standing.room)
            standing.room->moveRead(call.user(), n);
        services.store.moveRead(membership.room, call.user(), n);
        services.hub.toIdentity(call.user(), ReadMoved{membership.room, n}, call.sessionId());
    }
    call.done();
}

} // namespace parlance::handlers
