#include "handlers/entering.h"
#include "handlers/handlers.h"
#include "session/session.h"

#include <algorithm>

namespace parlance::handlers {

namespace {

constexpr qint64 defaultPage = 50;

/// Where the messages begin that the query is about most.
size_t middleOf(const MessageQuery& query, const std::vector<MessageState>& messages)
{
    if (query.after || messages.empty())
        return 0;
    const auto at =
        query.around ? std::ranges::lower_bound(messages, *query.around, {}, &MessageState::seq) : messages.end();
    return size_t((at == messages.end() ? messages.end() - 1 : at) - messages.begin());
}

/// Encodes the messages that fit into one reply. Those farthest from what was asked for are left out first, and the
/// page then says that there are more.
json::EncodedList fitting(const MessageQuery& query, const std::vector<MessageState>& messages, HistoryPage& page)
{
    json::EncodedList list = replyList();
    const auto range = list.fillAround(messages, middleOf(query, messages));
    page.moreBefore |= range.first > 0;
    page.moreAfter |= range.end < messages.size();
    return list;
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
        page.moreBefore = slice->moreBefore;
        page.moreAfter = slice->moreAfter;
        page.asOf = slice->head;
        const json::EncodedList messages = fitting(query, slice->messages, page);
        call.reply(std::move(page), &HistoryPage::messages, messages);
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
    const Session* session = call.session();
    if (!session)
        return;
    const Asker asker{call.user(), session->address()};
    services.rooms.open(request.room, asker, [request, call = std::move(call)](Result<RoomPin> room) mutable {
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
        json::EncodedList rooms = replyList();
        const bool isCut = rooms.fill(slice->rooms) < slice->rooms.size();
        call.reply(MembershipsPage{{}, slice->more || isCut, {}}, &MembershipsPage::rooms, rooms);
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
