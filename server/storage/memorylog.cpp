#include "storage/memorylog.h"

#include "domain/refusals.h"
#include "domain/rights.h"
#include "protocol/limits.h"
#include "storage/eventtext.h"

#include <algorithm>

namespace parlance {

MemoryLog::MemoryLog(NewRoom made)
    : m_room(std::move(made.room))
    , m_name(std::move(made.name))
    , m_maker(std::move(made.maker))
{}

Result<Appended> MemoryLog::append(const NewEvent& event, std::optional<RoomId> named)
{
    Facts facts = factsOf(event);
    facts.named = std::move(named);
    auto decided = decide(event, facts);
    if (!decided || decided->repeated)
        return decided;
    if (event.authorship == Authorship::Present)
        reads.try_emplace(event.author, countOf(decided->event));
    std::visit([this](const auto& made) { apply(made); }, decided->event);
    m_events.push_back(decided->event);
    m_nonces.emplace(std::pair(event.author, event.nonce), head());
    return decided;
}

Facts MemoryLog::factsOf(const NewEvent& event) const
{
    Facts facts;
    facts.head = head();
    facts.n = count();
    facts.lastTime = m_lastTime;
    facts.isMember = reads.contains(event.author);
    facts.isMaker = !m_maker.isEmpty() && m_maker == event.author;
    facts.name = m_name;
    if (const auto seen = m_nonces.find({event.author, event.nonce}); seen != m_nonces.end())
        facts.before = m_events[size_t(seen->second - 1)];
    if (const auto id = targetOf(event)) {
        if (const auto index = m_messageIndex.find(*id); index != m_messageIndex.end()) {
            const MessageState& message = m_messages[index->second];
            facts.target = {message.userId, message.deleted.value_or(false)};
        }
    }
    return facts;
}

void MemoryLog::apply(const MessagePosted& message)
{
    m_lastTime = message.timestamp;
    if (const auto mark = reads.find(message.userId); mark != reads.end())
        mark->second = message.n; // who writes has read
    m_messageIndex.emplace(message.id, m_messages.size());
    m_shown.insert(m_messages.size());
    m_messages.push_back({.seq = message.seq,
                          .n = message.n,
                          .id = message.id,
                          .userId = message.userId,
                          .username = message.username,
                          .text = message.text,
                          .timestamp = message.timestamp,
                          .nonce = message.nonce,
                          .style = message.style,
                          .mentions = message.mentions,
                          .editedAt = {},
                          .deleted = {},
                          .rev = message.seq});
}

void MemoryLog::blank(qint64 seq)
{
    const auto empty = [](auto& event) {
        event.text.reset();
        event.mentions.reset();
        event.gone = true;
    };
    DurableEvent& event = m_events[size_t(seq - 1)];
    if (auto* message = std::get_if<MessagePosted>(&event))
        empty(*message);
    else if (auto* edit = std::get_if<MessageEdited>(&event))
        empty(*edit);
}

void MemoryLog::apply(const MessageEdited& edit)
{
    m_lastTime = edit.timestamp;
    MessageState& message = m_messages[m_messageIndex.at(edit.id)];
    blank(message.rev);
    message.text = edit.text;
    message.mentions = edit.mentions;
    message.editedAt = edit.timestamp;
    message.rev = edit.seq;
}

void MemoryLog::apply(const MessageDeleted& deletion)
{
    m_lastTime = deletion.timestamp;
    const size_t index = m_messageIndex.at(deletion.id);
    m_shown.erase(index);
    MessageState& message = m_messages[index];
    blank(message.rev);
    message.text.reset();
    message.mentions.reset();
    message.deleted = true;
    message.rev = deletion.seq;
}

void MemoryLog::apply(const TopicChanged& topic)
{
    m_lastTime = topic.timestamp;
    m_topic = topic.text;
}

void MemoryLog::apply(const RoomChanged& change)
{
    m_lastTime = change.timestamp;
    m_name = change.name;
}

bool MemoryLog::mayRead(const UserId& reader) const
{
    return may({.isMember = reads.contains(reader)}, Action::Read);
}

Result<EventSlice> MemoryLog::eventsAfter(const UserId& reader, qint64 since, qint64 wanted) const
{
    return mayRead(reader) ? Result(slice(since, wanted)) : joinFirst();
}

EventSlice MemoryLog::slice(qint64 since, qint64 wanted) const
{
    EventSlice slice;
    slice.head = head();
    slice.n = count();
    const qint64 first = std::clamp<qint64>(since, 0, head());
    const qint64 last = std::min(head(), first + wanted);
    qsizetype units = 0;
    for (auto event = m_events.begin() + first; event != m_events.begin() + last && units <= limits::pageBytes;
         ++event) {
        slice.events.push_back(*event);
        units += textOf(*event).size();
    }
    return slice;
}

Result<MessageSlice> MemoryLog::messages(const UserId& reader, const MessageQuery& query) const
{
    if (!mayRead(reader))
        return joinFirst();
    const auto at = [this](qint64 seq) { return std::ranges::lower_bound(m_messages, seq, {}, &MessageState::seq); };
    const auto limit = std::ptrdiff_t(query.limit);
    auto first = m_messages.begin();
    auto last = m_messages.end();
    if (query.before) {
        last = at(*query.before);
    } else if (query.after) {
        first = at(*query.after + 1);
        last = first + std::min(limit, m_messages.end() - first);
    } else if (query.around) {
        const auto middle = at(*query.around);
        first = middle - std::min(limit / 2, middle - m_messages.begin());
        last = middle + std::min(limit - limit / 2, m_messages.end() - middle);
    }
    MessageSlice slice;
    slice.head = head();
    slice.n = count();
    slice.moreAfter = last != m_messages.end();
    const auto [begin, end] = std::pair(size_t(first - m_messages.begin()), size_t(last - m_messages.begin()));
    slice.messages = query.withDeleted ? std::vector(last - std::min(limit, last - first), last)
                                       : shownIn(begin, end, size_t(query.limit));
    const bool isFull = std::ssize(slice.messages) == limit;
    slice.moreBefore = isFull && limit > 0 ? slice.messages.front().n > 1 : begin > 0;
    return slice;
}

/// The last of those that are not deleted, oldest first.
std::vector<MessageState> MemoryLog::shownIn(size_t begin, size_t end, size_t limit) const
{
    std::vector<MessageState> shown;
    for (auto at = m_shown.lower_bound(end); at != m_shown.begin() && *std::prev(at) >= begin && shown.size() < limit;)
        shown.push_back(m_messages[*--at]);
    std::ranges::reverse(shown);
    return shown;
}

RoomSummary MemoryLog::summary() const
{
    RoomSummary summary;
    summary.room = m_room;
    summary.log = m_log;
    summary.name = m_name;
    summary.topic = m_topic;
    summary.n = count();
    if (!m_messages.empty())
        summary.lastAt = m_messages.back().timestamp;
    return summary;
}

RoomSize MemoryLog::size() const
{
    const auto lastAt = m_events.empty() ? std::nullopt : std::optional(m_lastTime);
    return {m_room, m_name, head(), count(), qint64(reads.size()), lastAt};
}

Membership MemoryLog::membership(const UserId& user) const
{
    const auto mark = reads.find(user);
    return {.room = m_room,
            .log = m_log,
            .name = m_name,
            .topic = m_topic,
            .role = roleOf(!m_maker.isEmpty() && m_maker == user),
            .head = head(),
            .n = count(),
            .read = mark == reads.end() ? 0 : mark->second};
}

} // namespace parlance
