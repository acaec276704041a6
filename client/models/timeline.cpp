#include "models/timeline.h"

#include "text/mentions.h"

#include <algorithm>
#include <unordered_set>
#include <utility>

namespace parlance::client {

namespace {

const RoomState& stateOf(const Client& client, const RoomId& id)
{
    static const RoomState none;
    const RoomState* room = client.state().room(id);
    return room ? *room : none;
}

bool sameMinute(qint64 a, qint64 b)
{
    constexpr qint64 minute = 60'000;
    return a / minute == b / minute;
}

} // namespace

Timeline::Timeline(Client& client, Notices& notices, const Clock& clock, RoomId room)
    : m_client(client)
    , m_notices(notices)
    , m_clock(clock)
    , m_room(std::move(room))
    , m_self(self())
{
    m_client.add(*this);
    m_notices.observers().add(*this);
    compareWaiting();
    refreshChanges();
}

Timeline::~Timeline()
{
    m_notices.observers().remove(*this);
    m_client.remove(*this);
}

const MessageWindow& Timeline::window() const
{
    return stateOf(m_client, m_room).messages;
}

size_t Timeline::size() const
{
    return window().size() + m_pending.size();
}

const MessageState& Timeline::messageAt(size_t index) const
{
    const MessageWindow& messages = window();
    return index < messages.size() ? messages[index] : m_pending[index - messages.size()].message;
}

bool Timeline::isOwn(const MessageState& message) const
{
    return message.userId == m_client.state().identity.userId;
}

TimelineItem Timeline::item(size_t index) const
{
    const MessageWindow& messages = window();
    TimelineItem item;
    item.message = &messageAt(index);
    item.isOwn = isOwn(*item.message);
    item.text = item.message->text.value_or(QString());
    if (index < messages.size()) {
        item.gapBefore = messages.hasGapBefore(index);
        item.startsNew = item.message->n == m_firstNew;
        item.below = m_notices.after(m_room, item.message->n);
        if (const OutboxEntry* change = item.isOwn ? changeOf(item.message->id) : nullptr)
            setFate(item, *change);
    } else if (const OutboxEntry* entry = m_client.outbox().find(m_pending[index - messages.size()].nonce)) {
        setFate(item, *entry);
    }
    if (const auto& meant = item.message->mentions; meant && !item.isOwn) {
        const UserId& self = m_client.state().identity.userId;
        item.callsMe = std::ranges::any_of(*meant, [&self](const UserId& id) { return id == self || id == everybody; });
    }
    if (index + 1 < size())
        item.nextAt = messageAt(index + 1).timestamp;
    item.startsDay = startsDay(index);
    item.startsGroup = !belongTogether(index);
    const bool isLast = index + 1 == size();
    item.endsGroup = isLast || !belongTogether(index + 1);
    item.hasTime = item.endsGroup || !sameMinute(item.message->timestamp, messageAt(index + 1).timestamp);
    return item;
}

bool Timeline::startsDay(size_t index) const
{
    if (index == 0)
        return true;
    const MessageState& above = messageAt(index - 1);
    const qint64 at = messageAt(index).timestamp;
    const std::span<const Notice> between =
        index <= window().size() ? m_notices.after(m_room, above.n) : std::span<const Notice>();
    return !m_day.isSame(between.empty() ? above.timestamp : std::min(at, std::max(above.timestamp, between.back().at)),
                         at);
}

bool Timeline::belongTogether(size_t index) const
{
    if (index == 0)
        return false;
    const MessageState& above = messageAt(index - 1);
    const MessageState& below = messageAt(index);
    const auto isAction = [](const MessageState& message) { return message.style == QStringLiteral("me"); };
    return above.userId == below.userId && above.username == below.username && !isAction(above) && !isAction(below) &&
           std::abs(below.timestamp - above.timestamp) < groupWithin && (m_firstNew == 0 || below.n != m_firstNew) &&
           (below.n <= above.n + 1) && m_notices.after(m_room, above.n).empty() && !startsDay(index);
}

void Timeline::setFate(TimelineItem& item, const OutboxEntry& entry) const
{
    item.fate.kind = entry.state == OutboxEntry::State::Failed ? Fate::Failed : Fate::Pending;
    item.fate.what = entry.kind;
    item.fate.nonce = entry.nonce;
    item.fate.isOffline = m_client.connection().phase() != Phase::Online;
    if (entry.problem)
        item.fate.reason = entry.problem->message;
    if (entry.state == OutboxEntry::State::Waiting)
        item.fate.until = entry.until;
    if (entry.kind == Written::Kind::Edit && item.fate.kind == Fate::Pending)
        item.text = entry.text;
}

const OutboxEntry* Timeline::changeOf(const MessageId& message) const
{
    const auto found = m_changes.find(message);
    return found == m_changes.end() ? nullptr : m_client.outbox().find(found->second);
}

QByteArray Timeline::keyOf(const TimelineItem& item)
{
    return item.message->id.isEmpty() ? item.fate.nonce.text() : item.message->id.text();
}

std::optional<size_t> Timeline::find(const QByteArray& key) const
{
    if (const auto row = window().find(MessageId(key)))
        return row;
    const auto pending = std::ranges::find(m_pending, Nonce(key), &Pending::nonce);
    if (pending == m_pending.end())
        return std::nullopt;
    return window().size() + size_t(pending - m_pending.begin());
}

std::optional<size_t> Timeline::lastOwn() const
{
    for (size_t i = window().size(); i-- > 0;) {
        if (isOwn(window()[i]) && !window()[i].deleted.value_or(false))
            return i;
    }
    return std::nullopt;
}

void Timeline::setFirstNew(qint64 n)
{
    if (n == m_firstNew)
        return;
    const qint64 before = std::exchange(m_firstNew, n);
    for (const qint64 each : {before, n}) {
        if (const auto row = rowOfOrdinal(each))
            around(*row, 1);
    }
}

std::optional<qint64> Timeline::gapBefore(size_t index) const
{
    const MessageWindow& messages = window();
    if (index >= messages.size() || !messages.hasGapBefore(index))
        return std::nullopt;
    return messages[index].seq;
}

QString Timeline::nameOf(const UserId& user) const
{
    if (user == everybody)
        return QStringLiteral("all");
    const RoomState& room = stateOf(m_client, m_room);
    if (const auto present = room.present.find(user); present != room.present.end())
        return present->second;
    if (user == m_client.state().identity.userId)
        return m_client.state().identity.username.text();
    // Who is away is known by what they wrote, of which the last is likely near the end.
    for (size_t i = room.messages.size(); i-- > 0;) {
        if (room.messages[i].userId == user)
            return room.messages[i].username;
    }
    return {};
}

/// These rows, and those whose place in a group depends on them.
void Timeline::around(size_t first, size_t count)
{
    const size_t from = first > 0 ? first - 1 : 0;
    const size_t to = std::min(first + count + 1, size());
    if (to > from)
        m_observers.tell(&TimelineObserver::itemsChanged, from, to - from);
}

void Timeline::insertedRows(size_t first, size_t count)
{
    m_observers.tell(&TimelineObserver::itemsInserted, first, count);
    if (first > 0)
        m_observers.tell(&TimelineObserver::itemsChanged, first - 1, size_t(1));
    if (first + count < size())
        m_observers.tell(&TimelineObserver::itemsChanged, first + count, size_t(1));
}

void Timeline::messagesChanged(const RoomId& room, const RowChange& change)
{
    if (room != m_room)
        return;
    switch (change.kind) {
    case RowChange::Inserted:
        insertedRows(change.first, change.count);
        break;
    case RowChange::Removed:
        m_observers.tell(&TimelineObserver::itemsRemoved, change.first, change.count);
        around(change.first, 0);
        break;
    case RowChange::Changed:
        around(change.first, change.count);
        break;
    case RowChange::Reset:
        m_observers.tell(&TimelineObserver::itemsReset);
        break;
    }
    if (change.kind == RowChange::Inserted || change.kind == RowChange::Reset)
        compareWaiting(); // one's own may have come
}

void Timeline::outboxChanged(const RoomId& room, const Nonce& nonce)
{
    if (room != m_room)
        return;
    compareWaiting();
    refreshChanges();
    if (const auto row = find(nonce.text()))
        m_observers.tell(&TimelineObserver::itemsChanged, *row, size_t(1));
}

/// Messages that were written here and are not in the room yet, in the order written.
std::vector<const OutboxEntry*> Timeline::waiting() const
{
    std::vector<const OutboxEntry*> all;
    for (const OutboxEntry& entry : m_client.outbox().entries()) {
        if (entry.room == m_room && entry.kind == Written::Kind::Message)
            all.push_back(&entry);
    }
    if (all.empty())
        return all;
    // What has arrived stands near the end; further up is nothing that the outbox still has.
    constexpr size_t near = 200;
    const MessageWindow& messages = window();
    std::unordered_set<Nonce> arrived;
    for (size_t i = messages.size(); i-- > 0 && messages.size() - i <= near;) {
        if (messages[i].nonce && isOwn(messages[i]))
            arrived.insert(*messages[i].nonce);
    }
    std::erase_if(all, [&arrived](const OutboxEntry* entry) { return arrived.contains(entry->nonce); });
    return all;
}

/// Usually a single one has come or gone, so that only what lies between the first difference and the last is compared.
void Timeline::compareWaiting()
{
    const std::vector<const OutboxEntry*> wanted = waiting();
    const auto isSame = [](const Pending& is, const OutboxEntry* to) { return is.nonce == to->nonce; };
    const size_t same = size_t(std::ranges::mismatch(m_pending, wanted, isSame).in1 - m_pending.begin());
    size_t end = m_pending.size();
    size_t wantedEnd = wanted.size();
    for (; end > same && wantedEnd > same && isSame(m_pending[end - 1], wanted[wantedEnd - 1]); --end)
        --wantedEnd;
    std::unordered_set<Nonce> kept;
    for (size_t i = same; i < wantedEnd; ++i)
        kept.insert(wanted[i]->nonce);
    for (size_t i = end; i-- > same;) {
        if (kept.contains(m_pending[i].nonce))
            continue;
        m_pending.erase(m_pending.begin() + qsizetype(i));
        m_observers.tell(&TimelineObserver::itemsRemoved, window().size() + i, size_t(1));
        around(window().size() + i, 0);
    }
    for (size_t i = same; i < wantedEnd; ++i) {
        if (i >= m_pending.size() || !isSame(m_pending[i], wanted[i]))
            addPending(i, *wanted[i]);
    }
}

void Timeline::addPending(size_t at, const OutboxEntry& entry)
{
    MessageState message;
    message.userId = m_client.state().identity.userId;
    message.username = m_client.state().identity.username.text();
    message.text = entry.text;
    message.style = entry.style;
    message.nonce = entry.nonce;
    message.timestamp = m_clock.wall();
    m_pending.insert(m_pending.begin() + qsizetype(at), {std::move(message), entry.nonce});
    insertedRows(window().size() + at, 1);
}

void Timeline::refreshChanges()
{
    std::map<MessageId, Nonce> now;
    for (const OutboxEntry& entry : m_client.outbox().entries()) {
        if (entry.room == m_room && entry.kind != Written::Kind::Message)
            now[entry.target] = entry.nonce;
    }
    const auto before = std::exchange(m_changes, std::move(now));
    const auto tell = [this](const MessageId& id) {
        if (const auto row = window().find(id))
            m_observers.tell(&TimelineObserver::itemsChanged, *row, size_t(1));
    };
    for (const auto& [id, nonce] : before)
        tell(id);
    for (const auto& [id, nonce] : m_changes) {
        if (!before.contains(id))
            tell(id);
    }
}

void Timeline::identityChanged()
{
    // Each welcome comes here, also of a reconnection that changes nothing of what is shown.
    const UserId before = std::exchange(m_self, self());
    if (before != m_self)
        m_observers.tell(&TimelineObserver::itemsReset); // whose is whose
    else
        m_observers.tell(&TimelineObserver::namesChanged);
}

/// What waits says whether there is a connection. When there is one again, identityChanged() comes, too.
void Timeline::phaseChanged()
{
    if (std::exchange(m_isOnline, m_client.connection().phase() == Phase::Online) != m_isOnline && !waiting().empty())
        m_observers.tell(&TimelineObserver::namesChanged);
}

void Timeline::presenceChanged(const RoomId& room)
{
    if (room == m_room)
        m_observers.tell(&TimelineObserver::namesChanged);
}

void Timeline::roomRemoved(const RoomId& room)
{
    if (room == m_room)
        m_observers.tell(&TimelineObserver::itemsReset);
}

void Timeline::noticed(const RoomId& room, qint64 after)
{
    if (room != m_room)
        return;
    const auto next = std::ranges::upper_bound(window(), after, {}, &MessageState::n);
    if (next != window().begin())
        around(size_t(next - window().begin()) - 1, 1);
}

} // namespace parlance::client
