#include "storage/memorylog.h"

#include "protocol/limits.h"
#include "storage/refusals.h"

#include <algorithm>

namespace parlance {

MemoryLog::MemoryLog(RoomName name)
    : m_name(std::move(name))
{}

qint64 MemoryLog::timeFor(qint64 timestamp)
{
    m_lastTime = std::max(m_lastTime, timestamp);
    return m_lastTime;
}

Result<Appended> MemoryLog::append(const NewEvent& event)
{
    const auto key = std::pair(event.author, event.nonce);
    if (const auto seen = m_nonces.find(key); seen != m_nonces.end())
        return Appended{m_events[size_t(seen->second - 1)], true};
    if (!event.log.isEmpty() && event.log != m_log)
        return noRoom(m_name);
    if (!event.admitted)
        return joinFirst(m_name);
    auto decided = decide(event);
    if (!decided)
        return decided.error();
    m_events.push_back(*decided);
    m_nonces.emplace(key, head());
    if (const auto mark = reads.find(event.author);
        mark != reads.end() && std::holds_alternative<NewMessage>(event.what))
        mark->second = count(); // who writes has read
    return Appended{*std::move(decided), false};
}

Result<DurableEvent> MemoryLog::decide(const NewEvent& event)
{
    if (const auto* message = std::get_if<NewMessage>(&event.what))
        return post(event, *message);
    const qint64 seq = head() + 1;
    if (const auto* topic = std::get_if<NewTopic>(&event.what)) {
        m_topic = topic->text;
        return DurableEvent(TopicChanged{m_name, seq, count(), event.author, event.authorName, topic->text,
                                         timeFor(event.timestamp), event.nonce});
    }
    if (const auto* edit = std::get_if<NewEdit>(&event.what)) {
        const auto message = target(edit->target, event.author);
        if (!message)
            return message.error();
        const qint64 now = timeFor(event.timestamp);
        (*message)->text = edit->text;
        (*message)->mentions = published(edit->mentions);
        (*message)->editedAt = now;
        (*message)->rev = seq;
        return DurableEvent(MessageEdited{m_name, seq, count(), edit->target, event.author, edit->text, now,
                                          event.nonce, published(edit->mentions)});
    }
    const auto& deletion = std::get<NewDeletion>(event.what);
    const auto message = target(deletion.target, event.author);
    if (!message)
        return message.error();
    (*message)->text.reset();
    (*message)->mentions.reset();
    (*message)->deleted = true;
    (*message)->rev = seq;
    return DurableEvent(
        MessageDeleted{m_name, seq, count(), deletion.target, event.author, timeFor(event.timestamp), event.nonce});
}

DurableEvent MemoryLog::post(const NewEvent& event, const NewMessage& message)
{
    MessageState state;
    state.seq = head() + 1;
    state.n = count() + 1;
    state.id = message.id;
    state.userId = event.author;
    state.username = event.authorName;
    state.text = message.text;
    state.timestamp = timeFor(event.timestamp);
    state.nonce = event.nonce;
    state.style = message.style;
    state.mentions = published(message.mentions);
    state.rev = state.seq;
    m_messageIndex.emplace(message.id, m_messages.size());
    m_messages.push_back(state);
    return MessagePosted{m_name,       state.seq,       state.n,     message.id,    event.author,  event.authorName,
                         message.text, state.timestamp, event.nonce, message.style, state.mentions};
}

Result<MessageState*> MemoryLog::target(const MessageId& id, const UserId& author)
{
    const auto index = m_messageIndex.find(id);
    if (index == m_messageIndex.end() || m_messages[index->second].deleted)
        return noMessage(m_name);
    MessageState* message = &m_messages[index->second];
    if (message->userId != author)
        return notTheAuthor();
    return message;
}

void MemoryLog::rename(const RoomName& name)
{
    m_name = name;
    m_log = LogId::random();
    for (DurableEvent& event : m_events)
        std::visit([&](auto& e) { e.room = name; }, event);
}

EventSlice MemoryLog::eventsAfter(qint64 since, qint64 wanted) const
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

MessageSlice MemoryLog::messages(const MessageQuery& query) const
{
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
    // Backwards, because deleted messages may have to be skipped without counting.
    auto left = limit + limits::skippedMessages;
    for (; last != first && std::ssize(slice.messages) < limit && left > 0; --left) {
        --last;
        if (query.withDeleted || !last->deleted)
            slice.messages.push_back(*last);
    }
    std::ranges::reverse(slice.messages);
    slice.moreBefore = last != m_messages.begin();
    return slice;
}

RoomSummary MemoryLog::summary() const
{
    RoomSummary summary;
    summary.room = m_name;
    summary.topic = m_topic;
    summary.n = count();
    if (!m_messages.empty())
        summary.lastAt = m_messages.back().timestamp;
    return summary;
}

RoomSize MemoryLog::size() const
{
    const auto lastAt = m_events.empty() ? std::nullopt : std::optional(m_lastTime);
    return {m_name, head(), count(), qint64(reads.size()), lastAt};
}

Membership MemoryLog::membership(const UserId& user) const
{
    const auto mark = reads.find(user);
    return {m_name, m_log, head(), count(), mark == reads.end() ? 0 : mark->second};
}

} // namespace parlance
