#include "models/ordinalseeker.h"

#include <algorithm>
#include <utility>

namespace parlance::client {

void OrdinalSeeker::seek(const RoomId& room, qint64 n, Done done)
{
    stop();
    m_room = room;
    m_wanted = n;
    m_done = std::move(done);
    m_alive = std::make_shared<bool>(true);
    ask(mostPages);
}

void OrdinalSeeker::stop()
{
    if (m_alive)
        *m_alive = false;
    m_alive.reset();
    m_wanted = 0;
    m_done = {};
}

void OrdinalSeeker::finish(bool found)
{
    const Done done = std::exchange(m_done, {});
    stop();
    done(found);
}

void OrdinalSeeker::ask(int pagesLeft)
{
    const RoomState* room = m_client.state().room(m_room);
    if (room && room->messages.rowOfOrdinal(m_wanted))
        return finish(true);
    const auto seq = guess();
    if (!seq || pagesLeft == 0)
        return finish(false);
    FetchHistory request;
    request.room = m_room;
    request.around = *seq;
    request.limit = limits::historyPage;
    m_client.history().fetch(request, [this, alive = m_alive, pagesLeft](const Result<HistoryPage>& page) {
        if (!*alive)
            return;
        if (page)
            ask(pagesLeft - 1);
        else
            finish(false);
    });
}

/// Between the messages at hand that are nearest on either side, in proportion.
std::optional<qint64> OrdinalSeeker::guess() const
{
    const RoomState* room = m_client.state().room(m_room);
    if (!room || m_wanted > room->n)
        return {};
    const MessageWindow& messages = room->messages;
    const auto above = std::ranges::upper_bound(messages, m_wanted, {}, &MessageState::n);
    const bool isLast = above == messages.end();
    const bool isFirst = above == messages.begin();
    const qint64 fromSeq = isFirst ? 0 : (above - 1)->seq;
    const qint64 fromN = isFirst ? 0 : (above - 1)->n;
    const qint64 toSeq = isLast ? room->head + 1 : above->seq;
    const qint64 toN = isLast ? room->n + 1 : above->n;
    if (toSeq - fromSeq < 2)
        return {};
    const double part = double(m_wanted - fromN) / double(toN - fromN);
    return std::clamp(fromSeq + qint64(part * double(toSeq - fromSeq)), fromSeq + 1, toSeq - 1);
}

} // namespace parlance::client
