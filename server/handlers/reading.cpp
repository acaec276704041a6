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

void fetchHistory(Services& services, Call call, RoomPin room, const FetchHistory& request)
{
    if (request.before.has_value() + request.after.has_value() + request.around.has_value() > 1) {
        return call.fail(
            {ErrorCode::BadRequest, QStringLiteral("before, after, around: give at most one of them"), {}});
    }
    const MessageQuery query{request.before, request.after, request.around, request.limit.value_or(defaultPage), true};
    services.store.messages(room->name(), query,
                            [query, name = room->name(), call = std::move(call)](auto slice) mutable {
                                if (!slice)
                                    return call.fail(slice.error());
                                HistoryPage page;
                                page.room = name;
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
    const RoomQuery query{request.prefix.value_or(QString()).normalized(QString::NormalizationForm_C), request.after,
                          request.limit.value_or(defaultPage)};
    services.store.rooms(query, [&services, call = std::move(call)](Result<RoomSlice> slice) mutable {
        if (!slice)
            return call.fail(slice.error());
        for (RoomSummary& summary : slice->rooms) {
            if (const Room* room = services.rooms.find(summary.room))
                summary.userCount = room->presence().count();
        }
        call.reply(RoomsPage{std::move(slice->rooms), slice->more, {}});
    });
}

void listMembers(Services&, Call call, RoomPin room, const ListMembers& request)
{
    MembersPage page;
    page.room = room->name();
    page.members = room->members(request.after.value_or(UserId()), limits::directoryPage + 1);
    if (page.members.size() > limits::directoryPage) {
        page.members.pop_back();
        page.more = true;
    }
    call.reply(std::move(page));
}

void markRead(Services& services, Call call, RoomPin room, const MarkRead& request)
{
    if (const MemberRecord* moved = room->moveRead(call.user(), request.n)) {
        services.store.saveMember(room->name(), *moved);
        services.hub.toIdentity(call.user(), ReadMoved{room->name(), moved->read}, call.sessionId());
    }
    call.done();
}

} // namespace parlance::handlers
