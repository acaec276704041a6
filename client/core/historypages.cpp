#include "core/historypages.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace parlance::client {

namespace {

constexpr qint64 cachedPageSize = 50; // where the request does not say
constexpr int pageAttempts = 3;       // changes to old messages are rare; twice in a row hardly happens

} // namespace

void HistoryPages::fetch(const FetchHistory& request, Callback<void(Result<HistoryPage>)> done)
{
    if (auto page = cachedPage(request)) {
        m_applier.apply(*page);
        return done(*std::move(page));
    }
    ask(request, std::move(done), pageAttempts);
}

std::optional<HistoryPage> HistoryPages::cachedPage(const FetchHistory& request) const
{
    const RoomState* room = m_state.room(request.room);
    if (!m_cache || !room)
        return {};
    HistoryPage page;
    page.room = request.room;
    page.messages = cachedMessages(request, *room);
    if (page.messages.empty())
        return {};
    page.moreBefore = page.messages.front().n > 1;
    page.moreAfter = page.messages.back().n < room->n;
    page.asOf = room->head; // every event that was handled is in the cache
    return page;
}

std::vector<MessageState> HistoryPages::cachedMessages(const FetchHistory& request, const RoomState& room) const
{
    const qint64 limit = request.limit.value_or(cachedPageSize);
    if (const auto seq = request.around) {
        const auto at = m_cache->messageAt(request.room, *seq);
        if (!at)
            return {};
        std::vector<MessageState> messages = m_cache->messagesBefore(request.room, *seq, at->n, limit / 2);
        messages.push_back(*at);
        std::ranges::move(m_cache->messagesAfter(request.room, *seq, at->n, limit / 2 - 1),
                          std::back_inserter(messages));
        return messages;
    }
    const auto bound = request.before ? request.before : request.after;
    if (!bound || !room.messages.has(*bound))
        return {};
    const qint64 n = room.messages[room.messages.rowOf(*bound)].n;
    return request.before ? m_cache->messagesBefore(request.room, *bound, n, limit)
                          : m_cache->messagesAfter(request.room, *bound, n, limit);
}

Searched HistoryPages::search(const RoomId& room, const QString& text, qint64 seq, qint64 most) const
{
    if (m_cache)
        return m_cache->search(room, text, seq, most);
    Searched searched;
    const RoomState* state = m_state.room(room);
    for (size_t row = state ? state->messages.rowOf(seq) : 0; row-- > 0;) {
        const MessageState& message = state->messages[row];
        if (message.text && message.text->contains(text, Qt::CaseInsensitive))
            searched.found.push_back(message.seq);
    }
    return searched;
}

void HistoryPages::ask(const FetchHistory& request, Callback<void(Result<HistoryPage>)> done, int attempts)
{
    m_connection.ask<HistoryPage>(request, [this, request, done = std::move(done),
                                            attempts](Result<HistoryPage> page) mutable {
        const bool again = !page && page.error().code == ErrorCode::Busy && m_connection.isGreeted() && attempts > 1;
        if (again && !page.error().retryAfter)
            return ask(request, std::move(done), attempts - 1);
        done(std::move(page));
    });
}

} // namespace parlance::client
