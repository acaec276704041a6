#include "core/cachewriter.h"

#include "core/messagechanges.h"

#include <utility>

namespace parlance::client {

CacheWriter::CacheWriter(Cache& cache, const ClientState& state, const Outbox& outbox, DeadlineWheel& wheel,
                         std::function<void(const Error&)> failed)
    : m_cache(cache)
    , m_state(state)
    , m_outbox(outbox)
    , m_wheel(wheel)
    , m_failed(std::move(failed))
{}

CacheWriter::~CacheWriter()
{
    m_cache.commit();
}

void CacheWriter::saveDraft(const RoomId& room, const QString& text)
{
    m_cache.saveDraft(room, text);
    commitSoon();
}

void CacheWriter::forgetNamedDraft(const RoomName& name)
{
    m_cache.removeNamedDraft(name);
    commitSoon();
}

void CacheWriter::saveEdit(const RoomId& room, const std::optional<EditDraft>& edit)
{
    m_cache.saveEdit(room, edit);
    commitSoon();
}

void CacheWriter::identityChanged()
{
    const Identity& identity = m_state.identity;
    m_cache.saveIdentity(identity.userId, identity.username.text(), identity.serverName);
    commitSoon();
}

void CacheWriter::roomRemoved(const RoomId& room)
{
    m_cache.removeRoom(room);
    commitSoon();
    scrubSoon();
}

void CacheWriter::roomChanged(const RoomId& room)
{
    saveRoom(room);
}

void CacheWriter::saveRoom(const RoomId& id)
{
    const RoomState& room = *m_state.room(id);
    m_cache.saveRoom({id, room.name, room.isOwner, room.log, room.head, room.n, room.read, room.topic, {}});
    commitSoon();
}

void CacheWriter::messagesChanged(const RoomId& id, const RowChange& change)
{
    if (change.kind == RowChange::Removed)
        return; // only not at hand any more
    const MessageWindow& messages = m_state.room(id)->messages;
    const bool isAnew = change.kind == RowChange::Reset;
    if (isAnew)
        m_cache.removeMessages(id);
    const size_t first = isAnew ? 0 : change.first;
    const size_t count = isAnew ? messages.size() : change.count;
    for (size_t row = first; row < first + count; ++row)
        m_cache.saveMessage(id, messages[row]);
    commitSoon();
}

/// What became of messages that are not at hand is seen here only.
void CacheWriter::eventHandled(const LogEntry& event)
{
    const auto* edited = std::get_if<MessageEdited>(&event);
    const auto* deleted = std::get_if<MessageDeleted>(&event);
    if (edited)
        changeOlder(*edited);
    else if (deleted)
        changeOlder(*deleted);
    if (edited || deleted)
        scrubSoon();
    if (const auto* unknown = std::get_if<UnknownEvent>(&event))
        messagesChanged(unknown->room, {RowChange::Reset, 0, 0}); // it may have changed any other
}

template <class Event>
void CacheWriter::changeOlder(const Event& event)
{
    if (m_state.room(event.room)->messages.find(event.id))
        return;
    auto message = m_cache.message(event.room, event.id);
    if (message && change(*message, event))
        m_cache.saveMessage(event.room, *message);
}

void CacheWriter::outboxChanged(const RoomId&, const Nonce& nonce)
{
    if (const OutboxEntry* entry = m_outbox.find(nonce)) {
        Written written = *entry;
        if (entry->state != OutboxEntry::State::Failed)
            written.problem.reset(); // whoever starts anew need not wait
        m_cache.saveWritten(written);
        commit();
    } else {
        m_cache.removeWritten(nonce);
        commitSoon();
    }
}

void CacheWriter::commitSoon()
{
    if (!m_commit.isPending())
        m_commit = m_wheel.after(0, [this] { commit(); });
}

void CacheWriter::scrubSoon()
{
    if (m_scrub.isPending())
        return;
    m_scrub = m_wheel.after(scrubAfter, [this] {
        commit();
        m_cache.scrub();
    });
}

void CacheWriter::commit()
{
    m_cache.commit();
    const auto fault = m_failed ? m_cache.fault() : std::nullopt;
    if (!fault)
        return;
    const auto failed = std::exchange(m_failed, nullptr);
    failed(*fault);
}

} // namespace parlance::client
