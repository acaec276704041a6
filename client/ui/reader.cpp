#include "ui/reader.h"

#include <algorithm>
#include <utility>

namespace parlance::client {

Reader::Reader(Client& client, TimelineView& view, std::function<bool()> isWatched)
    : m_client(client)
    , m_view(view)
    , m_isWatched(std::move(isWatched))
    , m_seeker(client)
{
    m_client.add(*this);
    connect(&m_view.rows(), &TimelineRows::placed, this, &Reader::look);
    connect(&m_view.position(), &TimelinePosition::moved, this, &Reader::moved);
}

Reader::~Reader()
{
    m_client.remove(*this);
}

const RoomState* Reader::room() const
{
    return m_timeline ? m_client.state().room(m_timeline->room()) : nullptr;
}

void Reader::open(Timeline& timeline)
{
    m_timeline = &timeline;
    m_isGap = false;
    m_known = 0;
    m_passed = 0;
    const RoomState* state = room();
    const auto node = m_left.extract(timeline.room());
    const bool isSame = state && !node.empty() && node.mapped().n == state->n;
    timeline.setFirstNew(isSame ? node.mapped().line : state ? state->firstUnread() : 0);
    m_view.setTimeline(&timeline);
    if (state)
        m_known = state->n;
    if (isSame && m_view.position().restore(node.mapped().place))
        m_passed = state->n;
    look();
}

void Reader::leave()
{
    const RoomState* state = room(); // null: it was left or deleted, and what the view shows is gone
    if (const auto place = state ? m_view.position().place() : std::nullopt; place && !m_view.position().isAtEnd())
        m_left[m_timeline->room()] = {*place, state->n, m_timeline->firstNew()};
    m_seeker.stop();
    m_timeline = nullptr;
}

// --- what may change what is seen ---

void Reader::roomChanged(const RoomId& name)
{
    if (m_timeline && name == m_timeline->room())
        look();
}

void Reader::messagesChanged(const RoomId& name, const RowChange& change)
{
    if (!m_timeline || name != m_timeline->room())
        return;
    if (change.kind == RowChange::Reset)
        m_isGap = true;
    look();
}

void Reader::eventHandled(const LogEntry& event)
{
    const auto* posted = std::get_if<MessagePosted>(&event);
    const RoomState* state = room();
    if (posted && state && posted->room == m_timeline->room() && !state->live)
        m_isGap = true;
}

void Reader::moved()
{
    m_seeker.stop();
    if (const RoomState* state = room(); state && m_view.position().isAtEnd())
        m_passed = state->n;
}

void Reader::look()
{
    if (!std::exchange(m_isLooking, true))
        QMetaObject::invokeMethod(this, &Reader::lookNow, Qt::QueuedConnection);
}

// --- reading ---

void Reader::lookNow()
{
    m_isLooking = false;
    const RoomState* state = room();
    if (!state)
        return;
    m_passed = std::min(m_passed, state->n); // the room may have begun anew
    const bool isWatched = m_isWatched();
    const bool isNew = state->n > std::exchange(m_known, state->n);
    const bool isGap = std::exchange(m_isGap, false);
    const bool wasAtEnd = m_view.position().isAtEnd();
    const qint64 came = state->firstUnread(m_passed);
    const bool isHeld = came > 0 && wasAtEnd && hold(came);
    if ((isNew || isGap) && !isHeld && (isGap || !isWatched || !wasAtEnd))
        raiseLine();
    if (isWatched && m_seeker.wanted() == 0)
        markSeen();
}

/// Keeps the view from following past the first message that came unseen. True if it would have gone past it.
bool Reader::hold(qint64 n)
{
    const auto row = m_timeline->rowOfOrdinal(n);
    if (!row) {
        const RoomState* state = room();
        if (state->live && !state->messages.isEmpty() && m_seeker.wanted() != n)
            seek(n);
        return m_seeker.wanted() == n;
    }
    const auto& visible = m_view.rows().visible();
    if (visible.empty() || *row > visible.front().row || m_view.rows().hasEnd(*row))
        return false;
    raiseLine();
    m_view.position().showRow(*row);
    return true;
}

/// The line stands above the first unread message and stays there as long as some below it are unread.
void Reader::raiseLine()
{
    const RoomState* state = room();
    const qint64 line = m_timeline->firstNew();
    if (line > 0 && state->isUnread(line))
        return;
    if (const qint64 first = state->firstUnread())
        m_timeline->setFirstNew(first);
}

void Reader::seek(qint64 n)
{
    m_seeker.seek(m_timeline->room(), n, [this, n](bool found) {
        if (!found || !m_timeline)
            return look();
        raiseLine();
        if (const auto row = m_timeline->rowOfOrdinal(n))
            m_view.position().showRow(*row);
        look();
    });
}

void Reader::goToFirstUnread()
{
    const RoomState* state = room();
    const qint64 first = state ? state->firstUnread() : 0;
    if (first == 0)
        return;
    raiseLine();
    if (const auto row = m_timeline->rowOfOrdinal(first))
        m_view.position().showRow(*row);
    else
        seek(first);
}

bool Reader::hasUnreadAbove() const
{
    const RoomState* state = room();
    const qint64 first = state ? state->firstUnread() : 0;
    const auto& visible = m_view.rows().visible();
    if (first == 0 || visible.empty())
        return false;
    const qint64 top = m_timeline->item(visible.front().row).message->n;
    return top == 0 || first < top;
}

/// Neighbours are told of together. What was written here and is not in the room yet has no number.
void Reader::markSeen()
{
    qint64 first = 0;
    qint64 last = 0;
    const RoomId name = m_timeline->room();
    std::vector<std::pair<qint64, qint64>> runs;
    for (const RowFlow::Placed& placed : m_view.rows().visible()) {
        const qint64 n = m_timeline->item(placed.row).message->n;
        if (n == 0 || !m_view.rows().hasEnd(placed.row))
            continue;
        if (first > 0 && n == last + 1) {
            runs.back().second = last = n;
            continue;
        }
        first = last = n;
        runs.emplace_back(n, n);
    }
    for (const auto& [from, to] : runs)
        m_client.markSeen(name, from, to);
}

} // namespace parlance::client
